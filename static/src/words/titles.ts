/** The words above a layer's maps, and what happens between two layers. */
import { planes } from "../math/tensor.ts";
import type { Answer } from "../network/answers.ts";
import type { Operation } from "../network/graph.ts";
import { kindOf } from "../network/kinds/kinds.ts";
import { answerOf, type Layer, type Network } from "../network/network.ts";
import { uShapeOf } from "../network/u-shape.ts";
import { course, phrase, translated, written } from "./phrases.ts";

/**
 * A title in one or two lines: a number stands with the word before it ("layer 1"), which may be the end of a longer one
 * ("Convolutie-", "laag 1"); others are as even as their words allow.
 */
export function linesOf(title: string): readonly string[] {
  const [, first, last] = /^(.*[ -])(\S+ \d+)$/.exec(title) ?? [];
  if (first !== undefined && last !== undefined) return [first.trim(), last.replace(" ", "\u00a0")];
  const end = phrase("stage.title.end");
  const [, word = "", n] = /^(\S+?)(?: (\d+))?$/.exec(title) ?? [];
  if (word.endsWith(end) && word !== end)
    return [`${word.slice(0, -end.length)}-`, n === undefined ? end : `${end}\u00a0${n}`];
  const words = title.split(" ");
  const cuts = words.slice(1).map((_, i) => {
    const lines = [words.slice(0, i + 1).join(" "), words.slice(i + 1).join(" ")];
    return { lines, longest: Math.max(...lines.map(({ length }) => length)) };
  });
  const best = cuts.sort((one, other) => one.longest - other.longest)[0];
  return best?.lines ?? words;
}

/** The title where there is little room: "Conv 1", "Pool 1", "FC 1"; the whole one where that would not tell layers apart. */
export function shortTitle({ title, ownTitle, kind, block }: Layer): string {
  const [whole, n] = [ownTitle ?? title, / (\d+)$/.exec(title)?.[1] ?? ""];
  const known = block === undefined ? translated("course.short.", whole) : whole;
  if (known !== whole) return known;
  const alone = kind === "input" || kind === "output";
  const [, way] = /^(encoder|decoder) level/i.exec(whole) ?? [];
  const level = (way?.toLowerCase() ?? "block") as "encoder" | "decoder" | "block";
  const key = block !== undefined ? level : /^Up-conv/.test(whole) ? "up" : kind;
  return alone || n !== "" ? phrase(`stage.short.${key}`, { n }) : title;
}

/** Where layers stand close together: what happens in a layer, or its short name if that is no longer; `saying`: what happens, always. */
export function shortestTitle(layer: Layer, network: Network, saying: boolean): string {
  const answer = layer.kind === "output" ? answerOf(network, layer.name) : undefined;
  if (answer !== undefined) return course(answer.title);
  const [operation, short] = [operationInLittleRoom(layer, network), shortTitle(layer)];
  return operation !== "" && (saying || operation.length < short.length) ? operation : short;
}

/** What happens before a layer, in one or two words in the many columns of a U. */
export function operationInLittleRoom(layer: Layer, network: Network): string {
  const isJoin = network.graph.byName.get(layer.shown)?.kind === "concatenate";
  return isJoin && layer.block === undefined && (network.places || uShapeOf(network) !== null)
    ? phrase("operation.concatenate.short")
    : operationInWords(layer, network);
}

/** The shape below a title: "6 maps · 28 × 28", for units their number alone, for an answer what it is: "one digit". */
export function noteOf({ kind, shape }: Layer, answer?: Answer): string {
  if (answer?.kind === "classes" && answer.activation === "sigmoid")
    return phrase("stage.note.several");
  if (answer?.kind === "classes")
    return answer.labels.join("") === "0123456789"
      ? phrase("stage.note.digit")
      : phrase("stage.note.one", { count: answer.labels.length });
  if (answer?.kind === "numbers")
    return phrase("stage.note.values", { count: answer.names.length });
  if (answer?.kind === "boxes" || answer?.kind === "mask")
    return phrase(`stage.note.${answer.kind}`);
  if (shape.length < 3) return written(shape[0] ?? 0);
  const { channels, rows, columns } = planes(shape);
  if (kind === "input") return phrase("stage.note.input", { rows, columns });
  const key = channels > 1 ? "stage.note.maps" : "stage.note.map";
  return phrase(key, { count: channels, rows, columns });
}

/** What happens before a layer: "conv 5 × 5", "max 2 × 2", "full"; "" where nothing has a name. */
export function operationInWords(layer: Layer, { graph }: Network): string {
  if (layer.block !== undefined) return "";
  for (const name of layer.operations) {
    const operation = graph.byName.get(name);
    const named = operation && kindOf(operation)?.named;
    if (operation !== undefined && named !== undefined) return operationNamed(operation);
  }
  return "";
}

/** "conv 5 × 5", "max 2 × 2"; "" where it has no name. */
export function operationNamed(operation: Operation): string {
  const named = kindOf(operation)?.named;
  return named === undefined ? "" : phrase(named, numbersOf(operation));
}

function numbersOf({ kernel_size, scale }: Operation) {
  const [rows = 1, columns = rows] = kernel_size ?? [];
  const [down = 1, across = down] = scale ?? [];
  return { rows, columns, down, across };
}
