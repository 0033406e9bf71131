/** The right column of a film: which run, the drawing at every moment, what its curves show, and its confusion matrix. */

import { effect, signal } from "@preact/signals-core";
import { makeButton } from "../dom/button.ts";
import { make, say } from "../dom/element.ts";
import { sayMoreBelow } from "../dom/more-below.ts";
import { patchChildren } from "../dom/patch.ts";
import { listen } from "../events/listen.ts";
import type { Lab } from "../state/lab.ts";
import { panelSeen } from "../state/panel.ts";
import { type Dispose, endAll } from "../state/slice.ts";
import type { FilmSummary } from "../wire/messages.ts";
import { phrase } from "../words/phrases.ts";
import { asksForLogarithm, followCurves } from "./curves.ts";
import { partOfGradients } from "./gradients.ts";
import { confusionGrid, courseGrid } from "./grids.ts";
import type { Known } from "./known.ts";
import {
  curvesInWords,
  momentInWords,
  readingInWords,
  titlesIn,
  turnInWords,
} from "./sentences.ts";
import { settingsInWords, titleOf } from "./settings.ts";
import { fillTable } from "./table.ts";
import { lowestOf, verdictOf } from "./verdict.ts";

/** The network of the exhibit about one training step. */
const STEPPED = "lenet5";

/** The height of the curves, in pixels. */
const HEIGHT = 190;

export function mountEpochsPanel(host: HTMLElement, lab: Lab, known: Known): Dispose {
  const parts = partsOf(lab);
  const root = makeRoot(parts);
  host.append(root);
  return endAll(
    effect(() => fillChoice(parts.choice, known, lab)),
    effect(() => void root.toggleAttribute("data-waits", lab.epochs.detail.value === null)),
    effect(() => showRun(parts, lab, known)),
    effect(() => showMoment(parts, lab, known)),
    mountCurves(parts, lab),
    ...listenTo(parts, lab),
    sayMoreBelow(host),
    () => root.remove(),
  );
}

type Parts = ReturnType<typeof partsOf>;

const classesIn = ({ reader }: Lab) => reader.network.value?.classes ?? [];

/** The sentences about a run as a whole. Reads signals. */
function showRun(parts: Parts, lab: Lab, { readings }: Known): void {
  const film = lab.epochs.detail.value;
  if (film === null) return;
  say(parts.verdict, curvesInWords(film, lab));
  parts.aside.hidden = film.on_stage;
  parts.stop.hidden = verdictOf(film).kind !== "overfits";
  say(parts.settings, settingsInWords(film));
  fillTable(parts.table, {
    steps: film.steps,
    losses: film.losses,
    validation: film.validation_loss,
    right: film.validation_accuracy,
    outcomes: readings.value?.outcomes ?? null,
    classes: classesIn(lab),
  });
}

/** The sentences about the moment that is shown, and about the drawing up to it. Reads signals. */
function showMoment(parts: Parts, lab: Lab, { readings }: Known): void {
  const { epochs } = lab;
  const film = epochs.detail.value;
  const at = epochs.at.value;
  const outcomes = readings.value?.outcomes ?? null;
  if (film === null) return;
  const classes = classesIn(lab);
  const moment = momentInWords(film, at);
  say(parts.moment, moment);
  parts.gradients.show(film, at, titlesIn(lab));
  parts.step.hidden = !film.on_stage || film.network !== STEPPED;
  parts.step.href = stepFrom(film.name, at);
  parts.slider.max = String(film.steps.length - 1);
  parts.slider.value = String(at);
  parts.slider.setAttribute("aria-valuetext", moment);
  const reads = film.reads ? readingInWords(outcomes, film, classes) : phrase("epochs.reads.none");
  say(parts.reads, reads);
  say(parts.turn, film.reads ? turnInWords(outcomes, film, classes) : "");
  parts.legend.hidden = !film.reads;
  patchChildren(
    parts.course,
    film.reads ? [courseGrid(outcomes, film.steps, at, classes, epochs.goTo)] : [],
  );
  patchChildren(parts.confusion, [confusionGrid(film.confusion[at] ?? [], classes)]);
}

/** The curves, and the switch of their scale: a choice holds for one film only. */
function mountCurves({ chart, log }: Parts, lab: Lab): Dispose {
  const { epochs } = lab;
  /** Null: the losses decide. */
  const logarithmic = signal<boolean | null>(null);
  const isShown = () => panelSeen(lab) === "epochs";
  return endAll(
    effect(() => {
      epochs.detail.value;
      logarithmic.value = null;
    }),
    effect(() => {
      const film = epochs.detail.value;
      log.checked = logarithmic.value ?? (film !== null && asksForLogarithm(film));
    }),
    followCurves(chart, lab, { logarithmic, isShown, height: HEIGHT }),
    listen(log, {
      change: () => {
        logarithmic.value = log.checked;
      },
    }),
  );
}

function listenTo({ slider, choice }: Parts, { epochs }: Lab): readonly Dispose[] {
  return [
    listen(slider, { input: () => epochs.goTo(Number(slider.value)) }),
    listen(choice, { change: () => epochs.openFilm(choice.value) }),
  ];
}

/** The link to one training step of this moment in numbers, in the page's language. */
function stepFrom(film: string, at: number): string {
  const parts = new URLSearchParams({ film, epoch: String(at) });
  const language = new URL(location.href).searchParams.get("lang");
  if (language !== null) parts.set("lang", language);
  return `exhibits/slope?${parts}`;
}

function partsOf({ epochs }: Lab) {
  return {
    choice: make("select", { "aria-label": phrase("epochs.film") }),
    verdict: make("p", { class: "verdict", "aria-live": "polite" }),
    stop: makeButton(() => epochs.goTo(lowestOf(epochs.detail.peek()?.validation_loss ?? [])), {
      class: "link",
      text: phrase("epochs.stop"),
    }),
    chart: make("div", { class: "chart", "aria-hidden": "true" }),
    log: make("input", { type: "checkbox" }),
    moment: make("p", { class: "note", role: "status" }),
    step: make("a", { class: "link", text: phrase("epochs.step") }),
    reads: make("p", { class: "since" }),
    turn: make("p", { class: "turn note" }),
    legend: make("p", { class: "note", text: phrase("epochs.course.legend") }),
    course: make("div", { class: "course" }),
    confusion: make("div", { class: "confusion" }),
    gradients: partOfGradients(),
    aside: make("p", { class: "note", text: phrase("epochs.aside") }),
    slider: make("input", {
      type: "range",
      min: "0",
      "aria-label": phrase("transport.epochs.slider"),
    }),
    table: make("table"),
    settings: make("p", { class: "note" }),
  };
}

/** All parts in their order, with what stands between them. */
function makeRoot(parts: Parts): HTMLElement {
  return make("div", { class: "film-panel" }, [
    make("h2", { text: phrase("epochs.title") }),
    make("label", { class: "line" }, [parts.choice]),
    parts.slider,
    parts.moment,
    parts.aside,
    make("h3", { text: phrase("epochs.course") }),
    parts.reads,
    parts.turn,
    parts.course,
    parts.legend,
    parts.verdict,
    parts.stop,
    parts.chart,
    make("label", { class: "line note" }, [
      parts.log,
      make("span", { text: phrase("epochs.log") }),
    ]),
    parts.step,
    parts.gradients.root,
    make("h3", { text: phrase("epochs.confusion") }),
    parts.confusion,
    make("details", {}, [make("summary", { text: phrase("epochs.table") }), parts.table]),
    make("details", {}, [make("summary", { text: phrase("epochs.settings") }), parts.settings]),
  ]);
}

function fillChoice(choice: HTMLSelectElement, { list }: Known, { epochs, reader }: Lab): void {
  const network = reader.network.value?.description.name;
  const films = list.value.filter((each) => each.network === network && each.problem === null);
  const options = inOrder(films).map((each) =>
    make("option", { value: each.name, text: titleOf(each) }),
  );
  choice.replaceChildren(...options);
  choice.value = epochs.film.value ?? "";
}

const ORDER = ["good", "fifty", "fifty_augmented", "fifty_dropout", "small_step", "diverges"];

/** The first film is the one that is opened for a network. */
export function inOrder(films: readonly FilmSummary[]): FilmSummary[] {
  return [...films].sort((a, b) => placeOf(a.name) - placeOf(b.name));
}

function placeOf(name: string): number {
  const place = ORDER.indexOf(name);
  return place < 0 ? ORDER.length : place;
}
