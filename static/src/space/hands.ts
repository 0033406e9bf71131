/** What mouse, fingers and keys do to the network in space. */
import { type Camera, fitted, orbited, panned, tidied, zoomed } from "../layout/camera.ts";
import { cellCamera, layerCamera, outlineOf } from "../layout/viewpoints.ts";
import type { Network } from "../network/network.ts";
import type { Cell } from "../network/reading.ts";
import type { Lab } from "../state/lab.ts";
import type { Wishes } from "./controls.ts";
import { makeKeys } from "./keys.ts";
import type { Viewer } from "./viewer.ts";

/** Where the camera can be sent by a press of a button or a key. */
export interface Sends {
  home(): void;
  fit(): void;
  toLayer(layer: string): void;
  toCell(cell: Cell): void;
}

/** So far from a layer that it was brought to, the camera is no longer at it. */
const AWAY = 1.6;

export function makeSends(lab: Lab, viewer: Viewer): Sends {
  const send = (camera: Camera | "isometric") => {
    viewer.release();
    lab.space.adjustSpace({ camera });
  };
  return {
    home: () => {
      lab.space.adjustSpace({ spacing: 1 });
      send("isometric");
    },
    fit: () => send(fitted(viewer.motion.camera, outlineOf(viewer.space), viewer.aspect)),
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

export function makeWishes(lab: Lab, network: Network, viewer: Viewer, sends: Sends): Wishes {
  const { motion } = viewer;
  const place = (x: number, y: number) =>
    [(2 * x) / viewer.size.width - 1, 1 - (2 * y) / viewer.size.height] as const;
  /** Far from a layer, all are shown again. */
  const freed = (camera: Camera): Camera => {
    const slab = camera.focus === null ? undefined : viewer.slab(camera.focus);
    if (slab === undefined) return camera;
    const close = layerCamera(slab, lab.space.arrangement.peek(), viewer.space, viewer.aspect);
    return camera.distance > AWAY * close.distance ? { ...camera, focus: null } : camera;
  };
  const orbit = (yaw: number, pitch: number) => viewer.hold(orbited(motion.camera, yaw, pitch));
  const zoom = (factor: number, x = 0, y = 0) =>
    viewer.hold(freed(zoomed(motion.camera, factor, viewer.aspect, x, y)));
  const pan = (x: number, y: number) => {
    const [across, up] = [(2 * x) / viewer.size.width, (-2 * y) / viewer.size.height];
    viewer.hold(panned(motion.camera, across, up, viewer.aspect));
  };
  return {
    orbit,
    pan,
    zoom: (factor, x, y) => zoom(factor, ...place(x, y)),
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
      if (hit !== null) sends.toCell(hit);
    },
    key: makeKeys(lab, network, {
      turn: orbit,
      zoom: (factor) => zoom(factor),
      pan,
      home: sends.home,
      fit: sends.fit,
      approach: sends.toCell,
    }),
  };
}
