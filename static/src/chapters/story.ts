/** What each chapter is about: where its links lead, and when it is done. Its words are under `chapters.` and its name. */
import { planes, valueAt } from "../math/tensor.ts";
import { firstClasses, isOneOfAll } from "../network/answers.ts";
import type { Layer, Network } from "../network/network.ts";
import { convolutionOf } from "../network/network.ts";
import type { Reading } from "../network/reading.ts";
import type { Lab } from "../state/lab.ts";
import { CHAPTERS, type Chapter } from "../state/look.ts";
import type { Key } from "../words/phrases.ts";
import { votesIn } from "../words/votes.ts";

/** The layers that the chapters speak of; those that a network does not have are not there. */
export interface Cast {
  readonly convolution?: Layer | undefined;
  readonly downsampling?: Layer | undefined;
  readonly second?: Layer | undefined;
  readonly output?: Layer | undefined;
}

export function castOf(network: Network): Cast {
  const ofKind = (kind: Layer["kind"]) => network.layers.filter((layer) => layer.kind === kind);
  const [convolution, second] = ofKind("convolution");
  // The chapter on votes is for networks that choose one class: others have no softmax.
  const votes = isOneOfAll(firstClasses(network.description.answers));
  const [output] = votes ? ofKind("output").slice(-1) : [];
  return { convolution, second, downsampling: ofKind("downsampling")[0], output };
}

/** The chapters that can be told of this network. */
export function chaptersOf(network: Network): readonly Chapter[] {
  const { convolution, downsampling, second, output } = castOf(network);
  const needed: Partial<Record<Chapter, boolean>> = {
    window: convolution !== undefined,
    relu: convolution !== undefined && network.preactivation.has(convolution.name),
    smaller: downsampling !== undefined,
    patterns: second !== undefined,
    votes: output !== undefined,
    wrong: output !== undefined,
  };
  return CHAPTERS.filter((chapter) => needed[chapter] ?? true);
}

/** What fills the holes of a chapter's words. */
export function valuesOf(chapter: Chapter, network: Network): Record<string, string | number> {
  const cast = castOf(network);
  const layer = {
    window: cast.convolution,
    relu: cast.convolution,
    smaller: cast.downsampling,
    patterns: cast.second,
  };
  const named = layer[chapter as keyof typeof layer];
  const { rows: side } = planes(network.operations[0]?.output_shape ?? []);
  const first = cast.convolution && convolutionOf(cast.convolution, network);
  const weights = (first?.kernel_size ?? []).reduce((area, each) => area * each, 1);
  const count = network.classes.length;
  const votes = votesIn(network.description);
  return { side, weights, count, votes, layer: named?.title ?? "" };
}

/** A link of a chapter: its words, and the parts of the address that it sets. */
export interface Way {
  readonly key: Key;
  readonly shows: Readonly<Record<string, string>>;
}

/** Where a chapter's links lead: to the cells that stand out most in this reading. */
export function waysOf(chapter: Chapter, network: Network, reading: Reading | null): Way[] {
  const { convolution, downsampling, second, output } = castOf(network);
  const cell = (layer: Layer | undefined) =>
    layer === undefined ? [] : [{ cell: `${layer.name}.${strongest(layer, reading)}` }];
  const way = (key: Key, shows: Readonly<Record<string, string>>[]): Way[] =>
    shows.slice(0, 1).map((each) => ({ key, shows: each }));
  switch (chapter) {
    case "draw":
      return way("chapters.draw.votes", [{ hide: between(network) }]);
    case "input":
      return way("chapters.input.steps", [{ open: "sees" }]);
    case "window":
      return [
        ...way("chapters.window.kernel", kernelOf(convolution, network, reading)),
        ...way("chapters.window.cell", cell(convolution)),
      ];
    case "relu":
      return way("chapters.relu.before", convolution ? [{ before: convolution.name }] : []);
    case "smaller":
      return way("chapters.smaller.cell", cell(downsampling));
    case "patterns":
      return way("chapters.patterns.cell", cell(second));
    case "votes":
      return [
        ...way("chapters.votes.cell", output ? [firstGuess(output, reading)] : []),
        ...way("chapters.votes.steps", [{ step: "0" }]),
      ];
    case "wrong":
      return way("chapters.wrong.without", [{ without: "crop,scale,centre" }]);
  }
}

/** The layers that are neither drawing nor votes. */
function between(network: Network): string {
  const layers = network.layers.filter(({ kind }) => kind !== "input" && kind !== "output");
  return layers.map(({ name }) => name).join(",");
}

/** The kernel of the map that stands out most. */
function kernelOf(layer: Layer | undefined, network: Network, reading: Reading | null) {
  const convolution = layer && convolutionOf(layer, network);
  if (layer === undefined || convolution === undefined) return [];
  const { rows, columns } = planes(layer.shape);
  const map = Math.floor(strongest(layer, reading) / (rows * columns));
  const inputs = (convolution.inputs[0]?.output_shape[0] ?? 1) / (convolution.groups ?? 1);
  return [{ kernel: `${layer.name}.${map * inputs}` }];
}

function firstGuess({ name }: Layer, reading: Reading | null): Record<string, string> {
  return { cell: `${name}.${reading?.firstGuess ?? 0}` };
}

/** Where a layer is furthest above zero; its middle while there is no reading. */
function strongest({ name, shape }: Layer, reading: Reading | null): number {
  const values = reading?.maps.get(name);
  const count = shape.reduce((all, each) => all * each, 1);
  if (values === undefined) return Math.floor(count / 2);
  let best = 0;
  for (let index = 1; index < count; index++) {
    if ((valueAt(values, index) ?? 0) > (valueAt(values, best) ?? 0)) best = index;
  }
  return best;
}

/** A second guess with at least this probability shows that the network is unsure. */
const WAVERS = 0.2;

/** Whether a chapter's task is done by what the page shows now. Reads signals. */
export function isDone(chapter: Chapter, lab: Lab): boolean {
  const { ink, look, reader, selection, session } = lab;
  const network = reader.network.value;
  const reading = reader.reading.value;
  if (network === null) return false;
  const { history, empty } = ink;
  const hasDrawn = !history.value.greeting && !empty.value && !session.penDown.value;
  const isRead = hasDrawn && reading !== null && !reading.blank && reading.firstGuess !== null;
  const opened = network.layer.get(selection.pinned.value?.layer ?? "");
  const { convolution } = castOf(network);
  switch (chapter) {
    case "draw":
      return isRead;
    case "input":
      return selection.selected.value?.layer === network.layers[0]?.name;
    case "window":
      return selection.kernel.value !== null && selection.cell.value?.layer === convolution?.name;
    case "relu":
      return look.before.value.size > 0;
    case "smaller":
      return opened?.kind === "downsampling";
    case "patterns":
      return opened?.kind === "convolution" && opened !== convolution;
    case "votes":
      return opened?.kind === "output";
    case "wrong":
      return isRead && (reading.probabilities[reading.secondGuess ?? -1] ?? 0) >= WAVERS;
  }
}
