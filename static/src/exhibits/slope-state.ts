/** The state of the page of one training step, and the step that the server computes for it: always the newest request. */
import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals-core";
import { ask, postJson } from "../server/api.ts";
import { fetchFilm } from "../server/films.ts";
import type { ChosenWeight, FilmDetail, FilmMoment, TrainingStep } from "../wire/messages.ts";
import { Asker } from "./asker.ts";
import { type ExhibitDrawing, messageOf } from "./drawn.ts";
import { nameIn } from "./link.ts";
import { type Move, movesIn, SIZES, weightIn } from "./slope-link.ts";
import type { Weighted } from "./slopes.ts";

/** What the server gives the page of the network. */
export interface Taught {
  readonly network: string;
  readonly labels: readonly string[];
  readonly layers: readonly { readonly title: string; readonly operation: string | null }[];
  readonly operations: Readonly<Record<string, Weighted>>;
}

export interface TrainingState {
  readonly label: Signal<number>;
  /** The visitor has chosen the label; otherwise it is the network's guess. */
  readonly isSaid: Signal<boolean>;
  readonly weight: Signal<ChosenWeight>;
  readonly size: Signal<(typeof SIZES)[number]>;
  /** Of the film; null is the finished network. */
  readonly moment: Signal<number | null>;
  readonly done: Signal<readonly Move[]>;
}

const FILM = "good";
/** The middle of the third kernel: the first kernels respond little at the film's random start. */
const FIRST = { label: 5, index: 62, size: "0.1" } as const;

export function firstWeight({ operations }: Taught): ChosenWeight {
  const [operation = ""] = Object.keys(operations);
  return { operation, index: FIRST.index, parameter: "weight" };
}

export function stateIn(link: URLSearchParams, taught: Taught): TrainingState {
  const label = taught.labels.indexOf(link.get("label") ?? String(FIRST.label));
  const epoch = link.get("epoch");
  return {
    label: signal(Math.max(0, label)),
    isSaid: signal(link.has("label")),
    weight: signal(weightIn(link.get("weight"), taught.operations) ?? firstWeight(taught)),
    size: signal(nameIn(link.get("size") ?? FIRST.size, SIZES)),
    moment: signal(epoch === "trained" ? null : Math.max(0, Math.trunc(Number(epoch)) || 0)),
    done: signal(movesIn(link.get("done"), taught.operations)),
  };
}

/** The values that the link has, each with its initial value. */
export function linked(state: TrainingState, taught: Taught, film: string) {
  // Moves belong to one label, even when the network guesses another.
  const isToldApart = state.isSaid.value || state.done.value.length > 0;
  return {
    label: [isToldApart ? taught.labels[state.label.value] : "", ""],
    size: [state.size.value, FIRST.size],
    film: [film, FILM],
    epoch: [state.moment.value ?? "trained", 0],
  } as const;
}

/** The film that the link names, or else the good one; null if this server has neither: then only the finished network is shown. */
export async function filmOf(
  link: URLSearchParams,
  { network }: Taught,
): Promise<FilmDetail | null> {
  for (const name of new Set([link.get("film") ?? FILM, FILM])) {
    const film = await fetchFilm(name).catch(() => null);
    if (film?.on_stage && film.network === network) return film;
  }
  return null;
}

/** A request for a training step, besides the drawing. */
interface Asked {
  readonly label: number;
  readonly weight: ChosenWeight;
  readonly step_size: number;
  readonly done: readonly Move[];
  readonly film: FilmMoment | null;
}

/** A training step with the request that it answers. */
export interface Answer extends Asked {
  readonly step: TrainingStep;
}

/** The training step that the server computes for the newest request. */
export interface Taken {
  readonly answer: ReadonlySignal<Answer | null>;
  /** Why the training step does not come, in words; "" if it does. */
  readonly problem: ReadonlySignal<string>;
  /** The step that is shown does not answer the newest request. */
  readonly waits: ReadonlySignal<boolean>;
  end(): void;
}

export function takeSteps(
  { network }: Taught,
  state: TrainingState,
  drawn: ExhibitDrawing,
  film: FilmDetail | null,
): Taken {
  const newest = computed(() => {
    const at = state.moment.value;
    return {
      ...messageOf(drawn.ink.value),
      label: state.label.value,
      weight: state.weight.value,
      step_size: Number(state.size.value),
      done: state.done.value,
      film: film === null || at === null ? null : { name: film.name, moment: at },
    };
  });
  const path = `models/${encodeURIComponent(network)}/training-steps`;
  const asker = new Asker(newest, (asked: Asked) => ask<TrainingStep>(path, postJson(asked)));
  const answer = computed(() => {
    const last = asker.answer.value;
    return last === null ? null : { ...last.asked, step: last.reply };
  });
  return {
    answer,
    problem: asker.problem,
    waits: computed(() => asker.answer.value?.asked !== newest.value),
    end: () => asker.end(),
  };
}
