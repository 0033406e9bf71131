/** A film of the network's training: which one is open, at which of its moments the network reads. */
import { batch, computed, type ReadonlySignal, type Signal, signal } from "@preact/signals-core";
import type { Network } from "../network/network.ts";
import type { FilmDetail, FilmMoment } from "../wire/messages.ts";
import type { Clock } from "./clock.ts";
import type { IfOffered } from "./controls.ts";
import { type Readable, slice, type Writable } from "./slice.ts";

export const EPOCHS = slice(
  {
    /** Its name; "" is the first that the network has; null: the network is as it is now. */
    film: null as string | null,
    /** Which of its moments, from 0; null: the last. */
    moment: null as number | null,
    /** What it shows, once that has come. */
    detail: null as FilmDetail | null,
    /** The moments go on by themselves. */
    playing: false,
  },
  {
    replacedByLink: true,
    complete: (epochs) => ({ ...epochs, moment: epochs.film === null ? null : epochs.moment }),
  },
);
export type EpochsValues = typeof EPOCHS.beginning;

/** The bar's clock of epochs; `still`: nothing moves by itself here. Reads signals. */
export type MakeClock = (still: boolean) => Clock;

export interface EpochsSlice extends Readable<EpochsValues> {
  /** The moment that is shown, from 0. */
  readonly at: ReadonlySignal<number>;
  /** Whom the server is to ask in the network's place; null: the network as it is now. */
  readonly asked: ReadonlySignal<FilmMoment | null>;
  /** The clock; null until the part that shows films is there. */
  readonly clock: ReadonlySignal<MakeClock | null>;
  offerClock(make: MakeClock | null): void;
  /** The line above the stage while a film is open; null: what stands there otherwise. */
  readonly caption: ReadonlySignal<string | null>;
  offerCaption(words: string | null): void;
  /** Opens a film, at its last moment; null: closes it. */
  openFilm(film: string | null): void;
  learnFilm(detail: FilmDetail): void;
  /** One of its moments; beyond its ends, the first or the last. */
  goTo(moment: number): void;
  /** One moment on; of a film that has just been opened, and is at its end, to the first. */
  stepOn(): void;
  /** From the moment that is shown or, at the last one, from the first. */
  playEpochs(on: boolean): void;
}

interface Needs {
  readonly network: ReadonlySignal<Network | null>;
  readonly ifOffered: IfOffered;
}

export function epochsSlice(epochs: Writable<EpochsValues>, needs: Needs): EpochsSlice {
  const { film, moment, detail, playing } = epochs;
  const clock: Signal<MakeClock | null> = signal(null);
  const caption: Signal<string | null> = signal(null);
  const last = () => (detail.value?.steps.length ?? 1) - 1;
  const at = computed(() => Math.min(moment.value ?? last(), last()));
  const goTo = (next: number) => {
    moment.value = Math.max(0, Math.min(last(), next));
  };
  return {
    ...epochs,
    at,
    clock,
    offerClock: (make) => {
      clock.value = make;
    },
    caption,
    offerCaption: (words) => {
      caption.value = words;
    },
    asked: computed(() => {
      const shown = detail.value;
      const isOf = shown?.network === needs.network.value?.description.name;
      return shown?.on_stage && isOf ? { name: shown.name, moment: at.value } : null;
    }),
    openFilm: needs.ifOffered("steps", (next: string | null) => {
      if (next === film.peek()) return;
      batch(() => {
        film.value = next;
        moment.value = null;
        detail.value = null;
        playing.value = false;
      });
    }),
    learnFilm: (next) => {
      batch(() => {
        film.value = next.name;
        detail.value = next;
      });
    },
    goTo,
    stepOn: () => goTo(moment.peek() === null ? 0 : at.peek() + 1),
    playEpochs: (on) => {
      batch(() => {
        if (on && at.peek() >= last()) goTo(0);
        playing.value = on && detail.peek() !== null;
      });
    },
  };
}
