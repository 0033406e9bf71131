/** What gestures do to the network in space. */

import { fitTo, orbited, panned, zoomed } from "../layout/camera.ts";
import { type Camera, tidied } from "../layout/pose.ts";
import { cellCamera, layerCamera, outlineOf } from "../layout/viewpoints.ts";
import type { Network } from "../network/network.ts";
import type { Cell } from "../network/reading.ts";
import type { Lab } from "../state/lab.ts";
import type { Gestures } from "./controls.ts";
import { makeKeys } from "./keys.ts";
import type { Viewer } from "./viewer.ts";

/** Where the camera can be sent by a press of a button or a key. */
export interface Targets {
  home(): void;
  fit(): void;
  toLayer(layer: string): void;
  toCell(cell: Cell): void;
}

/** The camera has left a layer once its distance is so many times the one that shows the layer whole. */
const AWAY = 1.6;

export function makeTargets(lab: Lab, viewer: Viewer): Targets {
  const send = (camera: Camera | "isometric") => {
    viewer.release();
    lab.space.adjustSpace({ camera });
  };
  return {
    home: () => {
      lab.space.adjustSpace({ spacing: 1 });
      send("isometric");
    },
    fit: () => send(fitTo(viewer.motion.camera, outlineOf(viewer.space), viewer.aspect)),
    toLayer: (layer) => {
      const slab = viewer.slab(layer);
      if (slab === undefined || slab.hidden) return;
      send(layerCamera(slab, lab.space.arrangement.peek(), viewer.space, viewer.aspect));
    },
    toCell: ({ layer, index }) => {
      const slab = viewer.slab(layer);
      if (slab === undefined || slab.hidden) return;
      send(cellCamera(slab, index, lab.space.arrangement.peek(), viewer.space, viewer.aspect));
    },
  };
}

export function makeGestures(
  lab: Lab,
  network: Network,
  viewer: Viewer,
  targets: Targets,
): Gestures {
  const { motion } = viewer;
  const moves = cameraMoves(lab, viewer);
  return {
    ...moves,
    settle: () => {
      if (!viewer.held) return; // it was sent elsewhere meanwhile
      motion.put(tidied(motion.camera));
      lab.space.adjustSpace({ camera: motion.camera });
      viewer.release();
    },
    point: (x, y) => lab.selection.point(viewer.hitAt(x, y)),
    leave: () => lab.selection.point(null),
    press: (x, y) => {
      const hit = viewer.hitAt(x, y);
      lab.selection.pin(hit && { layer: hit.layer, index: hit.index });
      lab.selection.point(hit);
    },
    approach: (x, y) => {
      const hit = viewer.hitAt(x, y);
      if (hit !== null) targets.toCell(hit);
    },
    key: makeKeys(lab, network, {
      turn: moves.orbit,
      zoom: (factor) => moves.zoom(factor, viewer.size.width / 2, viewer.size.height / 2),
      pan: moves.pan,
      home: targets.home,
      fit: targets.fit,
      approach: targets.toCell,
    }),
  };
}

/** How a hand moves the camera; points in CSS pixels of the canvas. */
function cameraMoves(lab: Lab, viewer: Viewer): Pick<Gestures, "orbit" | "pan" | "zoom"> {
  const { motion } = viewer;
  return {
    orbit: (yaw, pitch) => viewer.hold(orbited(motion.camera, yaw, pitch)),
    pan: (x, y) => {
      const [across, up] = [(2 * x) / viewer.size.width, (-2 * y) / viewer.size.height];
      viewer.hold(panned(motion.camera, across, up, viewer.aspect));
    },
    zoom: (factor, x, y) => {
      // In parts of the view around its middle, up is positive.
      const [across, up] = [(2 * x) / viewer.size.width - 1, 1 - (2 * y) / viewer.size.height];
      const camera = zoomed(motion.camera, factor, viewer.aspect, across, up);
      viewer.hold(withoutFarFocus(camera, lab, viewer));
    },
  };
}

/** Far from the layer that the camera was brought to, all layers are shown again. */
function withoutFarFocus(camera: Camera, lab: Lab, viewer: Viewer): Camera {
  const slab = camera.focus === null ? undefined : viewer.slab(camera.focus);
  if (slab === undefined) return camera;
  const close = layerCamera(slab, lab.space.arrangement.peek(), viewer.space, viewer.aspect);
  return camera.distance > AWAY * close.distance ? { ...camera, focus: null } : camera;
}
