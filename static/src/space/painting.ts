/** One frame of the network in space: what has changed is brought up to date, then the picture is drawn and the labels are placed. */

import { scaleOf } from "../dom/palette.ts";
import { type Lens, lensOf } from "../layout/camera.ts";
import type { Heights } from "../layout/picking.ts";
import type { Arrangement, Camera } from "../layout/pose.ts";
import { layOutInSpace, type Slab, type SlabShape, type Slabs } from "../layout/space.ts";
import { layerCamera, type Margins, presetCamera } from "../layout/viewpoints.ts";
import type { Scale } from "../math/colour.ts";
import { dot } from "../math/vectors.ts";
import { depthsOf, rowsOfBlocks } from "../network/branches.ts";
import type { Network } from "../network/network.ts";
import type { Lab } from "../state/lab.ts";
import { fillTable, heightIn, type Offsets, offsetsOf, withHeights } from "./colours.ts";
import type { Tint } from "./geometries.ts";
import { isSmall, type Labels, type UnitHeight } from "./labels.ts";
import type { ViewSize } from "./marks.ts";
import { fillMaskNow, MASK, maskSlabOf } from "./mask.ts";
import { Motion } from "./motion.ts";
import { type BoxHeights, Picture } from "./picture.ts";
import { makeQuality, type Quality } from "./quality.ts";
import { overlayOf } from "./ribbons.ts";
import { boxesIn, mapsIn, slabsOfTiles } from "./tiles.ts";

/** Height of the largest value's box, in sides of its cell. */
const HIGHEST = 4;
/** More boxes than this are drawn only while nothing moves. */
const MOST_MOVING_BOXES = 20000;

export type PicturePart = "maps" | "boxes" | "colours" | "highlights";
export const ALL: readonly PicturePart[] = ["maps", "boxes", "colours", "highlights"];

/** Everything that a frame is made of. */
export interface SpaceView {
  readonly host: HTMLElement;
  readonly canvas: HTMLCanvasElement;
  readonly labels: Labels;
  readonly lab: Lab;
  readonly network: Network;
  readonly offsets: Offsets;
  readonly picture: Picture;
  readonly motion: Motion;
  readonly quality: Quality;
  readonly tint: (name: string, opacity?: number) => Tint;
  /** What has changed since the last frame. */
  readonly stale: Set<PicturePart>;
  space: Slabs;
  size: ViewSize;
  /** Null after a change of theme or palette. */
  scale: Scale | null;
  /** Names of the layers that are drawn as frames only. */
  faded: readonly string[];
  /** A hand moves the camera. */
  held: boolean;
  /** The layer that the current step has led the camera to, until somebody leads it elsewhere. */
  guided: string | null;
  frames: number;
}

/** Takes over a canvas; throws where there is no WebGL. */
export function makeView(
  host: HTMLElement,
  canvas: HTMLCanvasElement,
  labels: Labels,
  lab: Lab,
  network: Network,
  redraw: () => void,
  rested: () => void,
): SpaceView {
  const offsets = offsetsOf(network);
  const picture = new Picture(canvas, offsets.count);
  const reduced = matchMedia("(prefers-reduced-motion: reduce)");
  const space = layOut(lab, network);
  picture.setMaps(mapsIn(space, offsets));
  const size = { width: 1, height: 1 };
  return {
    host,
    canvas,
    labels,
    lab,
    network,
    offsets,
    picture,
    motion: new Motion(wantedBy({ lab, space, size, guided: null }), () => reduced.matches),
    quality: makeQuality(redraw, rested),
    tint: tintOn(host),
    stale: new Set(ALL),
    space,
    size,
    scale: null,
    faded: [],
    held: false,
    guided: null,
    frames: 0,
  };
}

/** The camera that the current step asks for, or else the state. */
export function wantedBy(
  { lab, space, size, guided }: Pick<SpaceView, "lab" | "space" | "size" | "guided">,
  of: ViewSize = size,
): Camera {
  const slab = space.slabs.find(({ name, hidden }) => name === guided && !hidden);
  if (slab !== undefined)
    return layerCamera(slab, lab.space.arrangement.peek(), space, of.width / of.height);
  const [camera, arrangement] = [lab.space.camera.peek(), lab.space.arrangement.peek()];
  if (typeof camera !== "string") return camera;
  const room = roomForNames(arrangement, of);
  const tall = lab.space.heights.peek() ? HIGHEST : 0;
  return presetCamera(camera, arrangement, space, of.width / of.height, room, tall);
}

export function lensNow({ motion, size }: SpaceView): Lens {
  return lensOf(motion.camera, size.width / size.height);
}

/** How high each value stands; null while they are flat. */
export function heightsOf({ lab, offsets, picture }: SpaceView): Heights | null {
  if (!lab.space.heights.peek()) return null;
  const start = (layer: string) => offsets.start.get(layer) ?? 0;
  return { of: (layer, index) => heightIn(picture.table, start(layer) + index), most: HIGHEST };
}

/** How far values stand out of their planes. */
export function unitHeights(view: SpaceView): UnitHeight {
  const heights = heightsOf(view);
  const cells = new Map(view.space.slabs.map(({ name, cell }) => [name, cell]));
  return (layer, index) =>
    heights === null ? 0 : heights.most * (cells.get(layer) ?? 0) * heights.of(layer, index);
}

/** How the boxes are drawn; null while values are flat. */
export function boxesOf({ lab, space }: SpaceView): BoxHeights | null {
  return lab.space.heights.peek() ? { axes: space.axes, highest: HIGHEST } : null;
}

export function draw(view: SpaceView, now: number): void {
  const { motion, quality, picture, labels, canvas, offsets, size, space } = view;
  if (motion.advance(now)) view.stale.add("maps");
  refresh(view);
  const affordable = quality.still || offsets.count <= MOST_MOVING_BOXES;
  picture.resize({ ...size, ratio: quality.ratio });
  picture.draw(motion.camera, motion.risen >= 1 && affordable ? boxesOf(view) : null);
  labels.element.classList.toggle("rising", motion.risen < 1);
  labels.place(space, lensNow(view), motion.camera.focus, size, unitHeights(view));
  view.frames += 1;
  canvas.dataset.frames = String(view.frames);
  canvas.dataset.calls = String(picture.calls);
}

/** Brings the picture up to date in what is stale. */
function refresh(view: SpaceView): void {
  const { space, stale, picture, motion, lab, offsets, tint } = view;
  const isSolid = solidNow(view);
  const faded = space.slabs.filter((slab) => !isSolid(slab)).map(({ name }) => name);
  if (faded.join() !== view.faded.join()) stale.add("maps").add("boxes");
  view.faded = faded;
  if (stale.has("maps"))
    picture.putMaps(
      motion.tiles,
      slabsOfTiles(space).map(({ name }) => faded.includes(name)),
    );
  if (stale.has("boxes"))
    picture.setBoxes(lab.space.heights.peek() ? boxesIn(space, offsets, isSolid) : []);
  if (stale.has("colours")) {
    view.scale ??= withHeights(scaleOf(view.host));
    picture.setLook({ rule: tint("--rule"), lit: lab.space.lit.peek() });
    fillTable(picture.table, offsets, lab, view.scale);
    fillMaskNow(picture.table, offsets.start.get(MASK) ?? 0, lab, view.host);
    picture.update();
  }
  if (stale.has("highlights") || stale.has("maps")) {
    const shown = motion.risen >= 1 ? overlayOf(lab, space, tint) : NOTHING;
    picture.setRibbons(shown.ribbons);
    picture.setCones(shown.cones);
  }
  stale.clear();
}

const NOTHING = { ribbons: [], cones: [] } as const;

/** Where the network runs across, rows of names above it; where it runs up, names beside it. In CSS pixels. */
const NAMES = { all: 1250, row: 38, brief: 22, gap: 10, aside: 160, briefly: 138, classes: 26 };

function roomForNames(arrangement: Arrangement, size: ViewSize): Margins {
  const { width, height } = size;
  const beyond = Math.min(0.06, NAMES.classes / width);
  const brief = isSmall(size);
  if (arrangement === "stack") {
    const aside = (brief ? NAMES.briefly : NAMES.aside) / width;
    return { aside: Math.min(0.42, aside), beyond, above: 0 };
  }
  const rows = Math.min(5, Math.max(2, Math.ceil(NAMES.all / (0.5 * width))));
  const above = NAMES.gap + rows * (brief ? NAMES.brief : NAMES.row);
  return { aside: 0, beyond, above: Math.min(0.28, above / height) };
}

export function layOut(lab: Lab, network: Network): Slabs {
  const hidden = lab.look.hidden.peek();
  const depths = depthsOf(network);
  const close = new Set(rowsOfBlocks(network).flatMap(([, ...others]) => others));
  const shapes: SlabShape[] = network.layers.map((layer) => ({
    name: layer.name,
    shape: layer.shape,
    hidden: hidden.has(layer.name),
    depth: depths.get(layer.name) ?? 0,
    close: close.has(layer),
  }));
  const mask = maskSlabOf(network);
  if (mask !== null) {
    const depth = 1 + Math.max(...depths.values());
    shapes.push({ name: MASK, shape: mask.shape, hidden: hidden.has(mask.layer), depth });
  }
  return layOutInSpace(shapes, lab.space.spacing.peek(), lab.space.arrangement.peek());
}

/** Layers between the camera and the layer that it was brought to are drawn as frames only. */
export function solidNow(view: SpaceView): (slab: Slab) => boolean {
  return solidFor(view.space, view.motion.camera, lensNow(view));
}

function solidFor(space: Slabs, { focus }: Camera, { eye }: Lens): (slab: Slab) => boolean {
  const focused = space.slabs.find(({ name }) => name === focus);
  if (focused === undefined) return () => true;
  const before = dot(eye, space.axes.flow) < focused.along;
  return ({ along }) => (before ? along >= focused.along : along <= focused.along);
}

/** The style sheet's colours, of the theme and palette that the element has now. */
function tintOn(host: HTMLElement): (name: string, opacity?: number) => Tint {
  const tint = (name: string, opacity = 1): Tint => {
    const text = getComputedStyle(host).getPropertyValue(name).trim();
    const other = /^var\((.*)\)$/.exec(text)?.[1];
    if (other !== undefined) return tint(other, opacity);
    const number = Number.parseInt(text.slice(1), 16);
    return [(number >> 16) / 255, ((number >> 8) & 255) / 255, (number & 255) / 255, opacity];
  };
  return tint;
}
