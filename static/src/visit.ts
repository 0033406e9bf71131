/** Where a visit begins: with what the link brings, or where the last visit ended; and what it leaves for the next. */
import { effect } from "@preact/signals-core";
import type { Dispose } from "./dom/element.ts";
import { SAMPLES } from "./drawing/samples.ts";
import { EMPTY, type History } from "./drawing/strokes.ts";
import {
  loadCharacterKeys,
  loadDrawing,
  loadPicture,
  loadTheme,
  saveDrawing,
  savePicture,
} from "./keep.ts";
import { isShared, stateIn } from "./share/address.ts";
import type { Ink, State } from "./state.ts";
import type { Store } from "./store.ts";
import { systemTheme } from "./theme.ts";

/** The digit that greets a newcomer: curves and a corner, and most kernels have something to see. */
const GREETING = "5";
const SAVED_AFTER = 200;

/** The state at the beginning; `network` is the one that the server shows. */
export function beginningOf(
  address: URL,
  storage: Storage | null,
  network: string | undefined,
): Partial<State> {
  const { state, ignored } = stateIn(address);
  const ink = inked(state, storage);
  const forcedTheme = state.forcedTheme ?? loadTheme(storage);
  const asked = address.searchParams.get("network") ?? "";
  const elsewhere = asked === "" || asked === network ? [] : [`network ${asked}`];
  return {
    ...state,
    ...ink,
    lent: isShared(address) ? inkIn(ink) : null,
    characterKeys: loadCharacterKeys(storage),
    forcedTheme,
    theme: forcedTheme ?? systemTheme(),
    ignored: [...ignored, ...elsewhere],
  };
}

function inkIn({ history = EMPTY, picture = null, pixels = null }: Partial<State>): Ink {
  return { drawing: history.drawing, picture, pixels };
}

/** The link's drawing, on top of one's own drawing or picture, which undo brings back. */
function inked(state: Partial<State>, storage: Storage | null): Partial<State> {
  const [own, picture] = [loadDrawing(storage), loadPicture(storage)];
  if (state.history === undefined) return { history: greeted(own), picture, ...state };
  const mine = own ?? [];
  const past = mine.length === 0 && picture === null ? [] : [mine];
  const pictures = new Map(picture === null ? [] : [[mine, picture] as const]);
  return { history: { ...state.history, past }, pictures, picture: state.picture ?? null };
}

/** Where the last visit ended, or a sample for a newcomer, so that the page is never empty. */
function greeted(last: History["drawing"] | null): History {
  if (last !== null) return { ...EMPTY, drawing: last };
  return { ...EMPTY, drawing: SAMPLES.get(GREETING) ?? [], greeting: true };
}

/** Writes the drawing to local storage; one's own stays there for as long as a link's drawing is only looked at. */
export function keepDrawing(store: Store, storage: Storage | null): Dispose {
  let saving: ReturnType<typeof setTimeout> | undefined;
  const save = () => {
    const [{ drawing, greeting }, picture] = [store.history.peek(), store.picture.peek()];
    const lent = store.lent.peek();
    const looking = lent !== null && drawing === lent.drawing && picture === lent.picture;
    if ((greeting && picture === null) || looking) return;
    saveDrawing(storage, drawing);
    savePicture(storage, picture);
  };
  const stop = effect(() => {
    store.history.value;
    store.picture.value;
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
