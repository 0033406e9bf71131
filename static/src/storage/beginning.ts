/** Where a visit begins: with what the link brings, or where the last visit ended; and what it leaves for the next. */
import { effect } from "@preact/signals-core";
import { stateIn } from "../address/address.ts";
import { tidied } from "../address/tidy.ts";
import { listen } from "../events/listen.ts";
import { EXAMPLE } from "../ink/example.ts";
import { isAsLinked, NO_INK, ownInkIn, showLinkOver } from "../ink/from-link.ts";
import type { OwnInk } from "../ink/ink.ts";
import { type Drawing, EMPTY, type History } from "../ink/strokes.ts";
import { INK } from "../state/ink.ts";
import type { Lab, Opened } from "../state/lab.ts";
import { type Dispose, endAll, valuesOf } from "../state/slice.ts";
import {
  isFirstVisit,
  loadCharacterKeys,
  loadDrawing,
  loadPicture,
  loadTheme,
  saveDrawing,
  savePicture,
} from "./local.ts";
import { systemTheme } from "./theme.ts";

const SAVED_AFTER = 200;

/** The state that an address opens over the user's ink; `network` is the one that the server shows. */
export function beginningOf(
  address: URL,
  storage: Storage | null,
  network: string | undefined,
  ownInk: OwnInk = savedInk(storage),
): Opened {
  const { state, ignored } = stateIn(address);
  const asked = tidied(address).searchParams.get("network") ?? "";
  const elsewhere = asked === "" || asked === network ? [] : [`network ${asked}`];
  return {
    ...state,
    ink: { ...state.ink, ...showLinkOver(ownInk, state.ink ?? {}) },
    look: {
      ...state.look,
      forcedTheme: state.look?.forcedTheme ?? loadTheme(storage),
      ignored: [...ignored, ...elsewhere],
    },
    session: { characterKeys: loadCharacterKeys(storage), deviceTheme: systemTheme() },
  };
}

/**
 * The same, but on a first visit: nothing was drawn here, the link says nothing, and nobody has been here on this device.
 * The example is not on the pad then: it is drawn stroke by stroke.
 */
export function welcoming(opened: Opened, address: URL, storage: Storage | null): Opened {
  const { state, ignored } = stateIn(address);
  const says = Object.keys(state).length > 0 || ignored.length > 0;
  if (says || !opened.ink?.history?.greeting || !isFirstVisit(storage)) return opened;
  return {
    ...opened,
    ink: { ...opened.ink, history: { ...EMPTY, greeting: true } },
    session: { ...opened.session, newcomer: true },
  };
}

function savedInk(storage: Storage | null): OwnInk {
  return { ...NO_INK, history: greeted(loadDrawing(storage)), picture: loadPicture(storage) };
}

/** Where the last visit ended, or the example where nothing was drawn yet, so that the page is never empty. */
function greeted(last: Drawing | null): History {
  if (last !== null) return { ...EMPTY, drawing: last };
  return { ...EMPTY, drawing: EXAMPLE, greeting: true };
}

/**
 * Writes the user's drawing to local storage. A link's drawing becomes the user's when it is drawn on, but not in a lesson:
 * that goes on to the next link.
 */
export function keepDrawing(lab: Lab, storage: Storage | null): Dispose {
  let saving: ReturnType<typeof setTimeout> | undefined;
  const inkNow = () => valuesOf(INK, lab.ink);
  let kept = ownInkIn(inkNow());
  const save = () => {
    const now = inkNow();
    const { drawing } = now.history;
    const looks = isAsLinked({ ...now, drawing }) || lab.lesson.at.peek() !== null;
    const ownInk = looks ? ownInkIn(now) : now;
    const { history, picture } = ownInk;
    if (history.greeting && picture === null) return;
    if (history.drawing === kept.history.drawing && picture === kept.picture) return;
    const isKept = saveDrawing(storage, history.drawing) && savePicture(storage, picture);
    if (isKept) kept = ownInk;
    lab.session.keep(isKept);
  };
  const stop = effect(() => {
    lab.ink.history.value;
    lab.ink.picture.value;
    lab.lesson.at.value;
    clearTimeout(saving);
    saving = setTimeout(save, SAVED_AFTER);
  });
  return endAll(stop, () => clearTimeout(saving), listen(window, { pagehide: save }));
}
