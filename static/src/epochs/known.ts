import type { Signal } from "@preact/signals-core";
import type { FilmReadings, FilmSummary } from "../wire/messages.ts";

/** What the page knows of films beside the one that is open. */
export interface Known {
  readonly list: Signal<readonly FilmSummary[]>;
  /** What the network made of the drawing at every moment; null while that has not come. */
  readonly readings: Signal<FilmReadings | null>;
}
