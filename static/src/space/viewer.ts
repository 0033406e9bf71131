/**
 * The network as it stands and is seen now: layout, camera, colours, highlights; drawn when something has changed.
 *
 * While something moves, the picture is as coarse as the machine needs it to be; when all is still, it is drawn once more,
 * finely, and then not at all.
 */

import { listen } from "../events/listen.ts";
import { lensOf, rayThrough } from "../layout/camera.ts";
import { type Hit, pick } from "../layout/picking.ts";
import type { Camera } from "../layout/pose.ts";
import type { Slab, Slabs, Tile } from "../layout/space.ts";
import type { Network } from "../network/network.ts";
import type { Lab } from "../state/lab.ts";
import type { Labels } from "./labels.ts";
import type { ViewSize } from "./marks.ts";
import { MASK } from "./mask.ts";
import type { Motion } from "./motion.ts";
import {
  ALL,
  boxesOf,
  draw,
  heightsOf,
  layOut,
  lensNow,
  makeView,
  type PicturePart,
  type SpaceView,
  solidNow,
  unitHeights,
  wantedBy,
} from "./painting.ts";
import { flatTiles, tilesIn } from "./tiles.ts";

export interface Viewer {
  readonly space: Slabs;
  readonly size: ViewSize;
  readonly motion: Motion;
  readonly aspect: number;
  slab(layer: string): Slab | undefined;
  /** Lays everything out anew; `move`: the maps go there. */
  stand(move: boolean): void;
  /** Lets the maps go to where they lay on the stage, or come from there. */
  flatten(stage: DOMRect, away: boolean): void;
  /** These have changed: draws soon. */
  touch(...parts: readonly PicturePart[]): void;
  recolour(): void;
  /** Draws at once. */
  paint(): void;
  /** Flies to the layer of the current step; null: back to where the state has the camera. */
  guide(layer: string | null): void;
  /** A hand moves the camera. */
  hold(camera: Camera): void;
  release(): void;
  readonly held: boolean;
  resize(size: ViewSize): void;
  hitAt(x: number, y: number): Hit | null;
  /** The view's camera for a picture of another shape. */
  shotCamera(size: ViewSize): Camera;
  /** Draws for this camera in another size, on the view's canvas, and puts the labels where they belong in it. */
  shoot(camera: Camera, size: ViewSize, ratio: number): void;
  /** Ends the view; returns how many objects WebGL still holds. */
  dispose(): number;
}

export function makeViewer(
  host: HTMLElement,
  canvas: HTMLCanvasElement,
  labels: Labels,
  lab: Lab,
  network: Network,
): Viewer {
  const redraw = () => loop.request();
  const view = makeView(host, canvas, labels, lab, network, redraw, () => loop.mark());
  const loop = makeLoop(view);
  listen(view.canvas, { webglcontextrestored: () => loop.touch(...ALL) });
  return {
    get space() {
      return view.space;
    },
    get size() {
      return view.size;
    },
    get aspect() {
      return view.size.width / view.size.height;
    },
    get held() {
      return view.held;
    },
    motion: view.motion,
    slab: (layer) => view.space.slabs.find(({ name }) => name === layer),
    touch: loop.touch,
    ...standing(view, loop),
    ...painting(view, loop),
    hitAt: (x, y) => {
      const { width, height } = view.size;
      const ray = rayThrough(lensNow(view), (2 * x) / width - 1, 1 - (2 * y) / height);
      const isSolid = solidNow(view);
      const isLayer = (slab: Slab) => slab.name !== MASK && isSolid(slab);
      return pick(view.space, ray, isLayer, heightsOf(view));
    },
    dispose: () => {
      loop.stop();
      view.quality.stop();
      view.picture.dispose();
      return view.picture.held;
    },
  };
}

interface Loop {
  request(): void;
  touch(...parts: readonly PicturePart[]): void;
  /** Writes on the canvas whether the picture rests: nothing moves, and it is as fine as it will be. */
  mark(): void;
  stop(): void;
}

/** A frame when one is asked for, and further ones as long as something moves. */
function makeLoop(view: SpaceView): Loop {
  const { motion, quality, stale, canvas } = view;
  let asked = 0;
  const mark = () => {
    canvas.toggleAttribute("data-rest", asked === 0 && quality.still && !view.held);
  };
  const frame = (now: number) => {
    asked = 0;
    quality.tick(now, motion.moving || view.held);
    draw(view, now);
    if (motion.moving) request();
    else quality.rest();
    mark();
  };
  const request = () => {
    if (asked === 0 && !document.hidden) asked = requestAnimationFrame(frame);
    mark();
  };
  return {
    request,
    mark,
    touch: (...parts) => {
      for (const part of parts) stale.add(part);
      request();
    },
    stop: () => cancelAnimationFrame(asked),
  };
}

/** The maps as they lay on the stage, which was there on the page. */
function tilesOnStage(view: SpaceView, stage: DOMRect): readonly Tile[] {
  const box = view.canvas.getBoundingClientRect();
  const corner = { left: stage.left - box.left, top: stage.top - box.top };
  const placed = view.lab.reader.placed.peek();
  const ahead = view.motion.camera.distance;
  return flatTiles(view.space, placed, lensNow(view), view.size, corner, ahead);
}

/** Where the maps and the camera go. */
function standing(
  view: SpaceView,
  loop: Loop,
): Pick<Viewer, "stand" | "flatten" | "guide" | "hold" | "release" | "resize"> {
  const { lab, motion, quality } = view;
  const free = () => typeof lab.space.camera.peek() === "string" || view.guided !== null;

  return {
    stand: (move) => {
      view.space = layOut(lab, view.network);
      if (move) motion.rise(tilesIn(view.space));
      else motion.lay(tilesIn(view.space));
      if (free()) {
        if (move) motion.fly(wantedBy(view));
        else motion.put(wantedBy(view));
      }
      loop.touch(...ALL);
    },
    flatten: (stage, away) => {
      const flat = tilesOnStage(view, stage);
      if (away) motion.rise(flat);
      else motion.rise(tilesIn(view.space), flat);
      loop.touch("maps", "highlights");
    },
    guide: (layer) => {
      view.guided = layer;
      const to = wantedBy(view);
      if (JSON.stringify(to) === JSON.stringify(motion.camera)) return;
      motion.fly(to);
      loop.touch();
    },
    hold: (camera) => {
      view.guided = null;
      motion.put(camera);
      view.held = true;
      quality.stir();
      loop.request();
    },
    release: () => {
      view.held = false;
      loop.request();
    },
    resize: (next) => {
      view.size = next;
      if (free() && !motion.moving) motion.put(wantedBy(view));
    },
  };
}

function painting(
  view: SpaceView,
  loop: Loop,
): Pick<Viewer, "recolour" | "paint" | "shotCamera" | "shoot"> {
  const { lab, motion, quality, picture, labels } = view;
  return {
    recolour: () => {
      view.scale = null;
      loop.touch("colours", "highlights");
    },
    paint: () => {
      quality.stir();
      draw(view, performance.now());
      quality.rest();
      loop.mark();
    },
    shotCamera: (other) =>
      typeof lab.space.camera.peek() === "string" ? wantedBy(view, other) : motion.camera,
    shoot: (camera, other, ratio) => {
      picture.resize({ ...other, ratio });
      picture.draw(camera, boxesOf(view));
      const lens = lensOf(camera, other.width / other.height);
      labels.place(view.space, lens, camera.focus, other, unitHeights(view));
      loop.request();
    },
  };
}
