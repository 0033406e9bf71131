/**
 * The network as it stands and is seen now: layout, camera, colours, highlights; drawn when something has changed.
 *
 * While something moves, the picture is as coarse as the machine needs it to be; when all is still, it is drawn once more,
 * finely, and then not at all.
 */
import { scaleOf } from "../../dom/palette.ts";
import { type Camera, type Lens, lensOf, rayThrough } from "../../math/camera.ts";
import type { Scale } from "../../math/colour.ts";
import { type Heights, type Hit, pick } from "../../math/picking.ts";
import { type Arrangement, layOutInSpace, type Slab, type Space } from "../../math/space.ts";
import { dot } from "../../math/vectors.ts";
import { presetCamera, type Room } from "../../math/viewpoints.ts";
import { columnsOf, type Network } from "../../network.ts";
import type { Store } from "../../store.ts";
import { fillTable, heightIn, placesOf, withHeights } from "./colours.ts";
import type { Labels } from "./labels.ts";
import { type Motion, makeMotion } from "./motion.ts";
import { makePicture, type Tint } from "./picture.ts";
import { makeQuality } from "./quality.ts";
import { strokesOf } from "./strokes.ts";
import { boxesIn, flatTiles, mapsIn, slabsOfTiles, tilesIn } from "./tiles.ts";

/** Height of the largest value's box, in sides of its cell. */
const HIGHEST = 4;
/** More boxes than this are drawn only while nothing moves. */
const MOST_MOVING_BOXES = 20000;

export type Part = "maps" | "boxes" | "colours" | "highlights";
const ALL: readonly Part[] = ["maps", "boxes", "colours", "highlights"];

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Viewer {
  readonly space: Space;
  readonly size: Size;
  readonly motion: Motion;
  readonly aspect: number;
  slab(layer: string): Slab | undefined;
  /** The camera that the store asks for. */
  wanted(size?: Size): Camera;
  /** Lays everything out anew; `move`: the maps go there. */
  stand(move: boolean): void;
  /** Lets the maps go to where they lay on the stage, or come from there. */
  flatten(stage: DOMRect, away: boolean): void;
  /** These are no longer as they were: draws soon. */
  touch(...parts: readonly Part[]): void;
  recolour(): void;
  /** Draws at once. */
  paint(): void;
  /** A hand moves the camera. */
  hold(camera: Camera): void;
  release(): void;
  readonly held: boolean;
  resize(size: Size): void;
  hitAt(x: number, y: number): Hit | null;
  /** The view's camera for a picture of another shape. */
  shotCamera(size: Size): Camera;
  /** Draws for this camera in another size, on the view's canvas, and places the labels for it. */
  shoot(camera: Camera, size: Size, ratio: number): void;
  /** What WebGL still holds after the end. */
  dispose(): number;
}

export function makeViewer(
  host: HTMLElement,
  canvas: HTMLCanvasElement,
  labels: Labels,
  store: Store,
  network: Network,
): Viewer {
  const places = placesOf(network);
  const picture = makePicture(canvas, places.count);
  const reduced = matchMedia("(prefers-reduced-motion: reduce)");
  const tint = tintOn(host);
  const stale = new Set<Part>(ALL);
  let space = layOut(store, network);
  let size: Size = { width: 1, height: 1 };
  let scale: Scale | null = null;
  let dimmed = "";
  let frames = 0;
  let asked = 0;
  let held = false;
  const aspect = () => size.width / size.height;
  const wanted = (of: Size = size): Camera => {
    const [camera, arrangement] = [store.camera.peek(), store.arrangement.peek()];
    if (typeof camera !== "string") return camera;
    const room = roomForNames(arrangement, of);
    return presetCamera(camera, arrangement, space, of.width / of.height, room);
  };
  const motion = makeMotion(wanted(), () => reduced.matches);
  const quality = makeQuality(() => request());

  const lens = (): Lens => lensOf(motion.camera, aspect());
  const solid = () => solidFor(space, motion.camera, lens());
  const heights = (): Heights | null =>
    store.heights.peek()
      ? {
          of: (layer, index) => heightIn(picture.table, (places.start.get(layer) ?? 0) + index),
          most: HIGHEST,
        }
      : null;

  const refresh = () => {
    const isSolid = solid();
    const faded = space.slabs.filter((slab) => !isSolid(slab)).map(({ name }) => name);
    if (faded.join() !== dimmed) stale.add("maps").add("boxes");
    dimmed = faded.join();
    if (stale.has("maps"))
      picture.putMaps(
        motion.tiles,
        slabsOfTiles(space).map(({ name }) => faded.includes(name)),
      );
    if (stale.has("boxes")) picture.setBoxes(heights() ? boxesIn(space, places, isSolid) : []);
    if (stale.has("colours")) {
      scale ??= withHeights(scaleOf(host));
      picture.setLook({ rule: tint("--rule"), lit: store.lit.peek() });
      fillTable(picture.table, places, store, scale);
      picture.update();
    }
    if (stale.has("highlights") || stale.has("maps")) {
      const shown = motion.risen >= 1 ? strokesOf(store, space, tint) : NOTHING;
      picture.setRibbons(shown.ribbons);
      picture.setCones(shown.cones);
    }
    stale.clear();
  };
  const draw = (now: number) => {
    if (motion.advance(now)) stale.add("maps");
    refresh();
    const boxes = heights() && motion.risen >= 1;
    const affordable = quality.still || places.count <= MOST_MOVING_BOXES;
    picture.resize({ ...size, ratio: quality.ratio });
    picture.draw(
      motion.camera,
      boxes && affordable ? { frame: space.frame, highest: HIGHEST } : null,
    );
    labels.element.classList.toggle("rising", motion.risen < 1);
    labels.place(space, lens(), motion.camera.focus, size);
    frames += 1;
    canvas.dataset.frames = String(frames);
    canvas.dataset.calls = String(picture.calls);
  };
  const frame = (now: number) => {
    asked = 0;
    quality.tick(now, motion.moving || held);
    draw(now);
    if (motion.moving) request();
    else quality.rest();
  };
  const request = () => {
    if (asked === 0 && !document.hidden) asked = requestAnimationFrame(frame);
  };
  const touch = (...parts: readonly Part[]) => {
    for (const part of parts) stale.add(part);
    request();
  };
  const lay = (move: boolean) => {
    space = layOut(store, network);
    if (move) motion.rise(tilesIn(space));
    else motion.lay(tilesIn(space));
    if (typeof store.camera.peek() === "string") {
      if (move) motion.fly(wanted());
      else motion.put(wanted());
    }
    touch(...ALL);
  };
  picture.setMaps(mapsIn(space, places));
  canvas.addEventListener("webglcontextrestored", () => touch(...ALL));

  return {
    get space() {
      return space;
    },
    get size() {
      return size;
    },
    motion,
    get aspect() {
      return aspect();
    },
    slab: (layer) => space.slabs.find(({ name }) => name === layer),
    wanted,
    stand: lay,
    flatten: (stage, away) => {
      const box = canvas.getBoundingClientRect();
      const corner = { left: stage.left - box.left, top: stage.top - box.top };
      const ahead = motion.camera.distance;
      const flat = flatTiles(space, store.placed.peek(), lens(), size, corner, ahead);
      if (away) motion.rise(flat);
      else motion.rise(tilesIn(space), flat);
      touch("maps", "highlights");
    },
    touch,
    recolour: () => {
      scale = null;
      touch("colours", "highlights");
    },
    paint: () => {
      quality.stir();
      draw(performance.now());
      quality.rest();
    },
    hold: (camera) => {
      motion.put(camera);
      held = true;
      quality.stir();
      request();
    },
    release: () => {
      held = false;
      request();
    },
    get held() {
      return held;
    },
    resize: (next) => {
      size = next;
      if (typeof store.camera.peek() === "string" && !motion.moving) motion.put(wanted());
    },
    hitAt: (x, y) => {
      const ray = rayThrough(lens(), (2 * x) / size.width - 1, 1 - (2 * y) / size.height);
      return pick(space, ray, solid(), heights());
    },
    shotCamera: (other) =>
      typeof store.camera.peek() === "string" ? wanted(other) : motion.camera,
    shoot: (camera, other, ratio) => {
      picture.resize({ ...other, ratio });
      picture.draw(camera, heights() && { frame: space.frame, highest: HIGHEST });
      labels.place(space, lensOf(camera, other.width / other.height), camera.focus, other);
      request();
    },
    dispose: () => {
      cancelAnimationFrame(asked);
      quality.stop();
      picture.dispose();
      return picture.held;
    },
  };
}

/** CSS pixels of three lines of names above a row, and of one beside a stack. */
const NAMES = { above: 112, aside: 150 };

function roomForNames(arrangement: Arrangement, { width, height }: Size): Room {
  return arrangement === "row"
    ? { aside: 0, above: Math.min(0.24, NAMES.above / height) }
    : { aside: Math.min(0.35, NAMES.aside / width), above: 0 };
}

const NOTHING = { ribbons: [], cones: [] } as const;

function layOut(store: Store, network: Network): Space {
  const hidden = store.hidden.peek();
  const depths = columnsOf(network);
  const shapes = network.layers.map(({ name, shape }) => ({
    name,
    shape,
    hidden: hidden.has(name),
    depth: depths.get(name) ?? 0,
  }));
  return layOutInSpace(shapes, store.spacing.peek(), store.arrangement.peek());
}

/** Layers on the eye's side of the one that the camera was brought to are frames only. */
function solidFor(space: Space, { focus }: Camera, { eye }: Lens): (slab: Slab) => boolean {
  const focused = space.slabs.find(({ name }) => name === focus);
  if (focused === undefined) return () => true;
  const before = dot(eye, space.frame.flow) < focused.along;
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
