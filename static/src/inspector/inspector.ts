import { effect, type Signal, signal } from "@preact/signals-core";
import { make, say } from "../dom/element.ts";
import { paintOnChange } from "../dom/frames.ts";
import { scaleOf } from "../dom/palette.ts";
import { explainWithin } from "../dom/term.ts";
import type { Lab } from "../state/lab.ts";
import type { Dispose } from "../state/slice.ts";
import { phrase } from "../words/phrases.ts";
import { positionInLayer, positionInNetwork } from "../words/position.ts";
import { followKeys, makeControls } from "./controls.ts";
import type { Showing } from "./frame.ts";
import { type Inspected, inspect } from "./inspected.ts";
import { allParts, preview } from "./parts.ts";
import { makeSweep } from "./sweep.ts";
import { cellOfTerm, Terms } from "./terms.ts";

/** Widths of a column in which maps of a sum stand two by two, in CSS pixels. */
const COLUMN = { least: 400, most: 600 };

/** The arithmetic of the selected cell: a preview under the pointer, everything once it is pinned. */
export function mountInspector(host: HTMLElement, lab: Lab): Dispose {
  const title = make("h2");
  const value = make("p", { class: "value" });
  const body = make("div", { class: "body" });
  const status = make("p", { class: "number-in-words", role: "status", hidden: "" });
  const controls = makeControls(lab);
  const sweep = makeSweep(lab);
  const header = make("header", {}, [value, controls.release]);
  host.replaceChildren(title, header, sweep.element, body, controls.element, status);
  const close = followWidth(host);
  const terms = new Terms(body, (term) => pointAt(lab, term, status));
  const paint = () => {
    const showing = {
      digits: lab.look.digits.peek(),
      scale: scaleOf(host),
      close: close.value.peek(),
    };
    say(title, titleOf(lab));
    const content = contentOf(lab, showing);
    if (content === null) return; // the numbers before stay until the next ones are here
    say(value, content.value);
    terms.replace(content.parts);
    markPointed(body, lab);
    controls.offer(content.inspected);
  };
  const stops = [
    paintOnChange(() => [watched(lab), close.value.value], paint),
    effect(() => showMode(host, lab)),
    effect(() => {
      lab.selection.cell.value;
      markPointed(body, lab);
    }),
    followKeys(host, body, lab),
    sweep.stop,
    close.stop,
    terms.stop,
    () => host.replaceChildren(),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

/** What is shown below the cell's title. */
interface Content {
  readonly value: string;
  readonly parts: readonly HTMLElement[];
  /** What can be copied. */
  readonly inspected: Inspected | null;
}

/** null while exact values are on their way. */
function contentOf(lab: Lab, showing: Showing): Content | null {
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
  const parts = allParts(inspected, showing);
  explainWithin(parts);
  return { value, parts, inspected };
}

/** "Convolution layer 1, map 3, row 12, column 13". */
function titleOf(lab: Lab): string {
  const [network, cell] = [lab.reader.network.peek(), lab.selection.selected.peek()];
  return network === null || cell === null
    ? ""
    : positionInNetwork(network, cell.layer, cell.index);
}

/** Signals that the inspector's numbers depend on. */
function watched({ look, reader, selection }: Lab): unknown {
  const chosen = selection.selected.value;
  return [
    [chosen, selection.pinned.value, look.digits.value, look.theme.value, look.palette.value],
    chosen && [reader.reading.value, reader.weights.value, reader.weightsProblem.value],
  ];
}

/** A number of the inspector, or null, is pointed at: its cell on the stage is, too, and it is shown with all decimals. */
function pointAt(lab: Lab, term: HTMLElement | null, status: HTMLElement): void {
  const cell = term === null ? null : cellOfTerm(term);
  const network = lab.reader.network.peek();
  lab.selection.point(cell);
  status.hidden = term === null;
  if (term === null || network === null) return;
  const position =
    cell === null ? term.dataset.position : positionInLayer(network, cell.layer, cell.index);
  say(status, `${position}: ${term.dataset.full}`);
}

/** Marks the stage's cell under the pointer among the numbers. */
function markPointed(body: HTMLElement, lab: Lab): void {
  const cell = lab.selection.cell.peek();
  for (const old of body.querySelectorAll(".pointed")) old.classList.remove("pointed");
  if (cell === null || lab.selection.pinned.peek() === null) return;
  const same = body.querySelector(`[data-cell="${cell.layer}:${cell.index}"]`);
  same?.classList.add("pointed");
}

/** A preview, or all of a pinned cell, from its beginning; reads signals. */
function showMode(host: HTMLElement, { selection }: Lab): void {
  const pinned = selection.pinned.value !== null;
  host.hidden = selection.selected.value === null;
  if (host.classList.contains("pinned") !== pinned) host.scrollTop = 0;
  host.classList.toggle("pinned", pinned);
}

/**
 * Whether maps of a sum stand close, as a signal: in a shelf all of them in one row, on a phone two. In a column of the width
 * between, two have room in full.
 */
function followWidth(host: HTMLElement): {
  readonly value: Signal<boolean>;
  readonly stop: Dispose;
} {
  const value = signal(false);
  const observer = new ResizeObserver(() => {
    const width = host.clientWidth;
    if (width > 0) value.value = width < COLUMN.least || width > COLUMN.most;
  });
  observer.observe(host);
  return { value, stop: () => observer.disconnect() };
}

/** Why there are no numbers yet; empty while exact values are on their way. */
function whatIsMissing(lab: Lab): string {
  if (lab.reader.reading.peek()?.blank) return phrase("inspector.blank");
  if (lab.reader.weights.peek() !== null) return "";
  const reason = lab.reader.weightsProblem.peek();
  return reason === null
    ? phrase("inspector.weights.coming")
    : phrase("inspector.weights.failed", { reason });
}
