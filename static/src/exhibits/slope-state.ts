/** What the page of one training step shows, and the step that the server takes apart for it: the newest that is asked for. */
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
  /** Somebody has said what the drawing is; else it is what the network takes it for. */
  readonly isSaid: Signal<boolean>;
  readonly weight: Signal<ChosenWeight>;
  readonly size: Signal<(typeof SIZES)[number]>;
  /** Of the film; null is the finished network. */
  readonly moment: Signal<number | null>;
  readonly done: Signal<readonly Move[]>;
}

const FILM = "good";
/** The middle of the third kernel: the first ones see little at the random start of the film. */
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

/** What of it stands in the link, and how it begins. */
export function linked(state: TrainingState, taught: Taught, film: string) {
  // Moves are of one label, whatever the network takes the drawing for.
  const isToldApart = state.isSaid.value || state.done.value.length > 0;
  return {
    label: [isToldApart ? taught.labels[state.label.value] : "", ""],
    size: [state.size.value, FIRST.size],
    film: [film, FILM],
    epoch: [state.moment.value ?? "trained", 0],
  } as const;
}

/** The film of the link, or the good one; null where this server has none, and the finished network alone. */
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

/** What was asked of a drawing. */
interface Asked {
  readonly label: number;
  readonly weight: ChosenWeight;
  readonly step_size: number;
  readonly done: readonly Move[];
  readonly film: FilmMoment | null;
}

/** A step, and what was asked for it. */
export interface Answer extends Asked {
  readonly step: TrainingStep;
}

/** The step as it comes, the newest that is asked for. */
export interface Taken {
  readonly answer: ReadonlySignal<Answer | null>;
  /** Why it does not come, in words; "" where it does. */
  readonly problem: ReadonlySignal<string>;
  /** What is shown is not what was asked for last. */
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
