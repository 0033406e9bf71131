/** The keyboard on the 3D view: the camera by arrows, cells by arrows with Shift, layers and maps by pages. */

import { indexIn, positionIn } from "../math/shape.ts";
import { planes } from "../math/tensor.ts";
import type { Network } from "../network/network.ts";
import type { Cell } from "../network/reading.ts";
import type { Lab } from "../state/lab.ts";

export interface KeyActions {
  turn(yaw: number, pitch: number): void;
  zoom(factor: number): void;
  /** Moves by so many CSS pixels. */
  pan(x: number, y: number): void;
  home(): void;
  fit(): void;
  approach(cell: Cell): void;
}

const DEGREES = 6;
const CLOSER = 0.85;
const PIXELS = 40;
/** Where the camera goes; what is seen goes the other way. */
const PANS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [PIXELS, 0],
  ArrowRight: [-PIXELS, 0],
  ArrowUp: [0, PIXELS],
  ArrowDown: [0, -PIXELS],
};

/** Answers whether the key was for the view. */
export function makeKeys(
  lab: Lab,
  network: Network,
  actions: KeyActions,
): (event: KeyboardEvent) => boolean {
  const go = (cell: Cell | null) => {
    if (cell === null) return true;
    if (lab.selection.pinned.peek() !== null) lab.selection.pin(cell);
    lab.selection.point(cell);
    return true;
  };
  return ({ key, shiftKey, ctrlKey }) => {
    const now = lab.selection.selected.peek();
    const pan = PANS[key];
    if (ctrlKey && pan !== undefined) {
      actions.pan(...pan);
      return true;
    }
    if (shiftKey) {
      const next = cellAfter(lab, network, now, key);
      return next === undefined ? false : go(next);
    }
    if (ctrlKey) return false;
    switch (key) {
      case "ArrowLeft":
        actions.turn(-DEGREES, 0);
        return true;
      case "ArrowRight":
        actions.turn(DEGREES, 0);
        return true;
      case "ArrowUp":
        actions.turn(0, DEGREES);
        return true;
      case "ArrowDown":
        actions.turn(0, -DEGREES);
        return true;
      case "+":
      case "=":
        actions.zoom(CLOSER);
        return true;
      case "-":
      case "_":
        actions.zoom(1 / CLOSER);
        return true;
      case "Home":
        actions.home();
        return true;
      case "f":
      case "F":
        if (now === null) actions.fit();
        else actions.approach(now);
        return true;
      case "PageDown":
      case "PageUp":
        return go(layerAfter(lab, network, now, key === "PageDown" ? 1 : -1));
      case "Enter":
      case " ":
        if (now !== null) lab.selection.pin(now);
        return true;
      default:
        return false;
    }
  };
}

/** The middle cell of the next layer that is shown. */
export function layerAfter(lab: Lab, network: Network, now: Cell | null, by: 1 | -1): Cell | null {
  const shown = lab.look.shown.peek();
  const at = now === null ? (by === 1 ? -1 : shown.length) : shown.indexOf(now.layer);
  const layer = shown[Math.max(0, Math.min(shown.length - 1, at + by))];
  if (layer === undefined) return null;
  const { rows, columns } = planes(network.layer.get(layer)?.shape ?? []);
  return { layer, index: Math.floor(rows / 2) * columns + Math.floor(columns / 2) };
}

/** The neighbour in its map, or the same place in the next map; undefined for another key. */
function cellAfter(
  lab: Lab,
  network: Network,
  now: Cell | null,
  key: string,
): Cell | null | undefined {
  const steps: Readonly<Record<string, readonly [number, number, number]>> = {
    ArrowLeft: [0, 0, -1],
    ArrowRight: [0, 0, 1],
    ArrowUp: [0, -1, 0],
    ArrowDown: [0, 1, 0],
    PageUp: [-1, 0, 0],
    PageDown: [1, 0, 0],
  };
  const step = steps[key];
  if (step === undefined) return undefined;
  if (now === null) return layerAfter(lab, network, null, 1);
  const sides = planes(network.layer.get(now.layer)?.shape ?? []);
  const { channel, row, column } = positionIn(sides, now.index);
  const next = { channel: channel + step[0], row: row + step[1], column: column + step[2] };
  const isInside = (at: number, end: number) => at >= 0 && at < end;
  const { channels, rows, columns } = sides;
  return isInside(next.channel, channels) &&
    isInside(next.row, rows) &&
    isInside(next.column, columns)
    ? { layer: now.layer, index: indexIn(sides, next) }
    : now;
}
