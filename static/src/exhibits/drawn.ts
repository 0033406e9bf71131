/**
 * The drawing of an exhibit: the visitor's, as the lab keeps it on this device; a link's, shown over it; or a sample until one is
 * drawn. The server makes the network's input of it, as for the lab.
 */
import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals-core";
import { readDrawing } from "../address/ink-as-text.ts";
import { listen } from "../events/listen.ts";
import { asPen, BRUSH } from "../ink/ink.ts";
import { SAMPLES } from "../ink/samples.ts";
import { type Change, type Drawing, EMPTY, type History, reduce, toWire } from "../ink/strokes.ts";
import { ask, postJson } from "../server/api.ts";
import { loadDrawing, loadPicture, saveDrawing, savePicture } from "../storage/local.ts";
import { toBase64 } from "../wire/bytes.ts";
import type { Prediction } from "../wire/messages.ts";
import { Asker } from "./asker.ts";
import { type Maps, mapsOf } from "./windows.ts";

/** Whose drawing it is. */
export type Source = "own" | "link" | "sample";

/** What the pad shows; a picture stands for a drawing, as in the lab. */
export interface Shown {
  readonly history: History;
  readonly picture: Uint8Array | null;
  readonly source: Source;
}

const SAMPLE = "5";

/** What a page opens with: a link's drawing, else the visitor's, else a sample. */
export function opening(link: string | null, storage: Storage | null): Shown {
  const linked = drawingIn(link);
  if (linked !== null) return shown(linked, "link");
  const [stored, picture] = [loadDrawing(storage), loadPicture(storage)];
  if (picture !== null) return { ...shown([], "own"), picture };
  if (stored !== null && stored.length > 0) return shown(stored, "own");
  return shown(SAMPLES.get(SAMPLE) ?? [], "sample");
}

/** After a change by hand: it is the visitor's from now on, and a sample or a picture gives way to it. */
export function changed({ history, picture, source }: Shown, change: Change): Shown {
  const isTheirs = source !== "sample" && picture === null;
  const before = isTheirs || change.type === "undo" ? history : { ...EMPTY, past: history.past };
  return { history: reduce(before, change), picture: null, source: "own" };
}

const shown = (drawing: Drawing, source: Source): Shown => ({
  history: { ...EMPTY, drawing },
  picture: null,
  source,
});

function drawingIn(link: string | null): Drawing | null {
  try {
    return link === null ? null : readDrawing(link);
  } catch {
    return null; // a link that is cut off shows the visitor's own
  }
}

/** What an exhibit knows of a drawing. */
export interface ExhibitDrawing {
  readonly ink: Signal<Shown>;
  /** What the network gets of it; null until it has come. */
  readonly image: ReadonlySignal<Maps | null>;
  /** What the network takes it for first; null until it has said. */
  readonly guess: ReadonlySignal<string | null>;
  /** Why the network's answer does not come, in words; "" if it does. */
  readonly problem: ReadonlySignal<string>;
  change(change: Change): void;
  end(): void;
}

/** Keeps the drawing where the lab keeps it, and lets the server read it with `network`; null: nobody needs the network's input. */
export function openDrawn(network: string | null, storage: Storage | null): ExhibitDrawing {
  const inLink = () => new URLSearchParams(location.hash.slice(1)).get("d");
  const ink = signal(opening(inLink(), storage));
  const reader = new Asker(ink, async (shown: Shown) => {
    if (network === null) return { image: null, guess: null };
    const path = `models/${encodeURIComponent(network)}/predictions`;
    const { image, first_guess } = await ask<Prediction>(path, postJson(messageOf(shown)));
    return {
      image: mapsOf([image]),
      guess: first_guess === null ? null : String(first_guess.label),
    };
  });
  const ended = [
    listen(window, {
      // The lab in another tab has another drawing.
      storage: () => {
        if (ink.peek().source === "link") return;
        ink.value = opening(null, storage);
        leaveAddress();
      },
      hashchange: () => {
        ink.value = opening(inLink(), storage);
      },
    }),
  ];
  return {
    ink,
    image: computed(() => reader.answer.value?.reply.image ?? null),
    guess: computed(() => reader.answer.value?.reply.guess ?? null),
    problem: reader.problem,
    change: (change) => {
      ink.value = changed(ink.peek(), change);
      const { history } = ink.peek();
      saveDrawing(storage, history.drawing);
      savePicture(storage, null);
      leaveAddress();
    },
    end: () => {
      for (const end of ended) end();
      reader.end();
    },
  };
}

/** Removes the drawing from the address once it is no longer the one on the page. */
function leaveAddress(): void {
  if (location.hash !== "")
    globalThis.history.replaceState(null, "", location.pathname + location.search);
}

/** A drawing as the server is sent it. */
export function messageOf({ history: { drawing }, picture }: Shown) {
  if (picture !== null) return { strokes: [], picture: toBase64(picture) };
  const pen = asPen(drawing.length > 0 ? Math.max(...drawing.map(({ width }) => width)) : BRUSH);
  return { strokes: toWire(drawing), pen };
}
