import { effect } from "@preact/signals-core";
import { make, say } from "../dom/element.ts";
import { paintOnChange } from "../dom/frames.ts";
import { sayMoreBelow } from "../dom/more-below.ts";
import { scaleOf } from "../dom/palette.ts";
import { patchChildren } from "../dom/patch.ts";
import { explainWithin } from "../dom/term.ts";
import { listen } from "../events/listen.ts";
import type { Lab } from "../state/lab.ts";
import type { Dispose } from "../state/slice.ts";
import { phrase } from "../words/phrases.ts";
import { positionInLayer } from "../words/position.ts";
import { followKeys, makeControls } from "./controls.ts";
import { makeCrumbs } from "./crumbs.ts";
import type { Showing } from "./frame.ts";
import { type Inspected, inspect, type ValueInWords } from "./inspected.ts";
import { type Mode, makeModes } from "./modes.ts";
import { inPieces } from "./numbers.ts";
import { allParts, codeParts, countOfProducts, preview, wordsParts } from "./parts.ts";
import { makeSweep } from "./sweep.ts";
import { cellOfTerm, Terms } from "./terms.ts";

/** The arithmetic of the selected cell: a preview under the pointer, everything once it is opened. */
export function mountInspector(host: HTMLElement, lab: Lab): Dispose {
  const title = make("h2");
  const value = make("p", { class: "value" });
  const body = make("div", { class: "body" });
  const status = make("p", { class: "number-in-words", role: "status", hidden: "" });
  const controls = makeControls(lab);
  const sweep = makeSweep(lab);
  const modes = makeModes();
  const crumbs = makeCrumbs(lab);
  const header = make("header", {}, [value, controls.release]);
  const order = [crumbs.element, title, header, modes.element, body, sweep.element];
  host.replaceChildren(...order, controls.element, status);
  const terms = new Terms(body, (term) => pointAt(lab, term, status));
  const paint = () => {
    const showing = { digits: lab.look.digits.peek(), scale: scaleOf(host) };
    sayTitle(title, lab);
    const content = contentOf(lab, showing, modes.chosen.peek());
    if (content === null) return; // the previous numbers stay until the next ones are here
    sayValue(value, content.value);
    terms.replace(content.parts);
    host.classList.toggle("has-products", body.querySelector(".product") !== null);
    say(modes.count, content.inspected === null ? "" : countOfProducts(content.inspected));
    markPointed(body, lab);
    controls.offer(content.inspected);
  };
  const stops = [
    paintOnChange(() => [watched(lab), modes.chosen.value], paint),
    effect(() => showMode(host, lab)),
    effect(() => {
      lab.selection.cell.value;
      markPointed(body, lab);
    }),
    followKeys(host, body, lab),
    listen(body, { click: (event) => showAllMaps(event, body) }),
    sayMoreBelow(host),
    crumbs.stop,
    modes.stop,
    sweep.stop,
    terms.stop,
    () => host.replaceChildren(),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

/** What is shown below the cell's title. */
interface Content {
  /** The value, or why there is none. */
  readonly value: ValueInWords | string;
  readonly parts: readonly HTMLElement[];
  /** What can be copied. */
  readonly inspected: Inspected | null;
}

/** null while exact values are on their way. */
function contentOf(lab: Lab, showing: Showing, mode: Mode): Content | null {
  const nothing = { parts: [], inspected: null };
  const cell = lab.selection.selected.peek();
  if (lab.reader.network.peek() === null || cell === null) return { value: "", ...nothing };
  const cover = lab.selection.cover.peek();
  if (cover !== null) return { value: phrase(`cover.${cover}`), ...nothing };
  const snapshot = lab.reader.snapshot.peek();
  if (snapshot === null) {
    const missing = whatIsMissing(lab);
    return missing === "" ? null : { value: missing, ...nothing };
  }
  const inspected = inspect(snapshot, cell, {
    arithmetic: lab.selection.arithmetic.peek(),
    field: lab.selection.field.peek(),
  });
  const value = inspected.words(showing.digits);
  if (lab.selection.pinned.peek() === null) return { value, parts: preview(inspected), inspected };
  const parts = partsIn(mode, inspected, showing);
  if (mode !== "code") explainWithin(parts);
  return { value, parts, inspected };
}

function partsIn(mode: Mode, inspected: Inspected, showing: Showing): HTMLElement[] {
  if (mode === "words") return wordsParts(inspected, showing);
  return mode === "code" ? codeParts(inspected) : allParts(inspected, showing);
}

/** "Convolution layer 1, map 3, row 12, column 13": the layer stands in the crumbs, too. */
function sayTitle(title: HTMLElement, lab: Lab): void {
  const [network, cell] = [lab.reader.network.peek(), lab.selection.selected.peek()];
  if (network === null || cell === null) {
    title.replaceChildren(); // no cell: no title
    return;
  }
  const layer = network.layer.get(cell.layer)?.title ?? "";
  const position = positionInLayer(network, cell.layer, cell.index);
  patchChildren(title, [
    make("span", { class: "of-layer", text: `${layer}, ` }),
    make("span", { class: "position", text: inPieces(position) }),
  ]);
}

/** "before ReLU −0.36" over "0.00"; or why there is no number. */
function sayValue(host: HTMLElement, value: ValueInWords | string): void {
  host.classList.toggle("missing", typeof value === "string");
  if (typeof value === "string") say(host, value);
  else
    patchChildren(host, [
      make("span", { class: "before", text: value.before }),
      document.createTextNode(" "),
      make("b", { class: "result", text: value.result }),
    ]);
}

/** Shows all maps of a sum, where only the strongest had room. */
function showAllMaps({ target }: Event, body: HTMLElement): void {
  if (target instanceof Element && target.closest(".all-maps"))
    body.classList.add("shows-all-maps");
}

/** Signals that the inspector's numbers depend on. */
function watched({ look, reader, selection }: Lab): unknown {
  const chosen = selection.selected.value;
  return [
    [chosen, selection.pinned.value, look.digits.value, look.theme.value, look.palette.value],
    chosen && [reader.reading.value, reader.weights.value, reader.weightsProblem.value],
  ];
}

/** Points at the cell on the stage that a number of the inspector stands for, and shows the number with all decimals; null: at none. */
function pointAt(lab: Lab, term: HTMLElement | null, status: HTMLElement): void {
  const cell = term === null ? null : cellOfTerm(term);
  const network = lab.reader.network.peek();
  lab.selection.point(cell);
  status.hidden = term === null;
  if (term === null || network === null) return;
  const position =
    cell === null ? term.dataset.position : positionInLayer(network, cell.layer, cell.index);
  patchChildren(status, [
    make("span", { class: "where", text: `${position}: ` }),
    make("span", { class: "in-full", text: term.dataset.full ?? "" }),
  ]);
}

/** Marks the numbers that stand for the cell pointed at on the stage. */
function markPointed(body: HTMLElement, lab: Lab): void {
  const cell = lab.selection.cell.peek();
  for (const old of body.querySelectorAll(".pointed")) old.classList.remove("pointed");
  if (cell === null || lab.selection.pinned.peek() === null) return;
  for (const same of body.querySelectorAll(`[data-cell="${cell.layer}:${cell.index}"]`))
    same.classList.add("pointed");
}

/** Shows a preview, or everything about a pinned cell, scrolled to the top; reads signals. */
function showMode(host: HTMLElement, { selection }: Lab): void {
  const pinned = selection.pinned.value !== null;
  host.hidden = selection.selected.value === null;
  if (host.classList.contains("pinned") !== pinned) host.scrollTop = 0;
  host.classList.toggle("pinned", pinned);
}

/** Why there are no numbers yet; empty while exact values are on their way. */
export function whatIsMissing(lab: Lab): string {
  if (lab.reader.reading.peek()?.blank) return phrase("inspector.blank");
  if (lab.reader.weights.peek() !== null) return "";
  const reason = lab.reader.weightsProblem.peek();
  return reason === null
    ? phrase("inspector.weights.coming")
    : phrase("inspector.weights.failed", { reason });
}
