/** What the parts of the page share. */
import type { Signal } from "@preact/signals-core";
import type { RunSettings } from "../server/runs.ts";
import type { FilmReadings } from "../wire/messages.ts";
import type { Progress } from "./progress.ts";

/** The run that a page shows. */
export interface Shown {
  readonly name: string;
  /** The key of whoever began the run; null for those who watch. */
  readonly key: string | null;
  readonly settings: RunSettings;
  /** Runs before it in the queue. */
  readonly place: number;
}

export interface Page {
  readonly host: HTMLElement;
  readonly shown: Signal<Shown | null>;
  readonly progress: Signal<Progress | null>;
  /** The moment that is looked at; null: the newest, as the run goes on. */
  readonly at: Signal<number | null>;
  /** What the network made of the drawing at each moment; null while that has not come. */
  readonly readings: Signal<FilmReadings | null>;
  readonly theme: { readonly value: string };
}

export const CLASSES = Array.from({ length: 10 }, (_, digit) => String(digit));

/** The place of the moment that is looked at. Reads signals. */
export function momentOf({ at, progress }: Page): number {
  const last = (progress.value?.moments.length ?? 0) - 1;
  return Math.max(0, Math.min(at.value ?? last, last));
}

/** Whoever goes to the newest moment stays with the newest. */
export function goTo({ at, progress }: Page, moment: number): void {
  const last = (progress.peek()?.moments.length ?? 0) - 1;
  at.value = moment >= last ? null : moment;
}
