/** Two networks under one pad: a row of pictures for each, over the same columns, and between them their gradients. */

import { effect, type Signal, signal, untracked } from "@preact/signals-core";
import { makeButton } from "../dom/button.ts";
import { followDensity } from "../dom/density.ts";
import { make } from "../dom/element.ts";
import { paintAtOnce, paintOnChange } from "../dom/frames.ts";
import { scaleOf } from "../dom/palette.ts";
import type { Layer } from "../network/network.ts";
import { nameOfPair, type Pair, pairsOf } from "../network/pairs.ts";
import type { Lab } from "../state/lab.ts";
import { type Dispose, endAll } from "../state/slice.ts";
import { watchColours } from "../state/watching.ts";
import { phrase } from "../words/phrases.ts";
import { shortTitle } from "../words/titles.ts";
import { Chart, chartTitle, decadesOf, type Points } from "./chart.ts";
import { Differences } from "./differences.ts";
import { Row } from "./row.ts";
import { captionOf, pointsOf } from "./sentences.ts";
import { BOTH, placeOf, Shown, type Side, type Sides, type Which } from "./side.ts";
import { columnsOf } from "./sizes.ts";

export interface Places {
  /** Where the rows of the two networks go, and where their differences are described. */
  readonly host: HTMLElement;
  readonly differences: HTMLElement;
}

/** `nameOf`: the element with a network's name, for the head of its row. */
export function showComparison(
  places: Places,
  lab: Lab,
  sides: Sides,
  nameOf: (which: Which) => HTMLElement,
): Dispose {
  const pairs = pairsOf(sides.one.network.layers, sides.other.network.layers);
  const points = pointsOf(pairs, sides);
  const shown = new Shown(pairs, sides, lab);
  const chosen = signal(placeOf(pairs, lab.selection.wentTo.peek()));
  const choose = (at: number) => {
    chosen.value = at === chosen.peek() ? -1 : at;
    lab.selection.goTo(pairs[chosen.peek()]?.one?.name ?? null);
  };
  const rows = BOTH.map((which) => new Row(which, sides[which], pairs, nameOf(which), choose));
  const chart = decadesOf(points) === null ? null : new Chart(points, sides, choose);
  const parts = putInPlace({ host: places.host, rows, chart, pairs, sides }, points);
  const differences = new Differences(places.differences, pairs, sides, points);
  const paint = () => {
    const scale = scaleOf(places.host);
    shown.read();
    for (const row of rows) row.paint(shown, scale);
    differences.paint(shown, scale);
    const { reader } = sides.other.lab;
    const reading = reader.reading.peek();
    if (reading !== null) reader.finishPainting(reading.seq);
  };
  const lay = () => layTwice(parts, chosen.peek(), paint);
  return endAll(
    followChosen(chosen, pairs, lab, (at) => {
      for (const row of rows) row.mark(at);
      differences.choose(at);
      lay();
    }),
    followTrouble(rows[1] as Row, sides.other),
    paintAtOnce(() => watchAll(lab, sides), paint),
    paintOnChange(() => [lab.lecture.on.value, lab.look.theme.value], lay),
    followDensity(lay),
    watchSize([places.host, parts.plot], lay),
    () => differences.end(),
    ...rows.map(({ stop }) => stop),
    () => chart?.stop(),
  );
}

/** Calls `act` once the elements have a size, and whenever the size of one changes. */
function watchSize(elements: readonly HTMLElement[], act: () => void): Dispose {
  const observer = new ResizeObserver(act);
  for (const each of elements) observer.observe(each);
  return () => observer.disconnect();
}

/** All that the pictures depend on. */
function watchAll(lab: Lab, sides: Sides): void {
  watchColours(lab);
  lab.forward.step.value;
  lab.lecture.covered.value;
  for (const which of BOTH) sides[which].lab.reader.reading.value;
}

/** Puts a row above, a row below, and between them the columns' names and the chart. */
function putInPlace(made: Omit<Parts, "names" | "plot">, points: Points): Parts {
  const { host, rows, chart, sides } = made;
  const names = make("div", { class: "names", "aria-hidden": "true" });
  const plot = make("div", { class: "plot" }, chart === null ? [] : [chart.element]);
  const title = make("p", { class: "note", text: chartTitle() });
  const between = make("div", { class: "between" }, [
    names,
    ...(chart === null ? [] : [title, plot]),
  ]);
  const [one, other] = rows as [Row, Row];
  host.classList.toggle("has-chart", chart !== null);
  host.append(
    make("p", { class: "caption", text: captionOf(sides, points) }),
    one.element,
    between,
    other.element,
  );
  return { ...made, names, plot };
}

function followChosen(
  chosen: Signal<number>,
  pairs: readonly Pair[],
  lab: Lab,
  show: (at: number) => void,
): Dispose {
  return endAll(
    // Another link, or a chip, may have chosen otherwise.
    effect(() => {
      const wentTo = lab.selection.wentTo.value;
      const at = placeOf(pairs, wentTo);
      const isOwn = pairs[chosen.peek()]?.one != null;
      if (at >= 0 || (wentTo === null && isOwn)) chosen.value = at;
    }),
    effect(() => {
      const at = chosen.value;
      untracked(() => show(at));
    }),
  );
}

/** Says why the other network does not follow the pen, while it does not. */
function followTrouble(row: Row, { lab }: Side): Dispose {
  return effect(() => {
    row.sayTrouble(lab.session.trouble.value ?? "");
  });
}

interface Parts {
  readonly host: HTMLElement;
  readonly rows: readonly Row[];
  readonly chart: Chart | null;
  readonly names: HTMLElement;
  /** Where the chart is drawn. */
  readonly plot: HTMLElement;
  readonly pairs: readonly Pair[];
  readonly sides: Sides;
}

/** The margins to the left and right, in rem. */
const AROUND = 2;
/** The room for the names of the decades at the chart's right end, in rem. */
const SCALE = 2.5;
/** A column shows its short title if it has this much room for each letter, in rem. */
const LETTER = 0.45;
/** The room below the last map, in rem. */
const BELOW = 0.375;

/** The height that both networks have for their maps: the smaller of the two. */
function heightOf({ rows }: Parts): number {
  return Math.min(...rows.map(({ pictures }) => pictures.clientHeight));
}

/** Lays all out a second time if the line about the number of maps has taken some of their room. */
function layTwice(parts: Parts, chosen: number, paint: () => void): void {
  const before = heightOf(parts);
  layAll(parts, chosen, paint);
  if (heightOf(parts) !== before) layAll(parts, chosen, paint);
}

/** Lays all of it out anew, where it has any size. */
function layAll(parts: Parts, chosen: number, paint: () => void): void {
  const { host, rows, chart, names, plot, pairs, sides } = parts;
  const { pictures } = rows[0] as Row;
  const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;
  const width = host.clientWidth / rem - AROUND - SCALE;
  if (width <= 0) return;
  const networks = BOTH.map((which) => sides[which].network);
  const height = heightOf(parts) / rem - BELOW;
  const columns = columnsOf(pairs, networks, { width, height });
  // Where pictures follow one another in lines, each has one map, as large as in the widest column.
  const inLines = getComputedStyle(pictures).display === "flex";
  const fitted = inLines ? columnsOf(pairs, networks, { width: Infinity, height: 0 }) : columns;
  const template = columns.widths.map((each) => `${each}rem`).join(" ");
  for (const row of rows) {
    row.pictures.style.gridTemplateColumns = template;
    row.fit(fitted);
  }
  names.style.gridTemplateColumns = template;
  names.replaceChildren(...pairs.map((pair, at) => nameOf(pair, columns.widths[at] ?? 0)));
  const edges = [0];
  for (const each of columns.widths) edges.push((edges.at(-1) ?? 0) + each * rem);
  chart?.draw(edges, { width: plot.clientWidth, height: plot.clientHeight }, chosen);
  paint();
}

/** Below a column: its short title, or in a narrow one the number of its block, or letter and number of its layer: "C1". */
function nameOf(pair: Pair, width: number): HTMLElement {
  const layer = pair.one ?? pair.other;
  if (layer === null) return make("span");
  const title = shortTitle(layer);
  const text = title.length * LETTER <= width ? title : brief(layer, title);
  return make("span", { "data-pair": nameOfPair(pair), text });
}

function brief({ block, title }: Layer, short: string): string {
  const number = /\d+$/.exec(title)?.[0] ?? "";
  return block === undefined || number === "" ? `${short.charAt(0)}${number}` : number;
}

/** The switch of the colours' range, for both networks at once. */
export function makeScopes(lab: Lab): { readonly element: HTMLElement; readonly stop: Dispose } {
  const buttons = (["map", "layer", "network"] as const).map((scope) =>
    makeButton(() => lab.look.useScope(scope), {
      "data-scope": scope,
      text: phrase(`compare.scope.${scope}`),
      title: phrase(`compare.scope.${scope}.hint`),
    }),
  );
  const stop = effect(() => {
    for (const each of buttons)
      each.setAttribute("aria-pressed", String(each.dataset.scope === lab.look.scope.value));
  });
  const label = phrase("compare.scope");
  const group = make("div", { class: "segments", role: "group", "aria-label": label }, buttons);
  return {
    element: make("div", { class: "scopes" }, [
      make("span", { class: "note", text: label }),
      group,
    ]),
    stop,
  };
}
