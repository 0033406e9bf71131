/** A lecture's stage: one layer large, its neighbour, and what is left of the others. */
import { make } from "../dom/element.ts";
import { castOf } from "../layout/cast.ts";
import { MOST_KERNELS_BESIDE } from "../layout/grids.ts";
import { layOutHall } from "../layout/hall.ts";
import { kernelsOf } from "../layout/kernels.ts";
import type { Placed } from "../layout/placed.ts";
import { mapCorner } from "../layout/places.ts";
import { edgesOf } from "../network/edges.ts";
import { mapNamesOf, maskOf } from "../network/mask.ts";
import type { Network } from "../network/network.ts";
import { course, phrase } from "../words/phrases.ts";
import { forgetWords, named, ROOM_ACROSS, type Setting, shapeOf } from "./shapes.ts";
import { remOf } from "./titles.ts";

/** Height of the one line of titles, in rem. */
const HEADING = 2;
/** Stages from this width on have room for more stubs, in CSS pixels. */
const WIDE = 1145;
const STUBS = { wide: 5, narrow: 3 };
/** A mask: the gap to its maps and its least side, both in rem; its largest side as a part of their height. */
const MASK = { gap: 4, least: 4, most: 0.66 };

/** Null where the stage is too narrow for layers side by side. */
export function arrangeInHall(setting: Setting, focus: string): readonly Placed[] | null {
  const { host, network, look, slot } = setting;
  if (host.clientWidth < ROOM_ACROSS) return null;
  host.style.minHeight = "";
  host.classList.remove("down");
  forgetWords(host);
  slot?.toggleAttribute("data-empty", true);
  const rem = remOf(host);
  const shown = network.layers.filter(({ name }) => !look.hidden.peek().has(name));
  const most = host.clientWidth >= WIDE ? STUBS.wide : STUBS.narrow;
  const order = shown.map(({ name }) => name);
  const cast = castOf(order, edgesOf(network), focus, most);
  const shapes = shown.map((layer) => {
    const kernels = look.kernels.peek() ? kernelsOf(layer, network) : undefined;
    const names = network.names.get(layer.name);
    return {
      ...shapeOf(layer, look),
      kernels: kernels !== undefined && kernels.count <= MOST_KERNELS_BESIDE ? kernels : undefined,
      ...(names && named(0, 0, names.length, 1)),
      ...(cast.stubs.includes(layer.name) && maskOf(network, layer.name) && { channels: 1 }),
    };
  });
  const placed = layOutHall(shapes, cast, {
    width: host.clientWidth,
    height: host.clientHeight,
    ratio: devicePixelRatio,
    rem,
    heading: HEADING * rem,
    toScale: look.toScale.peek(),
  });
  const withMask = placed.map((each) => finishedIn(each, network, rem));
  numberMaps(host, withMask, network);
  host.append(...signsOf(withMask, HEADING * rem));
  for (const { name, part, grid } of withMask)
    host
      .querySelector(`[data-layer="${name}"]`)
      ?.classList.toggle("alone", part === "neighbour" && grid.channels === 1 && !grid.folded);
  return withMask;
}

/** The mask: beside the large layer's maps as large as there is room for, in a stub the only picture. */
function finishedIn(placed: Placed, network: Network, rem: number): Placed {
  const { part, name, grid, x, width, left, top } = placed;
  if (part === "neighbour" || maskOf(network, name) === null) return placed;
  if (part === "stub") {
    const side = grid.width;
    return { ...placed, finished: { way: "instead", left, top, side } };
  }
  const room = width - grid.width - MASK.gap * rem;
  const side = wholeCells(Math.min(room, MASK.most * grid.height), grid.rows);
  if (side < MASK.least * rem) return placed;
  const from = x + (room - side) / 2;
  const middle = top + grid.height / 2;
  return {
    ...placed,
    left: from,
    finished: {
      way: "beside",
      left: from + grid.width + MASK.gap * rem,
      top: middle - side / 2,
      side,
    },
  };
}

/** The largest side, up to `side`, with cells of whole device pixels. */
function wholeCells(side: number, cells: number): number {
  return (Math.floor((side * devicePixelRatio) / cells) * cells) / devicePixelRatio;
}

/** Signs that say how many layers are left out, where these would stand. */
function signsOf(placed: readonly Placed[], heading: number): HTMLElement[] {
  return placed.flatMap(({ leftOut, part }, i) => {
    const isBetween = part !== "stub" && i > 0 && placed[i - 1]?.part !== "stub";
    if (leftOut === undefined || isBetween) return [];
    const text = phrase("stage.left-out", { count: leftOut.count });
    const sign = make("span", { class: "left-out", role: "img", "aria-label": text, title: text });
    sign.append(make("span", { text: `+${leftOut.count}` }));
    sign.style.left = `${leftOut.x}px`;
    sign.style.top = `${heading}px`;
    return [sign];
  });
}

/** The maps of the large layer have numbers in their corners, or names where they stand for something. */
function numberMaps(host: HTMLElement, placed: readonly Placed[], network: Network): void {
  const focus = placed.find(({ part }) => part === "focus");
  if (focus === undefined || focus.grid.folded || focus.grid.channels < 2) return;
  const section = host.querySelector(`[data-layer="${focus.name}"]`);
  section?.append(...numbersOf(focus, mapNamesOf(network, focus.name)));
}

function numbersOf({ grid, x, y, left, top }: Placed, names: readonly string[]): HTMLElement[] {
  return Array.from({ length: grid.channels }, (_, i) => {
    const name = names[grid.first + i];
    const text = name === undefined ? String(grid.first + i + 1) : course(name);
    const number = make("span", { class: "map-number", "aria-hidden": "true", text });
    const corner = mapCorner(grid, grid.first + i);
    number.style.left = `${left - x + corner.x / devicePixelRatio}px`;
    number.style.top = `${top - y + corner.y / devicePixelRatio}px`;
    return number;
  });
}
