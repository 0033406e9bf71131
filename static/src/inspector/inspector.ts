import { effect, signal } from "@preact/signals-core";
import { make, say } from "../dom/element.ts";
import { paintOnChange } from "../dom/frames.ts";
import { scaleOf } from "../dom/palette.ts";
import { explainWithin } from "../dom/term.ts";
import type { Addition, Arithmetic, Normalisation } from "../network/arithmetic.ts";
import {
  explainCell,
  onPage,
  originOf,
  type Snapshot,
  shownCell,
  stepsOf,
  valuesOf,
} from "../network/explain.ts";
import type { CellOf, Operation } from "../network/graph.ts";
import type { AppliedFunction } from "../network/kinds/kind.ts";
import { kindOf } from "../network/kinds/kinds.ts";
import type { Cell } from "../network/reading.ts";
import { fieldOf, growthOf, unknownBefore } from "../network/receptive-field.ts";
import type { Store } from "../state/lab.ts";
import type { Dispose } from "../state/slice.ts";
import { coverOver, snapshotOf } from "../state/snapshot.ts";
import { decimals } from "../words/numbers.ts";
import { phrase } from "../words/phrases.ts";
import { placeInLayer, placeInNetwork } from "../words/place.ts";
import { followKeys, makeControls } from "./controls.ts";
import { fieldPart, unknownFieldPart } from "./field.ts";
import { functionFormula } from "./formulas.ts";
import { formula, type Showing } from "./frame.ts";
import {
  additionPart,
  channelSumsPart,
  differencePart,
  laidBackPart,
  normalisationPart,
  softmaxPart,
  weightedSumPart,
  windowPart,
} from "./sums.ts";
import { makeSweep } from "./sweep.ts";
import { cellOfTerm, followTerms } from "./terms.ts";

/** The arithmetic of the selected cell: a preview under the pointer, everything once it is pinned. */
export function mountInspector(host: HTMLElement, store: Store): Dispose {
  const title = make("h2");
  const value = make("p", { class: "value" });
  const body = make("div", { class: "body" });
  const controls = makeControls(store);
  const sweep = makeSweep(store);
  // Below the network, and on phones, maps of a sum have little room side by side.
  const media = matchMedia("(max-width: 1360px)");
  const close = signal(media.matches);
  const onSize = () => {
    close.value = media.matches;
  };
  media.addEventListener("change", onSize);
  const told = make("p", { class: "told", role: "status", hidden: "" });
  host.replaceChildren(
    title,
    make("header", {}, [value, controls.release]),
    sweep.element,
    body,
    controls.element,
    told,
  );
  const terms = followTerms(body, (term) => {
    const cell = term === null ? null : cellOfTerm(term);
    const network = store.network.peek();
    store.point(cell);
    told.hidden = term === null;
    if (term === null || network === null) return;
    const place =
      cell === null ? phrase("sums.outside") : placeInLayer(network, cell.layer, cell.index);
    say(told, `${place}: ${term.dataset.told ?? ""}`);
  });

  /** The stage's cell under the pointer, among the numbers here. */
  const markPointed = () => {
    const cell = store.cell.peek();
    for (const old of body.querySelectorAll(".pointed")) old.classList.remove("pointed");
    if (cell === null || store.pinned.peek() === null) return;
    const same = body.querySelector(`[data-cell="${cell.layer}:${cell.index}"]`);
    same?.classList.add("pointed");
  };
  const paint = () => {
    const network = store.network.peek();
    const cell = store.selected.peek();
    if (network === null || cell === null) return terms.replace([]);
    say(title, placeInNetwork(network, cell.layer, cell.index));
    const moment = snapshotOf(store);
    const cover = coverOver(store, network, cell);
    controls.element.hidden = cover !== null;
    if (cover !== null) {
      say(value, phrase(`cover.${cover}`));
      return terms.replace([]);
    }
    if (moment === null) {
      const missing = whatIsMissing(store);
      say(value, missing);
      if (missing === "") return; // the numbers before stay until the next ones are here
      controls.element.hidden = true;
      return terms.replace([]);
    }
    const inspected = inspect(moment, cell);
    say(value, inspected.words(store.digits.peek()));
    const showing: Showing = {
      digits: store.digits.peek(),
      scale: scaleOf(host),
      close: close.peek(),
    };
    const pinned = store.pinned.peek() !== null;
    const parts = pinned ? allParts(inspected, showing) : preview(inspected);
    if (pinned) explainWithin(parts);
    terms.replace(parts);
    markPointed();
    controls.offer(inspected);
  };
  const stopPainting = paintOnChange(
    () => [
      store.selected.value,
      store.pinned.value,
      store.digits.value,
      store.theme.value,
      store.palette.value,
      close.value,
      store.selected.value && [
        store.reading.value,
        store.weights.value,
        store.weightsProblem.value,
      ],
    ],
    paint,
  );
  const stopMode = effect(() => {
    const pinned = store.pinned.value !== null;
    host.hidden = store.selected.value === null;
    if (host.classList.contains("pinned") !== pinned) host.scrollTop = 0;
    host.classList.toggle("pinned", pinned);
    document.documentElement.toggleAttribute("data-pinned", pinned);
  });
  const stopFollowing = effect(() => {
    store.cell.value;
    markPointed();
  });
  const stopKeys = followKeys(host, body, store);
  return () => {
    stopPainting();
    stopMode();
    stopFollowing();
    sweep.stop();
    media.removeEventListener("change", onSize);
    terms.stop();
    stopKeys();
    host.replaceChildren();
  };
}

/** Why there are no numbers yet; empty while exact values are on their way. */
function whatIsMissing(store: Store): string {
  if (store.reading.peek()?.blank) return phrase("inspector.blank");
  if (store.weights.peek() !== null) return "";
  const reason = store.weightsProblem.peek();
  return reason === null
    ? phrase("inspector.weights.coming")
    : phrase("inspector.weights.failed", { reason });
}

/** A cell with everything that is to be said about it. */
interface Inspected {
  readonly moment: Snapshot;
  readonly cell: Cell;
  readonly title: string;
  readonly arithmetic: Arithmetic | null;
  /** The cell whose arithmetic it is: before functions such as ReLU. */
  readonly made: CellOf;
  readonly applied: readonly AppliedFunction[];
  /** As in the map, after those functions. */
  readonly value: number;
  /** The network's own value before them. */
  readonly preactivation: number;
  words(digits: number): string;
}

function inspect(moment: Snapshot, cell: Cell): Inspected {
  const { network } = moment;
  const shown = shownCell(network, cell);
  const { origin: made, applied } = originOf(shown);
  const read = (at: CellOf) => valuesOf(moment)(at.operation)?.(at.index) ?? 0;
  const [value, preactivation] = [read(shown), read(made)];
  const words = (digits: number) =>
    applied.length === 0
      ? phrase("inspector.value", { value: decimals(value, digits) })
      : stepsOf(preactivation, applied, value).reduce(
          (before, { function: { name }, to }) =>
            phrase("inspector.applied", {
              before,
              function: phrase(name),
              after: decimals(to, digits),
            }),
          decimals(preactivation, digits),
        );
  const arithmetic = withOwnTotal(explainCell(moment, shown), preactivation);
  const title = placeInNetwork(network, cell.layer, cell.index);
  return { moment, cell, title, arithmetic, made, applied, value, preactivation, words };
}

/** The sum ends in the network's own number, which the map shows: float32 sums differ in the seventh digit. */
function withOwnTotal(arithmetic: Arithmetic | null, total: number): Arithmetic | null {
  return arithmetic === null ? null : { ...arithmetic, total };
}

function preview({ arithmetic, moment, cell, made }: Inspected): HTMLElement[] {
  const parts = [make("p", { text: `${madeOf(arithmetic, made)} ${phrase("inspector.click")}` })];
  return [...parts, seen(moment, cell, made)];
}

/** How a value is made, in one sentence; without arithmetic, why there is none. */
function madeOf(arithmetic: Arithmetic | null, { operation }: CellOf): string {
  switch (arithmetic?.form) {
    case "channel-sums": {
      const { channels } = arithmetic;
      const area = channels[0]?.terms.length ?? 0;
      return channels.length > 1
        ? phrase("inspector.made.maps", { maps: channels.length, products: area })
        : phrase("inspector.made.sum", { products: area });
    }
    case "weighted-sum":
      return phrase("inspector.made.sum", { products: arithmetic.terms.length });
    case "window":
      return phrase(`inspector.made.${arithmetic.keeps}`, { count: arithmetic.window.length });
    case "addition":
      return phrase(
        arithmetic.parts.length > 1 ? "inspector.made.joined" : "inspector.made.copied",
      );
    case "normalisation":
      return phrase("inspector.made.normalised");
  }
  const { kind, inputs } = operation;
  if (kindOf(operation) === null) return phrase("inspector.made.unknown", { kind });
  return phrase(inputs.length === 0 ? "inspector.made.pixel" : "inspector.made.missing");
}

function allParts(inspected: Inspected, showing: Showing): HTMLElement[] {
  const { moment, cell, made, applied, value, preactivation, arithmetic } = inspected;
  const sum =
    arithmetic === null
      ? [make("p", { text: madeOf(null, made) })]
      : sums(inspected, arithmetic, showing);
  const functions = stepsOf(preactivation, applied, value).map((step) =>
    formula(
      functionFormula(step.function),
      ` = ${step.function.written(decimals(step.from, showing.digits))} = `,
      make("b", { class: "symbol y", text: decimals(step.to, showing.digits) }),
    ),
  );
  return [...sum, ...functions, seen(moment, cell, made)];
}

function sums(inspected: Inspected, arithmetic: Arithmetic, showing: Showing): HTMLElement[] {
  const { network } = inspected.moment;
  if (arithmetic.form === "addition") return additionParts(inspected, arithmetic, showing);
  if (arithmetic.form === "normalisation")
    return normalisationParts(inspected, arithmetic, showing);
  const cellOf = (source: number) => onPage({ operation: arithmetic.input, index: source });
  const sourceName = (source: number) => {
    const { layer, index } = cellOf(source);
    return placeInLayer(network, layer, index);
  };
  if (arithmetic.form === "channel-sums") return [channelSumsPart(arithmetic, cellOf, showing)];
  if (arithmetic.form === "window") return [windowPart(arithmetic, cellOf, sourceName, showing)];
  const parts = [weightedSumPart(arithmetic, cellOf, sourceName, showing)];
  const maps = network.layer.get(cellOf(0).layer)?.shape ?? [];
  if (maps.length === 3) parts.push(laidBackPart(arithmetic.terms, maps, showing));
  if (network.layer.get(inspected.cell.layer)?.kind === "output") {
    parts.push(...outputParts(inspected, cellOf, sourceName, showing));
  }
  return parts;
}

/** What is added up or copied, and how those parts are made that the layer makes itself. */
function additionParts(inspected: Inspected, sum: Addition, showing: Showing): HTMLElement[] {
  const { moment, cell } = inspected;
  const { network } = moment;
  const isInLayer = (part: CellOf) => onPage(part).layer === cell.layer;
  const name = (part: CellOf) => {
    if (isInLayer(part)) return part.operation.name;
    const { layer, index } = onPage(part);
    const isCopy = sum.parts.length === 1;
    return isCopy ? placeInNetwork(network, layer, index) : (network.layer.get(layer)?.title ?? "");
  };
  const inner = sum.parts.filter(isInLayer).flatMap((part) => partOf(inspected, part, showing));
  return [additionPart(sum, name, onPage, showing), ...inner];
}

/** The five numbers of a channel, and how the value before is made if the layer makes it itself. */
function normalisationParts(
  inspected: Inspected,
  normalisation: Normalisation,
  showing: Showing,
): HTMLElement[] {
  const { cell, moment } = inspected;
  const before = { operation: normalisation.input, index: normalisation.source };
  const { layer, index } = onPage(before);
  const name = placeInNetwork(moment.network, layer, index);
  const part = normalisationPart(normalisation, name, { layer, index }, showing);
  return layer === cell.layer ? [part, ...partOf(inspected, before, showing)] : [part];
}

/** How a value inside the selected cell's layer is made, under the name of its operation. */
function partOf(inspected: Inspected, part: CellOf, showing: Showing): HTMLElement[] {
  const { moment } = inspected;
  const { origin } = originOf(part);
  const value = valuesOf(moment)(origin.operation)?.(origin.index) ?? 0;
  const arithmetic = withOwnTotal(explainCell(moment, part), value);
  if (arithmetic === null) return [];
  const title = make("h3", { text: part.operation.name });
  return [title, ...sums(inspected, arithmetic, showing)];
}

function outputParts(
  { moment, cell, made }: Inspected,
  cellOf: (source: number) => Cell,
  sourceName: (source: number) => string,
  showing: Showing,
): HTMLElement[] {
  const { network, reading } = moment;
  const { classes } = network.description;
  const logit = valuesOf(moment)(made.operation);
  const logits = classes.map((_, at) => logit?.(at) ?? 0);
  const parts = [softmaxPart(logits, classes, cell.index, showing)];
  const [first, second] = [reading.firstGuess, reading.secondGuess];
  if (first === null || second === null) return parts;
  const own = [first, second].map((index) => explainCell(moment, { ...made, index }));
  const [one, other] = own;
  if (one?.form !== "weighted-sum" || other?.form !== "weighted-sum") return parts;
  const names = [classes[first] ?? "", classes[second] ?? ""] as const;
  return [...parts, differencePart(names, [one, other], cellOf, sourceName, showing)];
}

function seen({ network }: Snapshot, cell: Cell, made: CellOf): HTMLElement {
  const { graph } = network;
  const [image] = graph.operations;
  if (image === undefined || cell.layer === network.layers[0]?.name) return make("section");
  const title = ({ layer }: Operation) => network.layer.get(layer)?.title ?? layer;
  const unknown = unknownBefore(graph, made.operation);
  if (unknown !== null) return unknownFieldPart(unknown.kind);
  return fieldPart(fieldOf(graph, made).get(image.name), growthOf(graph, made), title);
}
