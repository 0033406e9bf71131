/** What of an opened cell stands on a wall: three pictures at most, tables below them, what each map adds, what is added up. */

import { signOfSum } from "../math/rounding.ts";
import { positionIn } from "../math/shape.ts";
import { planes, type Tensor, valueAt } from "../math/tensor.ts";
import type {
  Arithmetic,
  ChannelSums,
  ChannelTerms,
  Term,
  WeightedSum,
  Window,
} from "../network/arithmetic.ts";
import { explainCell, originOf, type Snapshot, valuesOf } from "../network/explain.ts";
import type { CellOf, Operation } from "../network/graph.ts";
import type { Lab } from "../state/lab.ts";
import { decimals } from "../words/numbers.ts";
import { phrase } from "../words/phrases.ts";
import { operationInWords } from "../words/titles.ts";
import type { Showing } from "./frame.ts";
import type { Picture } from "./hall-pictures.ts";
import {
  figure,
  type Line,
  linesOf,
  numbers,
  partialSums,
  productsOf,
  strongest,
} from "./hall-working.ts";
import { type Inspected, madeOf, positionWithTitle, sourceAt } from "./inspected.ts";
import { nearly } from "./numbers.ts";

export interface HallContent {
  readonly pictures: readonly Picture[];
  /** Tables side by side, with rows and columns of each, in cells. */
  readonly table: { readonly tables: number; readonly rows: number; readonly columns: number };
  readonly working: readonly HTMLElement[];
  readonly partial: readonly HTMLElement[];
  readonly sentence: string;
  readonly lines: readonly Line[];
}

const NO_TABLE = { tables: 1, rows: 4, columns: 4 };

/** `map`: of several maps, the one whose products are shown; null: the one that adds most. */
export function hallContent(
  inspected: Inspected,
  lab: Lab,
  showing: Showing,
  map: number | null,
): HallContent {
  const { inner, lines } = withoutFrames(inspected, showing);
  const made = madePicture(inspected, lab);
  const known = { inspected, showing, made, lines };
  switch (inner?.form) {
    case "channel-sums":
      return ofChannels(inner, known, map);
    case "weighted-sum":
      return ofUnits(inner, known);
    case "window":
      return ofWindow(inner, known);
  }
  return {
    pictures: [made],
    table: NO_TABLE,
    working: [],
    partial: [],
    sentence: inner?.form === "addition" ? "" : madeOf(inner, inspected.made),
    lines: inner?.form === "addition" ? additionLines(inner, inspected, showing) : lines,
  };
}

interface Known {
  readonly inspected: Inspected;
  readonly showing: Showing;
  readonly made: Picture;
  readonly lines: readonly Line[];
}

/** Goes back through normalisations to the arithmetic that makes their input, within the cell's layer. */
function withoutFrames(
  { arithmetic, snapshot, cell }: Inspected,
  showing: Showing,
): { inner: Arithmetic | null; lines: Line[] } {
  let inner = arithmetic;
  let lines: Line[] = inner === null ? [] : linesOf(inner, showing);
  for (let deep = 0; inner?.form === "normalisation" && deep < 4; deep++) {
    const before: CellOf = { operation: inner.input, index: inner.source };
    if (originOf(before).origin.operation.layer !== cell.layer) break;
    const next = explainCell(snapshot, before);
    if (next === null) break;
    inner = next;
    lines = [...linesOf(next, showing), ...lines.slice(-1)];
  }
  return { inner, lines };
}

function ofChannels(sums: ChannelSums, known: Known, map: number | null): HallContent {
  const { inspected, showing, made, lines } = known;
  const { channels, input } = sums;
  const most = channels.reduce(
    (one, each) => (Math.abs(each.sum) > Math.abs(one.sum) ? each : one),
    channels[0] ?? NOTHING,
  );
  const part = channels.find(({ channel }) => channel === map) ?? most;
  const { terms, columns } = part;
  if (terms.length === 0)
    return {
      pictures: [made],
      table: NO_TABLE,
      working: [],
      partial: [],
      sentence: phrase("sums.nothing"),
      lines,
    };
  const rows = Math.ceil(terms.length / columns);
  const weights = Float32Array.from(terms, ({ weight }) => weight);
  const layer = inspected.snapshot.network.layer.get(inspected.cell.layer);
  const tile: Picture = {
    values: weights,
    rows,
    columns,
    peak: peakIn(weights),
    marked: null,
    above: layer === undefined ? "" : operationInWords(layer, inspected.snapshot.network),
    below:
      channels.length > 1
        ? phrase("hall.window.of", { map: part.channel + 1 })
        : phrase("hall.window"),
    as: "tile",
  };
  return {
    pictures: [sourcePicture(inspected, input, part.channel), tile, made],
    table: { tables: 3, rows, columns },
    working: productsOf(part, sums, showing),
    partial: channels.length > 1 ? partialSums(sums, part.channel, showing) : [],
    sentence: "",
    lines,
  };
}

const NOTHING: ChannelTerms = { channel: 0, columns: 1, terms: [], sum: 0 };

/** All values, all weights and all products as pictures; the strongest products as numbers. */
function ofUnits({ terms, input }: WeightedSum, { inspected, showing, lines }: Known): HallContent {
  const shape = originOf({ operation: input, index: 0 }).origin.operation.output_shape;
  const picture = (factor: keyof Omit<Term, "source">, above: string) =>
    mosaic(
      terms.map((term) => term[factor]),
      shape,
      above,
    );
  const nameOf = ({ source }: Term) =>
    source === null
      ? phrase("sums.outside")
      : sourceAt(inspected.snapshot, { operation: input, index: source }).position();
  const count = terms.length;
  return {
    pictures: [
      picture("value", phrase("hall.values", { count })),
      picture("weight", phrase("hall.weights.times", { count })),
      picture("product", phrase("hall.products.made", { count })),
    ],
    table: { tables: 3, rows: 5, columns: 5 },
    working: [strongest(terms, nameOf, showing)],
    partial: [],
    sentence: "",
    lines,
  };
}

/** Maps beside one another, units in rows. */
function mosaic(values: readonly number[], shape: readonly number[], above: string): Picture {
  const { channels, rows, columns } =
    shape.length < 3 ? { channels: values.length, rows: 1, columns: 1 } : planes(shape);
  const across = Math.ceil(Math.sqrt(channels));
  const down = Math.ceil(channels / across);
  const gap = rows > 1 ? 1 : 0;
  const [wide, high] = [across * (columns + gap) - gap, down * (rows + gap) - gap];
  const painted = new Float32Array(wide * high);
  for (const [i, value] of values.entries()) {
    const { channel, row, column } = positionIn({ rows, columns }, i);
    const x = (channel % across) * (columns + gap) + column;
    const y = Math.floor(channel / across) * (rows + gap) + row;
    painted[y * wide + x] = value;
  }
  return {
    values: painted,
    rows: high,
    columns: wide,
    peak: peakIn(painted),
    marked: null,
    above,
    below: "",
    as: "sheet",
  };
}

function ofWindow(window: Window, { inspected, showing, made, lines }: Known): HallContent {
  const { input, columns, winner, keeps } = window;
  const values = window.window.map(({ value }) => value);
  const source = window.window.find((each) => each.source !== null)?.source ?? 0;
  const { rows: high, columns: wide } = planes(input.output_shape);
  const { channel } = positionIn({ rows: high, columns: wide }, source);
  const best = keeps === "largest" ? winner : null;
  return {
    pictures: [sourcePicture(inspected, input, channel), made],
    table: { tables: 1, rows: Math.ceil(values.length / columns), columns },
    working: [
      figure(
        phrase("hall.under.count", { count: values.length }),
        numbers(values, columns, showing, best),
      ),
    ],
    partial: [],
    sentence: "",
    lines,
  };
}

/** A line for each value that is added up, and one for their sum. */
function additionLines(
  { parts, off, total }: Extract<Arithmetic, { form: "addition" }>,
  { snapshot }: Inspected,
  { digits }: Showing,
): Line[] {
  const each = parts.map((part) => ({
    words: positionWithTitle(snapshot, part),
    number: decimals(part.value, digits),
  }));
  const sign = signOfSum(
    parts.map(({ value }) => value),
    digits,
    total,
  );
  const number = nearly(parts.length > 1 ? sign : "=", decimals(total, digits));
  const zeros = off.map((part) => ({
    words: phrase("sums.off", { name: positionWithTitle(snapshot, part) }),
    number: decimals(0, digits),
  }));
  return [...each, ...zeros, { words: phrase("hall.sum"), number, sum: true }];
}

/** The map of an operation's output that the window lies on. */
function sourcePicture({ snapshot, field }: Inspected, input: Operation, channel: number): Picture {
  const { rows, columns } = planes(input.output_shape);
  const box = field.get(input.name) ?? null;
  return {
    values: planeOf(snapshot, input, channel),
    rows,
    columns,
    peak: peakOfAll(snapshot, input),
    marked: box,
    above: "",
    below: "",
  };
}

/** The map that the cell is in, as the layer shows it; of units, all of them. */
function madePicture({ cell }: Inspected, lab: Lab): Picture {
  const layer = lab.reader.network.peek()?.layer.get(cell.layer);
  const tensor = lab.reader.tensorOf(cell.layer);
  const shape = layer?.shape ?? [];
  const { rows, columns } = planes(shape);
  const { channel, row, column } = positionIn({ rows, columns }, cell.index);
  const from = channel * rows * columns;
  const values = Float32Array.from({ length: rows * columns }, (_, i) => read(tensor, from + i));
  const peak = tensor === undefined ? 0 : Math.max(Math.abs(tensor.low), Math.abs(tensor.high));
  const marked = { rows: [row, row], columns: [column, column] } as const;
  return { values, rows, columns, peak, marked, above: "", below: "" };
}

const read = (tensor: Tensor | undefined, index: number) =>
  tensor === undefined ? 0 : (valueAt(tensor, index) ?? 0);

function planeOf(snapshot: Snapshot, operation: Operation, channel: number): Float32Array {
  const { rows, columns } = planes(operation.output_shape);
  const at = valuesOf(snapshot)(operation);
  const from = channel * rows * columns;
  return Float32Array.from({ length: rows * columns }, (_, i) => at?.(from + i) ?? 0);
}

/** All maps of an operation share a scale, so that they can be compared. */
function peakOfAll(snapshot: Snapshot, operation: Operation): number {
  const { channels } = planes(operation.output_shape);
  const peaks = Array.from({ length: channels }, (_, i) => peakIn(planeOf(snapshot, operation, i)));
  return Math.max(0, ...peaks);
}

function peakIn(values: Float32Array): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}
