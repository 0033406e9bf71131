/** Through several maps: each has a kernel and makes a map of its own; those add up to one. */
import { computed, effect, type ReadonlySignal, type Signal, signal } from "@preact/signals-core";
import { make, need, say } from "../dom/element.ts";
import { listen } from "../events/listen.ts";
import { sumLine } from "../math/rounding.ts";
import { bracketed, decimals, spelled } from "../words/numbers.ts";
import { phrase, written } from "../words/phrases.ts";
import type { ExhibitDrawing } from "./drawn.ts";
import { afterFirst, type Layers, shares, summed } from "./layers.ts";
import type { Cell } from "./link.ts";
import { MapView } from "./map-view.ts";
import { mountPlay } from "./play.ts";
import { cellAt, type Maps, mapAt, peakOf } from "./windows.ts";

/** Maps that playing adds per second. */
const PACE = 1.25;

export interface ChannelsState {
  /** Which map of the second convolution. */
  readonly map: Signal<number>;
  readonly place: Signal<Cell | null>;
}

interface Shown {
  readonly inputs: Maps;
  readonly kernel: Maps;
  readonly parts: readonly Maps[];
  readonly bias: number;
  readonly whole: Maps;
}

/** The pictures of one input map: itself, its kernel, and its part of the sum. */
interface Column {
  readonly input: MapView;
  readonly kernel: MapView;
  readonly part: MapView;
}

/** Mounts the section on its host; returns what ends it. */
export function mountChannels(
  host: HTMLElement,
  state: ChannelsState,
  drawn: ExhibitDrawing,
  layers: Layers,
  theme: ReadonlySignal<string>,
): () => void {
  const shown = computed(() => shownOf(drawn.image.value, state.map.value, layers));
  const range = need<HTMLInputElement>("[data-part=added]", host);
  const count = layers.first.kernels.length;
  range.max = String(count);
  const added = signal(count);
  const pointed = signal<Cell | null>(null);
  const acts = {
    point: (cell: Cell | null) => {
      pointed.value = cell;
    },
    choose: (cell: Cell) => {
      state.place.value = cell;
    },
  };
  const columns = Array.from({ length: count }, (_, at) => makeColumn(host, at, acts));
  const sum = new MapView(phrase("exhibits.sums.whole"), acts);
  need("[data-part=whole]", host).append(sum.element);
  const ended = [
    mountPlay(need("[data-part=add]", host), range, added, (passed) => (PACE * passed) / 1000),
    mountChoice(host, state.map, layers.second.kernels.length),
    effect(() => {
      theme.value;
      const now = shown.value;
      if (now === null) return;
      const place = placeOf(now.whole, pointed.value ?? state.place.value);
      show(columns, sum, now, added.value, place);
      tell(host, now, added.value, place);
    }),
    () => sum.end(),
    ...columns.flatMap(({ input, kernel, part }) =>
      [input, kernel, part].map((view) => () => view.end()),
    ),
  ];
  return () => {
    for (const end of ended) end();
  };
}

/** What is shown of one map of the second convolution; null while there is no drawing. */
function shownOf(image: Maps | null, map: number, layers: Layers): Shown | null {
  const { kernels, biases, way } = layers.second;
  const kernel = kernels[map];
  if (image === null || kernel === undefined) return null;
  const inputs = afterFirst(image, layers);
  const bias = biases[map] ?? 0;
  const parts = shares(inputs, kernel, way);
  return { inputs, kernel, parts, bias, whole: summed(parts, parts.length, bias) };
}

/** The cell that is asked for; where the map has no such cell, the one furthest from 0. */
function placeOf(map: Maps, asked: Cell | null): Cell {
  const isThere = asked !== null && asked.row < map.rows && asked.column < map.columns;
  return isThere ? asked : furthestOf(map);
}

function makeColumn(
  host: HTMLElement,
  at: number,
  acts: { point(cell: Cell | null): void; choose(cell: Cell): void },
): Column {
  const number = written(at + 1);
  const column = {
    input: new MapView(phrase("exhibits.sums.goes-in", { number })),
    kernel: new MapView(phrase("exhibits.sums.kernel", { number })),
    part: new MapView(phrase("exhibits.sums.part", { number }), acts),
  };
  const title = make("p", { class: "note", text: number });
  const parts = [column.input, column.kernel, column.part].map(({ element }) => element);
  need("[data-part=columns]", host).append(make("div", { class: "channel" }, [title, ...parts]));
  return column;
}

/** Buttons for the map before or after this one. */
function mountChoice(host: HTMLElement, map: Signal<number>, count: number): () => void {
  const choice = need("[data-part=choice]", host);
  const ended = [
    listen(choice, {
      click: ({ target }) => {
        const by = Number((target as Element).closest<HTMLElement>("[data-by]")?.dataset.by ?? 0);
        map.value = (map.peek() + by + count) % count;
      },
    }),
    effect(() => {
      const values = { number: written(map.value + 1), count: written(count) };
      say(need("[data-part=which]", choice), phrase("exhibits.sums.which", values));
    }),
  ];
  return () => {
    for (const end of ended) end();
  };
}

function show(
  columns: readonly Column[],
  sum: MapView,
  { inputs, kernel, parts, bias, whole }: Shown,
  added: number,
  place: Cell,
): void {
  const [of, weights] = [peakOf(inputs), peakOf(kernel)];
  // One scale for all terms of the sum, so that a large one looks large.
  const most = peakOf(whole, ...parts);
  const cell = { ...place, rows: 1, columns: 1 };
  const window = { ...place, rows: kernel.rows, columns: kernel.columns };
  for (const [at, column] of columns.entries()) {
    column.input.show(mapAt(inputs, at), of, false);
    column.input.frame("window", window);
    column.kernel.show(mapAt(kernel, at), weights, false);
    column.part.show(parts[at] as Maps, most, false);
    column.part.frame("cell", cell);
    column.part.element.parentElement?.toggleAttribute("data-out", at >= added);
  }
  sum.show(summed(parts, added, added === parts.length ? bias : 0), most);
  sum.frame("cell", cell);
}

function tell(host: HTMLElement, { parts, bias }: Shown, added: number, place: Cell): void {
  const values = parts.slice(0, added).map((part) => cellAt(part, place.row, place.column));
  const isWhole = added === parts.length;
  const terms = [...values, ...(isWhole ? [bias] : [])];
  const sum = terms.reduce((all, value) => all + value, 0);
  const { digits, sign } = sumLine(terms, sum, 2);
  const printed = terms.map((value) => bracketed(value, digits));
  const line = `${printed.join(" + ")} ${sign} ${decimals(sum, digits)}`;
  say(need("[data-part=terms]", host), terms.length === 0 ? "0" : line);
  const filled = { count: spelled(added), row: place.row + 1, column: place.column + 1 };
  const key = isWhole ? "exhibits.sums.all-added" : "exhibits.sums.some-added";
  say(need("[data-part=told-sum]", host), phrase(key, filled));
}

function furthestOf(map: Maps): Cell {
  const peak = peakOf(map);
  const at = Math.max(
    0,
    map.values.findIndex((value) => Math.abs(value) === peak),
  );
  return { row: Math.floor(at / map.columns), column: at % map.columns };
}
