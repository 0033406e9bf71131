/** What is on the pad: strokes, a picture in place of them, pixels edited by hand; and the way back. */
import { batch, computed, type ReadonlySignal, type Signal } from "@preact/signals-core";
import { BRUSH, type Ink, type OwnInk } from "../ink/ink.ts";
import { type Change, type Drawing, EMPTY, prefixOf, reduce } from "../ink/strokes.ts";
import { type Readable, slice, type Writable } from "./slice.ts";

export type Tool = "pen" | "eraser";
export const TOOLS: readonly Tool[] = ["pen", "eraser"];

export const INK = slice(
  {
    history: EMPTY,
    /** Ink found in a picture, PICTURE_SIDE squared, 255 is ink: read in place of strokes. */
    picture: null as Uint8Array | null,
    /** Pictures by the blank drawings under them, so that undo finds them again. */
    pictures: new Map() as ReadonlyMap<Drawing, Uint8Array>,
    /** The network's input edited by hand, as many rows as columns: read in place of everything else. */
    pixels: null as Uint8Array | null,
    /** What a link brought, and the user's own ink that is kept meanwhile (ink/from-link.ts). */
    fromLink: null as Ink | null,
    ownInk: null as OwnInk | null,
    tool: "pen" as Tool,
    /** Width of the pen, as part of the pad. */
    brush: BRUSH,
  },
  {
    replacedByLink: true,
    complete: (ink) => {
      const { picture, pictures, history } = ink;
      if (picture === null) return ink;
      return { ...ink, pictures: new Map(pictures).set(history.drawing, picture) };
    },
  },
);
export type InkValues = typeof INK.beginning;

export interface InkSlice extends Readable<InkValues> {
  /** The drawing of the moment that is shown: what the pad shows and the network reads. */
  readonly drawing: ReadonlySignal<Drawing>;
  /** Whether there is nothing to read. */
  readonly empty: ReadonlySignal<boolean>;
  change(change: Change): void;
  /** Reads a picture's ink; what was there before can be had back by undo. */
  usePicture(ink: Uint8Array): void;
  editPixels(pixels: Uint8Array | null): void;
  /** Replaces the drawing by the same one as a link holds it, on the link's grid; undo does not count this as a step. */
  settle(drawing: Drawing): void;
  /** So much of the example is on the pad, while it greets a newcomer. */
  showExample(drawing: Drawing): void;
  useTool(tool: Tool): void;
  useBrush(width: number): void;
}

/** State of other slices that is reset when the ink changes. */
interface Around {
  readonly moment: Signal<number | null>;
  readonly playing: Signal<boolean>;
  readonly ignored: Signal<readonly string[]>;
}

export function inkSlice(ink: Writable<InkValues>, around: Around): InkSlice {
  return {
    ...ink,
    drawing: computed(() => prefixOf(ink.history.value.drawing, around.moment.value)),
    empty: computed(() => ink.history.value.drawing.length === 0 && ink.picture.value === null),
    change: (change) => batch(() => makeChange(ink, around, change)),
    usePicture: (found) => {
      batch(() => {
        const blank: Drawing = [];
        goOn(ink, around, { type: "replace", drawing: blank });
        remember(ink, blank, found);
        ink.picture.value = found;
      });
    },
    editPixels: (next) => {
      ink.pixels.value = next;
    },
    settle: (drawing) => {
      batch(() => {
        const [fromLink, before] = [ink.fromLink.peek(), ink.history.value.drawing];
        if (fromLink?.drawing === before) ink.fromLink.value = { ...fromLink, drawing };
        ink.history.value = { ...ink.history.value, drawing };
        remember(ink, drawing, ink.picture.peek());
      });
    },
    showExample: (drawing) => {
      const history = ink.history.peek();
      if (history.greeting) ink.history.value = { ...history, drawing };
    },
    useTool: (next) => {
      ink.tool.value = next;
    },
    useBrush: (width) => {
      ink.brush.value = width;
    },
  };
}

function makeChange(ink: Writable<InkValues>, around: Around, change: Change): void {
  const { history, picture } = ink;
  const moment = around.moment.value;
  const begins = change.type === "begin" || change.type === "beginRub";
  const travels = change.type === "undo" || change.type === "redo";
  const before = history.value;
  // Clearing a picture is a step, though there are no strokes to clear.
  const clears = change.type === "clear" && picture.value !== null;
  if (clears) goOn(ink, around, { type: "replace", drawing: [] });
  // Drawing goes on from the moment that is shown; undo brings back the points after it.
  else if (begins && moment !== null) goOn(ink, around, { ...change, after: moment });
  else goOn(ink, around, change);
  around.ignored.value = [];
  if (travels && history.value === before) return;
  picture.value = travels ? (ink.pictures.value.get(history.value.drawing) ?? null) : null;
}

function goOn(ink: Writable<InkValues>, { moment, playing }: Around, change: Change): void {
  ink.history.value = reduce(ink.history.value, change);
  moment.value = null;
  playing.value = false;
  ink.pixels.value = null;
}

function remember(ink: Writable<InkValues>, blank: Drawing, found: Uint8Array | null): void {
  if (found !== null) ink.pictures.value = new Map(ink.pictures.peek()).set(blank, found);
}
