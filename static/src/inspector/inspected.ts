/** What there is to say about a cell: its value, and how it is made. */

import { planes } from "../math/tensor.ts";
import type { Arithmetic } from "../network/arithmetic.ts";
import type { Box } from "../network/boxes.ts";
import {
  onPage,
  originOf,
  type Snapshot,
  shownCell,
  stepsOf,
  valuesOf,
} from "../network/explain.ts";
import type { CellOf } from "../network/graph.ts";
import type { AppliedFunction } from "../network/kinds/kind.ts";
import { kindOf } from "../network/kinds/kinds.ts";
import type { Cell } from "../network/reading.ts";
import { functionName } from "../words/functions.ts";
import { decimals } from "../words/numbers.ts";
import { phrase } from "../words/phrases.ts";
import { positionInLayer, positionInNetwork, positionInWords } from "../words/position.ts";
import type { Source } from "./terms.ts";

/** A cell and what there is to say about it. */
export interface Inspected {
  readonly snapshot: Snapshot;
  readonly cell: Cell;
  readonly title: string;
  readonly arithmetic: Arithmetic | null;
  /** The cells that it sees in each operation's output. */
  readonly field: ReadonlyMap<string, Box>;
  /** The cell that the arithmetic makes: before functions such as ReLU. */
  readonly made: CellOf;
  readonly applied: readonly AppliedFunction[];
  /** The value in the map, after those functions. */
  readonly value: number;
  /** The network's own value before those functions. */
  readonly preactivation: number;
  words(digits: number): ValueInWords;
}

/** "before ReLU −0.36" and "0.00": what it was made of, and the value that the map shows. */
export interface ValueInWords {
  readonly before: string;
  readonly result: string;
}

export function inspect(
  snapshot: Snapshot,
  cell: Cell,
  { arithmetic, field }: Pick<Inspected, "arithmetic" | "field">,
): Inspected {
  const { network } = snapshot;
  const shown = shownCell(network, cell);
  const { origin: made, applied } = originOf(shown);
  const read = (at: CellOf) => valuesOf(snapshot)(at.operation)?.(at.index) ?? 0;
  const [value, preactivation] = [read(shown), read(made)];
  const words = (digits: number) => ({
    before: beforeInWords(stepsOf(preactivation, applied, value), digits),
    result: decimals(value, digits),
  });
  const title = positionInNetwork(network, cell.layer, cell.index);
  const known = { arithmetic: withShownTotal(arithmetic, preactivation), field };
  return { snapshot, cell, title, ...known, made, applied, value, preactivation, words };
}

/** "before ReLU −0.36"; "after ReLU" where no function changes what is printed; without functions, what the number beside it is. */
function beforeInWords(steps: ReturnType<typeof stepsOf>, digits: number): string {
  const last = steps.at(-1);
  if (last === undefined) return phrase("inspector.value");
  const changed = steps.filter(({ from, to }) => decimals(from, digits) !== decimals(to, digits));
  if (changed.length === 0)
    return phrase("inspector.after", { function: functionName(last.function) });
  return changed
    .map(({ function: each, from }) =>
      phrase("inspector.before", { function: functionName(each), value: decimals(from, digits) }),
    )
    .join(", ");
}

/** The sum ends in the number that the map shows, which the network computed: float32 sums differ in the seventh digit. */
export function withShownTotal(arithmetic: Arithmetic | null, total: number): Arithmetic | null {
  return arithmetic === null ? null : { ...arithmetic, total };
}

/** How a value is made, in one sentence; without arithmetic, why there is none. */
export function madeOf(arithmetic: Arithmetic | null, { operation }: CellOf): string {
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
      return phrase(madeOfParts(arithmetic.parts.length, arithmetic.off.length));
    case "normalisation":
      return phrase("inspector.made.normalised");
  }
  const { kind, inputs } = operation;
  if (kindOf(operation) === null) return phrase("inspector.made.unknown", { kind });
  return phrase(inputs.length === 0 ? "inspector.made.pixel" : "inspector.made.missing");
}

function madeOfParts(count: number, off: number) {
  if (off > 0) return count === 0 ? "inspector.made.off" : "inspector.made.without";
  if (count === 0) return "inspector.made.outside";
  return count > 1 ? "inspector.made.joined" : "inspector.made.copied";
}

/** The zeros around a map. */
export const PADDING: Source = { cell: null, position: () => phrase("sums.outside") };

/** What a value that feeds another one stands for; its layer may show something else. */
export function sourceAt({ network }: Snapshot, source: CellOf): Source {
  const cell = onPage(network, source);
  if (cell !== null)
    return { cell, position: () => positionInLayer(network, cell.layer, cell.index) };
  const { operation, index } = originOf(source).origin;
  const { channels, rows, columns } = planes(operation.output_shape);
  return { cell, position: () => positionInWords(index, channels, rows, columns) };
}

/** A cell's position, after the title of its layer. */
export function positionWithTitle(snapshot: Snapshot, cell: CellOf): string {
  const { layer } = originOf(cell).origin.operation;
  const title = snapshot.network.layer.get(layer)?.title ?? layer;
  return `${title}, ${sourceAt(snapshot, cell).position()}`;
}
