/** What the parts of the page share. */
import type { Signal } from "@preact/signals-core";
import type { RunSettings } from "../server/runs.ts";
import type { Progress } from "./told.ts";

/** The run that a page shows. */
export interface Shown {
  readonly name: string;
  /** Of who began it; null of who watches. */
  readonly key: string | null;
  readonly settings: RunSettings;
  /** Runs that go before it. */
  readonly place: number;
}

export interface Page {
  readonly host: HTMLElement;
  readonly shown: Signal<Shown | null>;
  readonly progress: Signal<Progress | null>;
  readonly theme: { readonly value: string };
}
