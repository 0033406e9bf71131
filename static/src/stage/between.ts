/** What stands between the columns: lines, the names of the operations, and a title that two layers share. */
import { make } from "../dom/element.ts";
import { explainWithin } from "../dom/term.ts";
import { tileOf } from "../layout/outlines.ts";
import type { Placed } from "../layout/placed.ts";
import { compactIn } from "../network/branches.ts";
import type { Network } from "../network/network.ts";
import { uShapeOf } from "../network/u-shape.ts";
import { phrase, written } from "../words/phrases.ts";
import { operationInWords } from "../words/titles.ts";
import { headingHeight, type Setting } from "./shapes.ts";
import { remOf, sharedLines } from "./titles.ts";
import { paintWires, type Wire, wiresOf } from "./wires.ts";

/** How far the row of eyes and operations is above a layer's maps, in rem. */
const OPERATIONS = 1.625;

export function putBetween({ host, network, short }: Setting, placed: readonly Placed[]): void {
  for (const old of host.querySelectorAll(".operation, .shared-title, .beside-maps")) old.remove();
  for (const old of host.querySelectorAll(".layer.shared")) old.classList.remove("shared");
  const down = host.classList.contains("down") || host.classList.contains("alone");
  const rem = remOf(host);
  putWires(host, placed, down ? [] : wiresOf(network, placed, devicePixelRatio));
  if (down || short || host.classList.contains("unnamed")) return;
  const below = (headingHeight(short) - OPERATIONS) * rem;
  host.append(
    ...operations(network, placed, below, rem),
    ...sharedTitles(host, network, placed),
    ...kernelCaptions(placed),
    ...unitCaptions(network, placed, host.clientHeight, rem),
  );
}

/** Over the first kernel that stands beside its map. */
function kernelCaptions(placed: readonly Placed[]): HTMLElement[] {
  const first = placed.find(({ grid }) => grid.kernels?.count === 1);
  const tile = first && tileOf(first, first.grid.first, 0, devicePixelRatio);
  if (!tile) return [];
  const caption = make("span", {
    class: "beside-maps kernel-caption",
    text: phrase("stage.kernel"),
  });
  caption.style.left = `${tile.x + tile.width / 2}px`;
  caption.style.top = `${tile.y}px`;
  return [caption];
}

/** The height of a caption of two lines, and the space above it, in rem. */
const UNITS_CAPTION = 2.25;
const BELOW_UNITS = 0.375;

/** A caption below the first strips of units that stand side by side, as they are no pictures; where there is room. */
function unitCaptions(
  network: Network,
  placed: readonly Placed[],
  height: number,
  rem: number,
): HTMLElement[] {
  const isStrip = ({ grid, hidden }: Placed) => grid.folded && !hidden;
  const rest = placed.slice(Math.max(0, placed.findIndex(isStrip)));
  const end = rest.findIndex((each) => !isStrip(each));
  const strips = end < 0 ? rest : rest.slice(0, end);
  const [from, to] = [strips[0], strips.at(-1)];
  if (from === undefined || to === undefined) return [];
  const lowest = Math.max(...strips.map(({ top, grid }) => top + grid.height));
  const top = lowest + BELOW_UNITS * rem;
  if (top + UNITS_CAPTION * rem > height) return [];
  const [first = 0, ...others] = strips.map(({ name }) => network.layer.get(name)?.shape[0] ?? 0);
  const counts = [phrase("stage.numbers", { count: first }), ...others.map(written)].join(", ");
  const caption = make("span", { class: "beside-maps units-caption" }, [
    make("span", { text: phrase("stage.no-picture") }),
    make("span", { text: counts }),
  ]);
  caption.style.left = `${(from.left + to.left + to.grid.width) / 2}px`;
  caption.style.top = `${top}px`;
  return [caption];
}

/** Paints the lines behind the maps, and no others. */
export function putWires(
  host: HTMLElement,
  placed: readonly Placed[],
  wires: readonly Wire[],
): void {
  const canvas = host.querySelector<HTMLCanvasElement>(".wires");
  if (canvas === null) return;
  const size = { width: host.clientWidth, height: host.clientHeight, ratio: devicePixelRatio };
  paintWires(canvas, wires, { ...size, rem: remOf(host), reach: reachOf(placed) });
}

/** How far the input stands beside the stage, in CSS pixels. */
export function reachOf(placed: readonly Placed[]): number {
  return Math.max(0, -Math.min(0, ...placed.map(({ x }) => x)));
}

/** The name of what happens before each layer, in the middle of the gap before it. */
function operations(
  network: Network,
  placed: readonly Placed[],
  below: number,
  rem: number,
): HTMLElement[] {
  const compact = compactIn(network); // they have it as their title
  return placed.flatMap((layer) => {
    const known = network.layer.get(layer.name);
    const text = known === undefined ? "" : operationInWords(known, network);
    const ends = placed
      .filter((each) => each.x + each.width <= layer.x)
      .map(({ x, width }) => x + width);
    if (text === "" || layer.hidden || compact.has(layer.name)) return [];
    const element = make("span", { class: "operation", text });
    if (uShapeOf(network) !== null) return [belowLines(element, layer, Math.max(0, ...ends), rem)];
    element.style.left = `${(Math.max(0, ...ends) + layer.x) / 2}px`;
    element.style.top = `${layer.y + below}px`;
    return [element];
  });
}

/** In a U the row of eyes has no room: the operation stands below the maps that go into it, up to their `right` edge. */
function belowLines(
  element: HTMLElement,
  { top, grid }: Placed,
  right: number,
  rem: number,
): HTMLElement {
  element.classList.add("below");
  element.style.left = `${right}px`;
  element.style.top = `${top + grid.rows * (grid.cell / devicePixelRatio) + 0.375 * rem}px`;
  return element;
}

/** Written once over the layers whose titles begin with it, as far as they stand side by side. */
function sharedTitles(
  host: HTMLElement,
  network: Network,
  placed: readonly Placed[],
): HTMLElement[] {
  const byName = new Map(placed.map((each) => [each.name, each]));
  const shown = network.layers.filter(({ name }) => byName.get(name)?.hidden === false);
  const shared = sharedLines(shown);
  for (const name of shared.keys())
    host.querySelector(`[data-layer="${name}"]`)?.classList.add("shared");
  const runs: { line: string; from: Placed; to: Placed }[] = [];
  for (const { name } of shown) {
    const [line, at] = [shared.get(name), byName.get(name)];
    if (line === undefined || at === undefined) continue;
    const run = runs.at(-1);
    if (run?.line === line && run.to.x < at.x) run.to = at;
    else runs.push({ line, from: at, to: at });
  }
  return runs.map(({ line, from, to }) => {
    const element = make("span", { class: "shared-title", text: line });
    explainWithin([element]);
    element.style.left = `${(from.x + to.x + to.width) / 2}px`;
    element.style.top = `${from.y}px`;
    return element;
  });
}
