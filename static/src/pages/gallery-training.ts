/** Cells of training: a film of it in the lab, and live runs. */
import { signal } from "@preact/signals-core";
import { need } from "../dom/element.ts";
import { type Films, mountEpochs } from "../epochs/epochs.ts";
import { courseGrid } from "../epochs/grids.ts";
import type { ExhibitDrawing } from "../exhibits/drawn.ts";
import { mountPad } from "../exhibits/pad.ts";
import { type Drawing, EMPTY } from "../ink/strokes.ts";
import { FILM, FILM_READINGS } from "../testing/film.ts";
import { followChart } from "../train/curves.ts";
import { fill, formIn } from "../train/form.ts";
import { followMoments } from "../train/moments.ts";
import { CLASSES, type Page } from "../train/page.ts";
import { PRESETS } from "../train/presets.ts";
import { afterEvents, beginning, type Progress, type RunEvent } from "../train/progress.ts";
import { showProgress } from "../train/status.ts";
import { type GalleryCell, panel, room, roomIn, type Shared } from "./gallery-cell.ts";

const FILMS: Films = {
  list: async () => [FILM],
  fetch: async () => FILM,
  fetchFile: () => new Promise(() => {}), // cells have the weights of the network as it is
  read: async () => FILM_READINGS,
};

/** In a lecture the curves stand below the guesses. */
const ON_A_WALL: Shared = {
  inside: "pad-side",
  parts: [],
  width: 250,
  height: 220,
  waits: ".film-curves:empty",
  mount: (host, lab) => {
    const curves = host.appendChild(document.createElement("div"));
    curves.className = "film-curves";
    mountEpochs(document.createElement("section"), curves, lab, FILMS);
  },
};

export const TRAINING: readonly GalleryCell[] = [
  ...panel(
    "epochs/panel",
    "epochs",
    (host, lab) => {
      mountEpochs(host, document.createElement("div"), lab, FILMS);
      for (const details of host.querySelectorAll("details")) details.open = true;
    },
    {
      "at an early moment": { opened: { epochs: { film: FILM.name, moment: 2 } } },
    },
    { name: "epochs", width: 426, waits: ".chart:empty, .course:empty" },
  ),
  ...room("epochs", ON_A_WALL, {
    "on a wall": {
      opened: { epochs: { film: FILM.name }, lecture: { on: true } },
      marks: { lecture: "" },
    },
  }),
  train("a run that goes on", runUpTo(5)),
  train("a run that has ended", runUpTo(FILM.moments, { type: "ended", why: "finished" })),
];

/** A run like that of the film, up to one of its moments. */
function runUpTo(moments: number, ...then: readonly RunEvent[]): Progress {
  const last = FILM.steps[moments - 1] ?? 0;
  const events = FILM.steps.slice(0, moments).map((step, at) => ({
    ...{ type: "moment", step, loss: FILM.validation_loss[at] },
    accuracy: FILM.validation_accuracy[at],
  }));
  const losses = FILM.losses.filter(([step]) => step <= last);
  return afterEvents(beginning(PRESETS.good.learning_rate, FILM.of_steps), [
    { type: "begun", of_steps: FILM.of_steps },
    { type: "losses", losses },
    ...events,
    ...then,
  ]);
}

/** Without what asks the server again and again: other runs, readings, the events of the run. */
function train(state: string, progress: Progress): GalleryCell {
  const run = { name: "run", key: "key", settings: PRESETS.good, place: 0 };
  return {
    name: `train, ${state}`,
    inside: "train-host",
    parts: ["train"],
    page: { sheets: ["train"], shows: "main" },
    width: 1200,
    mount: (host, _, { drawings }) => {
      const page: Page = {
        host: roomIn(host, "train"),
        shown: signal(run),
        progress: signal(progress),
        at: signal(null),
        readings: signal(FILM_READINGS),
        theme: signal(""),
      };
      fill(formIn(page.host), PRESETS.good);
      mountPad(page.host, drawnAs(drawings.read));
      showProgress(page);
      followChart(page);
      followMoments(page);
      showCourse(page.host);
    },
    waits: ".chart:empty",
  };
}

/** The visitor's, whom no server reads. */
function drawnAs(drawing: Drawing): ExhibitDrawing {
  return {
    ink: signal({ history: { ...EMPTY, drawing }, picture: null, source: "own" }),
    ...{ image: signal(null), guess: signal(null), problem: signal("") },
    ...{ change: () => {}, end: () => {} },
  };
}

function showCourse(host: HTMLElement): void {
  const { outcomes, steps } = FILM_READINGS;
  const grid = courseGrid(outcomes, steps, steps.length - 1, CLASSES, () => {});
  need("[data-part=course]", host).append(grid);
}
