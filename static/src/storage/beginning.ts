/** Where a visit begins: with what the link brings, or where the last visit ended; and what it leaves for the next. */
import { effect } from "@preact/signals-core";
import { stateIn } from "../address/address.ts";
import type { Own } from "../ink/ink.ts";
import { isLent, laidOver, NOTHING, ownIn } from "../ink/lent.ts";
import { SAMPLES } from "../ink/samples.ts";
import { EMPTY, type History } from "../ink/strokes.ts";
import type { Store } from "../state/lab.ts";
import { type Dispose, type State, valuesOf } from "../state/slice.ts";
import {
  loadCharacterKeys,
  loadDrawing,
  loadPicture,
  loadTheme,
  saveDrawing,
  savePicture,
} from "./local.ts";
import { systemTheme } from "./theme.ts";

/** The digit that greets a newcomer: curves and a corner, and most kernels have something to see. */
const GREETING = "5";
const SAVED_AFTER = 200;

/** The state that an address opens over one's own ink; `network` is the one that the server shows. */
export function beginningOf(
  address: URL,
  storage: Storage | null,
  network: string | undefined,
  own: Own = ownFrom(storage),
): Partial<State> {
  const { state, ignored } = stateIn(address);
  const forcedTheme = state.forcedTheme ?? loadTheme(storage);
  const asked = address.searchParams.get("network") ?? "";
  const elsewhere = asked === "" || asked === network ? [] : [`network ${asked}`];
  return {
    ...state,
    ...laidOver(own, state),
    characterKeys: loadCharacterKeys(storage),
    forcedTheme,
    theme: forcedTheme ?? systemTheme(),
    ignored: [...ignored, ...elsewhere],
  };
}

function ownFrom(storage: Storage | null): Own {
  return { ...NOTHING, history: greeted(loadDrawing(storage)), picture: loadPicture(storage) };
}

/** Where the last visit ended, or a sample for a newcomer, so that the page is never empty. */
function greeted(last: History["drawing"] | null): History {
  if (last !== null) return { ...EMPTY, drawing: last };
  return { ...EMPTY, drawing: SAMPLES.get(GREETING) ?? [], greeting: true };
}

/**
 * Writes one's own drawing to local storage. What a link brought becomes one's own when it is drawn on, but not in a lesson:
 * that goes on to the next link.
 */
export function keepDrawing(store: Store, storage: Storage | null): Dispose {
  let saving: ReturnType<typeof setTimeout> | undefined;
  let kept = ownIn(valuesOf(store));
  const save = () => {
    const now = valuesOf(store);
    const looks = isLent({ ...now, drawing: now.history.drawing }) || now.lessonAt !== null;
    const own = looks ? ownIn(now) : now;
    const { history, picture } = own;
    if (history.greeting && picture === null) return;
    if (history.drawing === kept.history.drawing && picture === kept.picture) return;
    kept = own;
    saveDrawing(storage, history.drawing);
    savePicture(storage, picture);
  };
  const stop = effect(() => {
    for (const part of ["history", "picture", "lessonAt"] as const) store[part].value;
    clearTimeout(saving);
    saving = setTimeout(save, SAVED_AFTER);
  });
  addEventListener("pagehide", save);
  return () => {
    stop();
    clearTimeout(saving);
    removeEventListener("pagehide", save);
  };
}
