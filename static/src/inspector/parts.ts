/** The inspector's body: how the value of a cell is made, part by part. */

import { make } from "../dom/element.ts";
import { lineOf } from "../math/rounding.ts";
import type { ClassesAnswer } from "../network/answers.ts";
import type { Addition, Arithmetic, Normalisation } from "../network/arithmetic.ts";
import { asPyTorch, explainCell, originOf, stepsOf, valuesOf } from "../network/explain.ts";
import type { CellOf, Operation } from "../network/graph.ts";
import type { AppliedFunction } from "../network/kinds/kind.ts";
import { SIGMOID } from "../network/kinds/sigmoid.ts";
import { answerOf, isFirstClasses } from "../network/network.ts";
import { growthOf, unknownBefore } from "../network/receptive-field.ts";
import { functionName } from "../words/functions.ts";
import { decimals } from "../words/numbers.ts";
import { knows, phrase } from "../words/phrases.ts";
import { fieldPart, unknownFieldPart } from "./field.ts";
import {
  convolutionFormula,
  functionFormula,
  linearFormula,
  normalisationFormula,
  poolingFormula,
} from "./formulas.ts";
import { formula, type Showing, symbol } from "./frame.ts";
import {
  type Inspected,
  madeOf,
  PADDING,
  positionWithTitle,
  sourceAt,
  withShownTotal,
} from "./inspected.ts";
import type { SourceOf } from "./numbers.ts";
import { differencePart, softmaxPart } from "./output.ts";
import { channelSumsPart, laidBackPart, weightedSumPart } from "./sums.ts";
import { additionPart, normalisationPart, windowPart } from "./values.ts";

/** One sentence, and what the cell sees. */
export function preview(inspected: Inspected): HTMLElement[] {
  const { arithmetic, made } = inspected;
  const parts = [make("p", { text: `${madeOf(arithmetic, made)} ${phrase("inspector.click")}` })];
  return [...parts, seen(inspected, true)];
}

/** A pinned cell in sentences and formulas. */
export function wordsParts(inspected: Inspected, showing: Showing): HTMLElement[] {
  const { arithmetic, made, applied, preactivation, value } = inspected;
  const formulas = arithmetic === null ? [] : formulaOf(arithmetic);
  return [
    make("p", { class: "made", text: madeOf(arithmetic, made) }),
    ...formulas.map((each) => formula(each)),
    ...stepsOf(preactivation, applied, value).map((step) =>
      functionInFormula(step.function, step.from, step.to, showing),
    ),
    seen(inspected),
  ];
}

function formulaOf(arithmetic: Arithmetic): Node[] {
  switch (arithmetic.form) {
    case "channel-sums": {
      const [{ terms, columns } = { terms: [], columns: 1 }] = arithmetic.channels;
      return [convolutionFormula(arithmetic.channels.length, terms.length / columns, columns)];
    }
    case "weighted-sum":
      return [linearFormula(arithmetic.terms.length)];
    case "window": {
      const { keeps, window, columns } = arithmetic;
      return [poolingFormula(keeps === "largest", window.length / columns, columns)];
    }
    case "normalisation":
      return [normalisationFormula()];
    case "addition":
      return [];
  }
}

/** The line of PyTorch that computes a pinned cell. */
export function codeParts({ arithmetic, made, applied }: Inspected): HTMLElement[] {
  if (arithmetic === null) return [make("p", { text: madeOf(null, made) })];
  const code = make("code", { text: asPyTorch(arithmetic, applied) });
  return [
    make("p", { text: phrase("inspector.copy.pytorch.hint") }),
    make("pre", { tabindex: "0" }, [code]),
  ];
}

/** How many products a value is made of; "" where it is made otherwise. */
export function countOfProducts({ arithmetic }: Inspected): string {
  if (arithmetic?.form === "weighted-sum")
    return phrase("sums.products", { count: arithmetic.terms.length });
  if (arithmetic?.form !== "channel-sums") return "";
  const count = arithmetic.channels.reduce((all, { terms }) => all + terms.length, 0);
  return phrase("sums.products", { count });
}

/** Everything about a pinned cell, number by number. */
export function allParts(inspected: Inspected, showing: Showing): HTMLElement[] {
  const { made, arithmetic } = inspected;
  const sum =
    arithmetic === null
      ? [make("p", { text: madeOf(null, made) })]
      : sumParts(inspected, arithmetic, showing);
  return [...sum, ...functionParts(inspected, showing), seen(inspected, true)];
}

/** What becomes of a cell's sum, a line for each function. */
export function functionParts(inspected: Inspected, showing: Showing): HTMLElement[] {
  const { applied, value, preactivation } = inspected;
  return stepsOf(preactivation, applied, value).map((step) =>
    functionPart(step.function, step.to, showing),
  );
}

/** How a cell's sum is made, or what else it is made of. */
export function sumParts(
  inspected: Inspected,
  arithmetic: Arithmetic,
  showing: Showing,
): HTMLElement[] {
  const { network } = inspected.snapshot;
  if (arithmetic.form === "addition") return additionParts(inspected, arithmetic, showing);
  if (arithmetic.form === "normalisation")
    return normalisationParts(inspected, arithmetic, showing);
  const { input } = arithmetic;
  const sourceOf = (index: number | null) =>
    index === null ? PADDING : sourceAt(inspected.snapshot, { operation: input, index });
  if (arithmetic.form === "channel-sums") return [channelSumsPart(arithmetic, sourceOf, showing)];
  if (arithmetic.form === "window") return [windowPart(arithmetic, sourceOf, showing)];
  const parts = [weightedSumPart(arithmetic, sourceOf, showing)];
  const maps = originOf({ operation: input, index: 0 }).origin.operation.output_shape;
  if (maps.length === 3) parts.push(laidBackPart(arithmetic.terms, maps, showing));
  const answer = answerOf(network, inspected.cell.layer);
  if (answer?.kind === "classes") parts.push(...classParts(inspected, answer, sourceOf, showing));
  return parts;
}

/** What is added up or copied, and how those parts are made that the layer makes itself. */
function additionParts(inspected: Inspected, sum: Addition, showing: Showing): HTMLElement[] {
  const { snapshot, cell } = inspected;
  const { network } = snapshot;
  const layerOf = (part: CellOf) => originOf(part).origin.operation.layer;
  const isInLayer = (part: CellOf) => layerOf(part) === cell.layer;
  const name = (part: CellOf) => {
    if (isInLayer(part)) return part.operation.name;
    if (sum.parts.length + sum.off.length === 1) return positionWithTitle(snapshot, part);
    return network.layer.get(layerOf(part))?.title ?? "";
  };
  const inner = sum.parts.filter(isInLayer).flatMap((part) => partOf(inspected, part, showing));
  return [additionPart(sum, name, (part) => sourceAt(snapshot, part), showing), ...inner];
}

/** The five numbers of a channel, and how the value before is made if the layer makes it itself. */
function normalisationParts(
  inspected: Inspected,
  normalisation: Normalisation,
  showing: Showing,
): HTMLElement[] {
  const { cell, snapshot } = inspected;
  const before = { operation: normalisation.input, index: normalisation.source };
  const source = sourceAt(snapshot, before);
  const name = positionWithTitle(snapshot, before);
  const part = normalisationPart(normalisation, name, source, showing);
  const { layer } = originOf(before).origin.operation;
  return layer === cell.layer ? [part, ...partOf(inspected, before, showing)] : [part];
}

/** How a value inside the selected cell's layer is made, under the name of its operation. */
function partOf(inspected: Inspected, part: CellOf, showing: Showing): HTMLElement[] {
  const { snapshot } = inspected;
  const { origin } = originOf(part);
  const value = valuesOf(snapshot)(origin.operation)?.(origin.index) ?? 0;
  const arithmetic = withShownTotal(explainCell(snapshot, part), value);
  if (arithmetic === null) return [];
  const title = make("h3", { text: part.operation.name });
  return [title, ...sumParts(inspected, arithmetic, showing)];
}

/** What becomes of a class's logit, and why it is larger or smaller than another's. */
function classParts(
  { snapshot, cell, made, value }: Inspected,
  { labels, activation }: ClassesAnswer,
  sourceOf: SourceOf,
  showing: Showing,
): HTMLElement[] {
  if (activation === "sigmoid")
    return [functionInFormula(SIGMOID, value, SIGMOID.of(value), showing)];
  const { network, reading } = snapshot;
  const logit = valuesOf(snapshot)(made.operation);
  const logits = labels.map((_, at) => logit?.(at) ?? 0);
  const parts = [softmaxPart(logits, labels, cell.index, showing)];
  const [first, second] = [reading.firstGuess, reading.secondGuess];
  if (first === null || second === null || !isFirstClasses(network, cell.layer)) return parts;
  const [one, other] = [first, second].map((index) => explainCell(snapshot, { ...made, index }));
  if (one?.form !== "weighted-sum" || other?.form !== "weighted-sum") return parts;
  const names = [labels[first] ?? "", labels[second] ?? ""] as const;
  return [...parts, differencePart(names, [one, other], sourceOf, showing)];
}

/** A function as a formula, with its numbers. */
function functionInFormula(
  applied: AppliedFunction,
  from: number,
  to: number,
  { digits }: Showing,
): HTMLElement {
  const equation = lineOf((print) => applied.of(print(from)), to, digits);
  return formula(
    functionFormula(applied),
    ` = ${applied.written(decimals(from, equation.digits))} ${equation.sign} `,
    make("b", { class: "symbol y", text: decimals(to, equation.resultDigits) }),
  );
}

/** "ReLU keeps what is positive, y = 3.32" */
function functionPart(applied: AppliedFunction, to: number, { digits }: Showing): HTMLElement {
  const known = `${applied.name}.does`;
  const does = knows(known)
    ? phrase(known as "function.relu.does")
    : phrase("inspector.does", { function: functionName(applied) });
  const part = formula(
    make("span", { text: `${does}, ` }),
    make("span", { class: "ends" }, [symbol("y"), document.createTextNode(" =")]),
    " ",
    make("b", { class: "symbol y", text: decimals(to, digits) }),
  );
  part.classList.add("ledger");
  return part;
}

/** The cell's receptive field; `brief`: in one sentence, without how it grows. */
function seen({ snapshot, cell, made, field }: Inspected, brief = false): HTMLElement {
  const { network } = snapshot;
  const { graph } = network;
  const [image] = graph.operations;
  if (image === undefined || cell.layer === network.layers[0]?.name) return make("section");
  const title = ({ layer }: Operation) => network.layer.get(layer)?.title ?? layer;
  const unknown = unknownBefore(graph, made.operation);
  if (unknown !== null) return unknownFieldPart(unknown.kind);
  return fieldPart(field.get(image.name), growthOf(graph, made), title, brief);
}
