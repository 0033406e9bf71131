/** Where each layer goes on the stage, given the titles above it. */
import { layOutAcross, layOutDown, type Placed, type Room2d } from "../layout/flat.ts";
import type { LayerShape } from "../layout/grids.ts";
import { kernelsOf } from "../layout/kernels.ts";
import { planes } from "../math/tensor.ts";
import { columnsOf, connectionsOf } from "../network/branches.ts";
import type { Layer, Network } from "../network/network.ts";
import type { LookSlice } from "../state/look.ts";
import {
  chooseTitles,
  columnsUnder,
  heightOf,
  setTitles,
  type TitleSetting,
  typeOf,
} from "./titles.ts";

/** Between a heading and its maps, where layers stand one under the other. */
const UNDER_HEADING = 6;
/** In CSS pixels: a column where there are many, the space between two, and the stage from which on layers stand side by side. */
const NARROWEST = 68;
const AISLE_OF_MANY = 12;
const ROOM_ACROSS = 640;
/** Room for the lines of branches: between columns, and below the maps. */
const BRANCHING_AISLE = 26;
const BELOW = 26;
/** Width of the named units, in em of the stage. */
const UNITS = 6.3;

/** What the layout follows from. */
export interface Setting {
  readonly host: HTMLElement;
  readonly network: Network;
  readonly look: LookSlice;
  readonly titles: TitleSetting;
  /** Height of the headings, in CSS pixels. */
  readonly heading: number;
}

/** The largest titles of lecture mode that leave the maps their size. */
export function titlesFor(host: HTMLElement, network: Network, look: LookSlice): TitleSetting {
  const branching = connectionsOf(network).length > 0;
  return chooseTitles((titles) => {
    if (branching && titles.staggered) return null; // layers above one another have titles there too
    setTitles(host, titles, []);
    const setting = { host, network, look, titles, heading: heightOf(titles, host) };
    return layOutAcross(shapesOf(setting, false), spaceOf(setting));
  });
}

/** Side by side where that fits, one under the other where it does not. */
export function arrange(setting: Setting, headingOf: (layer: string) => number): Placed[] {
  const { host } = setting;
  host.style.minHeight = "";
  const space = spaceOf(setting);
  const wide = host.clientWidth >= ROOM_ACROSS;
  let across = layOutAcross(shapesOf(setting, false), space);
  host.classList.toggle("crowded", across === null && wide);
  if (across === null && wide) {
    // Many layers: their headings' words are broken.
    const narrow = shapesOf(setting, false).map((shape) => ({ ...shape, narrowest: NARROWEST }));
    across = layOutAcross(narrow, { ...space, aisle: AISLE_OF_MANY });
  }
  host.classList.toggle("down", across === null);
  if (across !== null) return across;
  const withHeadings = shapesOf(setting, true).map((shape) => ({
    ...shape,
    heading: headingOf(shape.name) + UNDER_HEADING,
  }));
  const placed = layOutDown(withHeadings, space);
  const last = placed.at(-1);
  host.style.minHeight = last === undefined ? "" : `${last.y + last.height}px`;
  return placed;
}

function spaceOf({ host, network, heading }: Setting): Room2d {
  const branching = connectionsOf(network).length > 0;
  return {
    width: host.clientWidth,
    height: host.clientHeight - (branching ? BELOW : 0),
    ratio: devicePixelRatio,
    heading,
    narrowest: 0,
    ...(branching ? { aisle: BRANCHING_AISLE } : {}),
  };
}

/** `down`: for layers one under the other. */
function shapesOf(setting: Setting, down: boolean): LayerShape[] {
  const { host, network, look, titles } = setting;
  const columns = columnsOf(network);
  const widths = columnsUnder(titles, network, look.hidden.peek(), host);
  return network.layers.map((layer, i) => ({
    ...shapeOf(layer, setting, down),
    column: columns.get(layer.name) ?? 0,
    page: look.pages.peek().get(layer.name) ?? 0,
    narrowest: widths[i] ?? 0,
    kernels: look.kernels.peek() ? kernelsOf(layer, network) : undefined,
  }));
}

function shapeOf(layer: Layer, setting: Setting, down: boolean): LayerShape {
  const { host, network, look, heading } = setting;
  const { channels, rows, columns } = planes(layer.shape);
  const hidden = look.hidden.peek().has(layer.name);
  const base = { name: layer.name, channels, rows, columns, hidden };
  if (!network.names.has(layer.name)) return { ...base, units: layer.shape.length < 3 };
  const width = down ? host.clientWidth : Math.round(UNITS * typeOf(host));
  const across = down ? 5 : 1;
  const height = down ? 116 : Math.min(host.clientHeight - heading, columns * 44);
  return {
    ...base,
    units: true,
    fixed: { width, height, across, rows: Math.ceil(columns / across) },
  };
}
