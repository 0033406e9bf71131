/** One sentence for each step of the forward pass, made of this drawing's numbers. */

import { planes, type Tensor, valueAt } from "../math/tensor.ts";
import { explainCell, type Snapshot } from "../network/explain.ts";
import type { ForwardStep } from "../network/forward.ts";
import { find, type Operation } from "../network/graph.ts";
import { number, percent } from "./numbers.ts";
import { course, phrase } from "./phrases.ts";
import { placeIn } from "./place.ts";

/** What happens in this step, with the numbers of the moment; "" where its values have not come. */
export function tellStep(moment: Snapshot, step: ForwardStep): string {
  const { graph } = moment.network;
  const operation = find(graph, step.operation);
  const made = moment.reading.values.get(step.operation);
  if (made === undefined) return "";
  if (step.softmax) return softmaxInWords(moment);
  switch (operation.kind) {
    case "input": {
      const { positive, count } = countsOf(made);
      return phrase("forward.input", { positive, count, peak: number(made.high) });
    }
    case "convolution":
      return convolutionInWords(moment, operation, made);
    case "relu":
      return reluInWords(moment, operation, made);
    case "max-pooling":
    case "average-pooling":
      return poolingInWords(moment, operation, made);
    case "linear":
      return linearInWords(moment, step, made);
    case "add":
    case "concatenate":
      return joinedInWords(moment, operation, made);
    default: {
      const values = { ...strongestOf(made), layer: titleOf(moment, operation) };
      return phrase("forward.other", values);
    }
  }
}

function convolutionInWords(moment: Snapshot, own: Operation, made: Tensor): string {
  const [rows = 1, columns = 1] = own.kernel_size ?? [];
  const [filters = 0, inputs = 1] = moment.weights.get(`${own.name}.weight`)?.shape ?? [];
  const source = sourcesOf(moment, own);
  const values = { ...strongestOf(made), filters, inputs, rows, columns, source };
  return phrase("forward.convolution", values);
}

function reluInWords(moment: Snapshot, { inputs }: Operation, made: Tensor): string {
  const before = moment.reading.values.get(inputs[0] ?? "");
  const negative = before === undefined ? 0 : countOf(before, (value) => value < 0);
  const { positive, count } = countsOf(made);
  return phrase("forward.relu", { negative, positive, count, part: percent(positive / count) });
}

function poolingInWords(moment: Snapshot, operation: Operation, made: Tensor): string {
  const before = moment.reading.values.get(operation.inputs[0] ?? "");
  const [rows = 1, columns = 1] = operation.kernel_size ?? [];
  const sizes = { rows, columns, before: before?.values.length ?? 0, after: made.values.length };
  const key = operation.kind === "max-pooling" ? "forward.largest" : "forward.mean";
  return phrase(key, { ...sizes, ...strongestOf(made), peak: number(before?.high ?? 0) });
}

/** Units and logits: the one with the most, and the largest of its terms. */
function linearInWords(moment: Snapshot, step: ForwardStep, made: Tensor): string {
  const { network } = moment;
  const at = largestOf(made);
  const sum = explainCell(moment, { operation: step.operation, index: at });
  if (sum?.kind !== "linear") return "";
  const term = sum.terms.reduce((most, each) => (each.product > most.product ? each : most));
  const named = network.layer.get(step.layer)?.kind === "output";
  const unit = named
    ? (network.description.classes[at] ?? String(at))
    : phrase("place.unit", { unit: at + 1 });
  return phrase(named ? "forward.output" : "forward.linear", {
    units: made.values.length,
    inputs: sum.terms.length,
    unit,
    value: number(made.high),
    product: number(term.product),
    activation: number(term.value),
    weight: number(term.weight),
    place: placeOfInput(moment, sum.input, term.source ?? 0),
  });
}

function softmaxInWords({ network, reading }: Snapshot): string {
  const { firstGuess, secondGuess, probabilities } = reading;
  const logits = reading.values.get(network.layers.at(-1)?.shown ?? "");
  if (firstGuess === null || secondGuess === null || logits === undefined) return "";
  const { classes } = network.description;
  return phrase("forward.softmax", {
    classes: classes.length,
    first: classes[firstGuess] ?? "",
    firstLogit: number(valueAt(logits, firstGuess) ?? 0),
    firstPart: percent(probabilities[firstGuess] ?? 0),
    second: classes[secondGuess] ?? "",
    secondLogit: number(valueAt(logits, secondGuess) ?? 0),
    secondPart: percent(probabilities[secondGuess] ?? 0),
  });
}

function joinedInWords(moment: Snapshot, own: Operation, made: Tensor): string {
  const key = own.kind === "add" ? "forward.add" : "forward.concatenate";
  return phrase(key, { ...strongestOf(made), sources: sourcesOf(moment, own) });
}

/** The titles of the layers that an operation takes from. */
function sourcesOf(moment: Snapshot, { inputs }: Operation): string {
  const titles = inputs.map((input) => titleOf(moment, find(moment.network.graph, input)));
  return titles.join(` ${phrase("forward.and")} `);
}

/** The title of the layer that an operation belongs to. */
function titleOf({ network }: Snapshot, { layer }: Operation): string {
  return course(network.layer.get(layer)?.title ?? layer);
}

/** Where an input of a sum is: a cell of maps that were laid in a row, or a unit. */
function placeOfInput({ network }: Snapshot, input: string, index: number): string {
  let operation = find(network.graph, input);
  if (operation.kind === "flatten" && operation.inputs[0] !== undefined)
    operation = find(network.graph, operation.inputs[0]);
  const { channels, rows, columns } = planes(operation.output_shape);
  return placeIn(index, channels, rows, columns);
}

/** The largest value and where it is, in words. */
function strongestOf(tensor: Tensor): { value: string; place: string; low: string } {
  const { channels, rows, columns } = planes(tensor.shape);
  const place = placeIn(largestOf(tensor), channels, rows, columns);
  return { value: number(tensor.high), place, low: number(tensor.low) };
}

function largestOf(tensor: Tensor): number {
  let at = 0;
  for (let i = 1; i < tensor.values.length; i++)
    if ((valueAt(tensor, i) ?? 0) > (valueAt(tensor, at) ?? 0)) at = i;
  return at;
}

function countsOf(tensor: Tensor): { positive: number; count: number } {
  return { positive: countOf(tensor, (value) => value > 0), count: tensor.values.length };
}

function countOf(tensor: Tensor, counts: (value: number) => boolean): number {
  let count = 0;
  for (let i = 0; i < tensor.values.length; i++) if (counts(valueAt(tensor, i) ?? 0)) count += 1;
  return count;
}
