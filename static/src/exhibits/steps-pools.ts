/** Three ways to make a drawing smaller, side by side: the largest of each window, the mean, or its first cell alone. */
import { effect, type ReadonlySignal, type Signal, signal } from "@preact/signals-core";
import { need, say } from "../dom/element.ts";
import { decimals } from "../words/numbers.ts";
import { phrase } from "../words/phrases.ts";
import type { ExhibitDrawing } from "./drawn.ts";
import type { Cell } from "./link.ts";
import { MapView } from "./map-view.ts";
import {
  cellAt,
  type Maps,
  POOLINGS,
  type Pooling,
  peakOf,
  pooled,
  problemOf,
  type Way,
} from "./windows.ts";

/** Mounts the section on its host; returns what ends it. */
export function mountPools(
  host: HTMLElement,
  drawn: ExhibitDrawing,
  way: ReadonlySignal<Way>,
  chosen: Signal<Cell | null>,
  theme: ReadonlySignal<string>,
): () => void {
  const pointed = signal<Cell | null>(null);
  const input = new MapView(phrase("exhibits.steps.input-map"));
  need("[data-part=input]", host).append(input.element);
  const acts = {
    point: (cell: Cell | null) => {
      pointed.value = cell;
    },
    choose: (cell: Cell) => {
      chosen.value = cell;
    },
  };
  const views = POOLINGS.map((pooling) => {
    const view = new MapView(phrase(`exhibits.steps.${pooling}.is`), acts);
    need(`[data-pooling=${pooling}]`, host).append(view.element);
    return { pooling, view };
  });
  const stop = effect(() => {
    theme.value;
    const image = drawn.image.value;
    if (image === null) return;
    const problem = problemOf(image.rows, way.value);
    for (const { view } of views) view.element.hidden = problem !== null;
    say(need("[data-part=no-map]", host), problem === null ? "" : phrase("exhibits.steps.none"));
    input.show(image, peakOf(image));
    if (problem !== null) input.frame("window", null);
    else show(host, image, way.value, pointed.value ?? chosen.value, input, views);
  });
  return () => {
    stop();
    input.end();
    for (const { view } of views) view.end();
  };
}

interface PoolView {
  readonly pooling: Pooling;
  readonly view: MapView;
}

function show(
  host: HTMLElement,
  image: Maps,
  way: Way,
  asked: Cell | null,
  input: MapView,
  views: readonly PoolView[],
): void {
  const made = views.map(({ pooling, view }) => ({ view, map: pooled(image, pooling, way) }));
  const [{ map: first } = { map: image }] = made;
  const inside = (at: number, count: number) => Math.min(count - 1, at);
  const { row, column } = asked ?? furthestApart(made.map(({ map }) => map));
  const cell = { row: inside(row, first.rows), column: inside(column, first.columns) };
  for (const { view, map } of made) {
    view.show(map, peakOf(image));
    view.frame("cell", { ...cell, rows: 1, columns: 1 });
  }
  const { window, stride, padding } = way;
  input.frame("window", {
    row: cell.row * stride - padding,
    column: cell.column * stride - padding,
    rows: window,
    columns: window,
  });
  const [max = 0, average = 0, alone = 0] = made.map(({ map }) =>
    cellAt(map, cell.row, cell.column),
  );
  const values = {
    row: cell.row + 1,
    column: cell.column + 1,
    max: decimals(max, 2),
    average: decimals(average, 2),
    alone: decimals(alone, 2),
  };
  say(need("[data-part=told-cell]", host), phrase("exhibits.steps.cell", values));
}

/** The cell at which the largest and the mean differ most. */
function furthestApart([largest, mean]: readonly Maps[]): Cell {
  if (largest === undefined || mean === undefined) return { row: 0, column: 0 };
  const apart = largest.values.map((value, at) => value - (mean.values[at] ?? 0));
  const at = Math.max(0, apart.indexOf(Math.max(...apart)));
  return { row: Math.floor(at / largest.columns), column: at % largest.columns };
}
