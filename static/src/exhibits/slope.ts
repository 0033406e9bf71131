/** Exhibit: one step of training with numbers. The loss of this drawing, slopes by backpropagation, one weight's update. */
import { effect, type Signal, signal } from "@preact/signals-core";
import { make, need, say } from "../dom/element.ts";
import { listen } from "../events/listen.ts";
import { localStorageOrNull } from "../storage/theme.ts";
import type { FilmDetail, TrainingStep } from "../wire/messages.ts";
import { decimals } from "../words/numbers.ts";
import { counted, phrase, written } from "../words/phrases.ts";
import { type ExhibitDrawing, openDrawn } from "./drawn.ts";
import { keepInLink } from "./link.ts";
import { mountPad } from "./pad.ts";
import { mountQuestion } from "./question.ts";
import { mountRemote } from "./remote.ts";
import { mountSegments } from "./segments.ts";
import { KernelChoice } from "./slope-kernel.ts";
import { MOST_MOVES, type Move, textOfMoves, textOfWeight } from "./slope-link.ts";
import { NetworkRow, short } from "./slope-row.ts";
import {
  filmOf,
  firstWeight,
  linked,
  stateIn,
  type Taken,
  type Taught,
  type TrainingState,
  takeSteps,
} from "./slope-state.ts";
import { SlopeSum } from "./slope-sum.ts";
import { digitsFor } from "./slopes.ts";
import { watchTheme } from "./theme.ts";

/** Mounts the exhibit on its host; returns what ends it. */
export async function mountSlope(host: HTMLElement, taught: Taught): Promise<() => void> {
  const link = new URL(location.href).searchParams;
  const answered = signal(link.get("said") ?? "");
  const state = stateIn(link, taught);
  const film = await filmOf(link, taught);
  if (film !== null && state.moment.value !== null)
    state.moment.value = Math.min(state.moment.value, film.moments - 1);
  const asked = link.get("film");
  if (asked !== null && asked !== film?.name)
    say(need("[data-part=no-film]", host), phrase("exhibits.slope.no-film", { name: asked }));
  const drawn = openDrawn(taught.network, localStorageOrNull());
  const taken = takeSteps(taught, state, drawn, film);
  const ended = [
    () => drawn.end(),
    () => taken.end(),
    mountQuestion(host, answered),
    mountRemote(host, answered),
    mountPad(host, drawn),
    mountBeginnings(host, taught, state, drawn, film),
    mountMoves(host, state, film),
    mountStep(host, taught, state, taken),
    beginAnew(state, drawn.ink),
    effect(() =>
      keepInLink({
        said: [answered.value, ""],
        weight: [textOfWeight(state.weight.value), textOfWeight(firstWeight(taught))],
        done: [textOfMoves(state.done.value), ""],
        ...linked(state, taught, film?.name ?? "good"),
      }),
    ),
  ];
  return () => {
    for (const end of ended) end();
  };
}

/** Moves belong to one drawing, label, starting point and step size: if any of these changes, the moves are undone. */
function beginAnew(state: TrainingState, ink: Signal<unknown>): () => void {
  let isFirst = true;
  return effect(() => {
    ink.value;
    state.label.value;
    state.size.value;
    state.moment.value;
    if (!isFirst && state.done.peek().length > 0) state.done.value = [];
    isFirst = false;
  });
}

/** What the drawing is, where the training stands, and how large a step is. */
function mountBeginnings(
  host: HTMLElement,
  { labels }: Taught,
  state: TrainingState,
  drawn: ExhibitDrawing,
  film: FilmDetail | null,
): () => void {
  const row = need("[data-part=labels]", host);
  row.append(
    ...labels.map((text, at) => {
      const button = make("button", { type: "button", text });
      button.dataset.label = String(at);
      return button;
    }),
  );
  const label = signal(String(state.label.value));
  const ended = [
    mountSegments(row, "label", label),
    mountSegments(need("[data-part=step-sizes]", host), "size", state.size),
    effect(() => {
      label.value = String(state.label.value);
    }),
    effect(() => {
      if (Number(label.value) === state.label.peek()) return;
      state.isSaid.value = true;
      state.label.value = Number(label.value);
    }),
    followDrawing(host, labels, state, drawn),
    mountMoment(host, state, film),
  ];
  return () => {
    for (const end of ended) end();
  };
}

/** The film's moment, or the finished network. */
function mountMoment(host: HTMLElement, state: TrainingState, film: FilmDetail | null): () => void {
  const range = need<HTMLInputElement>("[data-part=moment]", host);
  const trained = need<HTMLButtonElement>("[data-act=trained]", host);
  range.max = String((film?.moments ?? 1) - 1);
  range.disabled = film === null;
  const ended = [
    listen(range, {
      input: () => {
        state.moment.value = Number(range.value);
      },
    }),
    listen(trained, {
      click: () => {
        state.moment.value = state.moment.peek() === null && film !== null ? 0 : null;
      },
    }),
    effect(() => {
      const at = film === null ? null : state.moment.value;
      const stepsDone = state.done.value.length;
      range.value = String(at ?? range.max);
      const moment = at === null ? phrase("exhibits.slope.trained") : momentOf(film, at);
      const sentence =
        stepsDone === 0 ? moment : counted("exhibits.slope.moment.own", stepsDone, { moment });
      range.setAttribute("aria-valuetext", sentence);
      trained.setAttribute("aria-pressed", String(at === null));
      say(need("[data-part=told-moment]", host), sentence);
    }),
  ];
  return () => {
    for (const end of ended) end();
  };
}

/** The label: of a sample its own; of a drawing the network's guess, until the visitor chooses one. */
function followDrawing(
  host: HTMLElement,
  labels: readonly string[],
  state: TrainingState,
  drawn: ExhibitDrawing,
): () => void {
  const ended = [
    listen(host, {
      click: ({ target }) => {
        const sample = (target as Element).closest<HTMLElement>("[data-sample]")?.dataset.sample;
        const label = labels.indexOf(sample ?? "");
        if (label < 0) return;
        state.isSaid.value = true;
        state.label.value = label;
      },
    }),
    effect(() => {
      const label = labels.indexOf(drawn.guess.value ?? "");
      const isFree = !state.isSaid.peek() && state.done.peek().length === 0;
      if (label >= 0 && isFree) state.label.value = label;
    }),
  ];
  return () => {
    for (const end of ended) end();
  };
}

function momentOf(film: FilmDetail | null, at: number): string {
  const step = film?.steps[at] ?? 0;
  const key = at === 0 ? "exhibits.slope.moment.first" : "exhibits.slope.moment";
  return phrase(key, { step: written(step), of: written(film?.of_steps ?? 0) });
}

/** The buttons of the moves: one weight, all weights for this drawing, a batch, the film's next moment; and undo. */
function mountMoves(host: HTMLElement, state: TrainingState, film: FilmDetail | null): () => void {
  const moves = need("[data-part=moves]", host);
  const add = (move: Move) => {
    state.done.value = [...state.done.peek(), move].slice(0, MOST_MOVES);
  };
  const acts: Readonly<Record<string, () => void>> = {
    weight: () => add({ move: "weight", weight: state.weight.peek() }),
    drawing: () => add({ move: "drawing" }),
    batch: () => add({ move: "batch" }),
    next: () => {
      state.moment.value = (state.moment.peek() ?? 0) + 1;
    },
    undo: () => {
      state.done.value = state.done.peek().slice(0, -1);
    },
    again: () => {
      state.done.value = [];
    },
  };
  const ended = [
    listen(moves, {
      click: ({ target }) =>
        acts[(target as Element).closest<HTMLElement>("[data-act]")?.dataset.act ?? ""]?.(),
    }),
    effect(() => {
      const disabled = (act: string, is: boolean) => {
        need<HTMLButtonElement>(`[data-act=${act}]`, moves).disabled = is;
      };
      const count = state.done.value.length;
      for (const act of ["weight", "drawing", "batch"]) disabled(act, count >= MOST_MOVES);
      for (const act of ["undo", "again"]) disabled(act, count === 0);
      const at = state.moment.value;
      disabled("next", film === null || at === null || at >= film.moments - 1);
      const next = film === null || at === null ? "" : (film.steps[at + 1] ?? "");
      need("[data-part=next]", moves).hidden = next === "";
      if (next !== "")
        say(
          need("[data-part=next]", moves),
          phrase("exhibits.slope.next.is", { step: written(Number(next)) }),
        );
    }),
  ];
  return () => {
    for (const end of ended) end();
  };
}

/** All parts that show the server's training step. */
function mountStep(
  host: HTMLElement,
  taught: Taught,
  state: TrainingState,
  taken: Taken,
): () => void {
  const { theme, end: endTheme } = watchTheme();
  const kernel = new KernelChoice(need("[data-part=kernel]", host), taught, (weight) => {
    state.weight.value = weight;
  });
  const row = new NetworkRow(need("[data-part=row]", host), taught, (operation, made) =>
    kernel.make(operation, made),
  );
  const sum = new SlopeSum(host, taught);
  const ended = [
    endTheme,
    () => row.end(),
    () => kernel.end(),
    () => sum.end(),
    effect(() => {
      theme.value;
      const answer = taken.answer.value;
      if (answer === null) return;
      const { step, weight } = answer;
      row.show(step, weight.operation);
      kernel.show(step, weight);
      sum.show(answer);
      showSizes(host, taught, step);
      showLosses(host, step.losses);
    }),
    effect(() => {
      const reason = taken.problem.value;
      const first = taken.answer.value === null ? phrase("exhibits.slope.begins") : "";
      say(
        need("[data-part=failed]", host),
        reason === "" ? first : phrase("exhibits.slope.failed", { reason }),
      );
      host.toggleAttribute("data-waits", taken.waits.value);
    }),
  ];
  return () => {
    for (const end of ended) end();
  };
}

/** How large the slopes of each operation are, as numbers and as lengths. */
function showSizes(host: HTMLElement, taught: Taught, { sizes }: TrainingStep): void {
  const most = Math.max(...Object.values(sizes));
  const rows = Object.entries(sizes).map(([name, size]) => {
    const layer = taught.layers.find(({ operation }) => operation === name);
    const bar = make("span", { class: "length" });
    bar.style.width = `${most === 0 ? 0 : (100 * size) / most}%`;
    return make("tr", {}, [
      make("th", { scope: "row", text: layer?.title ?? name }),
      make("td", { class: "count", text: short(size) }),
      make("td", { class: "bar" }, [bar]),
    ]);
  });
  need("[data-part=slope-sizes]", host).replaceChildren(...rows);
}

/** The loss before the moves and after each. */
function showLosses(host: HTMLElement, losses: readonly (number | null)[]): void {
  need("[data-part=losses]", host).replaceChildren(
    ...losses.map((loss) =>
      make("li", { text: loss === null ? "∞" : decimals(loss, digitsFor(loss, 4, 4)) }),
    ),
  );
}
