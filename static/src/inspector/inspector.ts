import { effect, signal } from "@preact/signals-core";
import { make, say } from "../dom/element.ts";
import { paintOnChange } from "../dom/frames.ts";
import { scaleOf } from "../dom/palette.ts";
import { explainWithin } from "../dom/term.ts";
import type { Arithmetic, Copied } from "../network/arithmetic.ts";
import { explainCell, onPage, type Snapshot, shownCell, valuesOf } from "../network/explain.ts";
import { type CellOf, find, origin } from "../network/graph.ts";
import type { Cell } from "../network/reading.ts";
import { fieldOf, growthOf } from "../network/receptive-field.ts";
import type { Store } from "../state/lab.ts";
import type { Dispose } from "../state/slice.ts";
import { coverOver, snapshotOf } from "../state/snapshot.ts";
import { decimals } from "../words/numbers.ts";
import { phrase } from "../words/phrases.ts";
import { placeInLayer, placeInNetwork } from "../words/place.ts";
import { followKeys, makeControls } from "./controls.ts";
import { fieldPart } from "./field.ts";
import { rectifierFormula } from "./formulas.ts";
import { formula, type Showing } from "./frame.ts";
import {
  convolutionPart,
  copiedPart,
  differencePart,
  laidBackPart,
  linearPart,
  poolingPart,
  softmaxPart,
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
  /** The cell whose arithmetic it is: before ReLU. */
  readonly made: CellOf;
  readonly rectified: boolean;
  /** As in the map, after ReLU where there is one. */
  readonly value: number;
  /** The network's own value before ReLU. */
  readonly preactivation: number;
  words(digits: number): string;
}

function inspect(moment: Snapshot, cell: Cell): Inspected {
  const { network } = moment;
  const shown = shownCell(network, cell);
  const made = origin(network.graph, shown);
  const rectified = find(network.graph, shown.operation).kind === "relu";
  const read = (at: CellOf) => valuesOf(moment)(at.operation)?.(at.index) ?? 0;
  const [value, preactivation] = [read(shown), read(made)];
  const words = (digits: number) =>
    rectified
      ? phrase("inspector.rectified", {
          before: decimals(preactivation, digits),
          after: decimals(value, digits),
        })
      : phrase("inspector.value", { value: decimals(value, digits) });
  const arithmetic = withOwnTotal(explainCell(moment, shown), preactivation);
  const title = placeInNetwork(network, cell.layer, cell.index);
  return { moment, cell, title, arithmetic, made, rectified, value, preactivation, words };
}

/** The sum ends in the network's own number, which the map shows: float32 sums differ in the seventh digit. */
function withOwnTotal(arithmetic: Arithmetic | null, total: number): Arithmetic | null {
  return arithmetic === null ? null : { ...arithmetic, total };
}

function preview({ arithmetic, moment, cell, made }: Inspected): HTMLElement[] {
  const parts = [make("p", { text: `${madeOf(arithmetic)} ${phrase("inspector.click")}` })];
  return [...parts, seen(moment, cell, made)];
}

function madeOf(arithmetic: Arithmetic | null): string {
  switch (arithmetic?.kind) {
    case "convolution": {
      const { channels } = arithmetic;
      const area = channels[0]?.terms.length ?? 0;
      return channels.length > 1
        ? phrase("inspector.made.maps", { maps: channels.length, products: area })
        : phrase("inspector.made.sum", { products: area });
    }
    case "linear":
      return phrase("inspector.made.sum", { products: arithmetic.terms.length });
    case "max-pooling":
      return phrase("inspector.made.largest", { count: arithmetic.window.length });
    case "average-pooling":
      return phrase("inspector.made.mean", { count: arithmetic.window.length });
    case "copied":
      return phrase("inspector.made.joined");
    default:
      return phrase("inspector.made.pixel");
  }
}

function allParts(inspected: Inspected, showing: Showing): HTMLElement[] {
  const { moment, cell, made, rectified, value, arithmetic } = inspected;
  const parts: HTMLElement[] = [];
  if (arithmetic === null) parts.push(make("p", { text: madeOf(null) }));
  else parts.push(...sums(inspected, arithmetic, showing));
  if (rectified) {
    parts.push(
      formula(
        rectifierFormula(),
        ` = max(0, ${decimals(inspected.preactivation, showing.digits)}) = `,
        make("b", { class: "symbol y", text: decimals(value, showing.digits) }),
      ),
    );
  }
  parts.push(seen(moment, cell, made));
  return parts;
}

function sums(inspected: Inspected, arithmetic: Arithmetic, showing: Showing): HTMLElement[] {
  const { network } = inspected.moment;
  const { digits } = showing;
  if (arithmetic.kind === "copied") return joinedParts(inspected, arithmetic, showing);
  const cellOf = (source: number) =>
    onPage(network, { operation: arithmetic.input, index: source });
  const sourceName = (source: number) => {
    const { layer, index } = cellOf(source);
    return placeInLayer(network, layer, index);
  };
  if (arithmetic.kind === "convolution") return [convolutionPart(arithmetic, cellOf, showing)];
  if (arithmetic.kind !== "linear")
    return [poolingPart(arithmetic, cellOf, sourceName, { ...showing, digits })];
  const parts = [linearPart(arithmetic, cellOf, sourceName, showing)];
  const maps = network.layer.get(cellOf(0).layer)?.shape ?? [];
  if (maps.length === 3) parts.push(laidBackPart(arithmetic.terms, maps, showing));
  if (network.layer.get(inspected.cell.layer)?.kind === "output") {
    parts.push(...outputParts(inspected, cellOf, sourceName, showing));
  }
  return parts;
}

/** What is joined, and the sums of those parts that the layer makes itself. */
function joinedParts(inspected: Inspected, joined: Copied, showing: Showing): HTMLElement[] {
  const { moment, cell } = inspected;
  const { network } = moment;
  const layerOf = (part: CellOf) => onPage(network, part).layer;
  const name = (part: CellOf) =>
    layerOf(part) === cell.layer ? part.operation : (network.layer.get(layerOf(part))?.title ?? "");
  const own = joined.parts.filter((part) => layerOf(part) === cell.layer);
  const inner = own.flatMap((part) => {
    const arithmetic = withOwnTotal(explainCell(moment, part), part.value);
    if (arithmetic === null) return [];
    return [make("h3", { text: part.operation }), ...sums(inspected, arithmetic, showing)];
  });
  return [copiedPart(joined, name, (part) => onPage(network, part), showing), ...inner];
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
  if (one?.kind !== "linear" || other?.kind !== "linear") return parts;
  const names = [classes[first] ?? "", classes[second] ?? ""] as const;
  return [...parts, differencePart(names, [one, other], cellOf, sourceName, showing)];
}

function seen({ network }: Snapshot, cell: Cell, made: CellOf): HTMLElement {
  const { graph } = network;
  const [image] = graph.operations;
  if (image === undefined || cell.layer === network.layers[0]?.name) return make("section");
  const title = (operation: string) => {
    const layer = graph.byName.get(operation)?.layer ?? operation;
    return network.layer.get(layer)?.title ?? layer;
  };
  const box = fieldOf(graph, made.operation, made.index).get(image.name);
  return fieldPart(box, growthOf(graph, made.operation, made.index), title);
}
