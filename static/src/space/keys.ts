/** The keyboard on the 3D view: the camera by arrows, cells by arrows with Shift, layers and maps by pages. */

import { keyNamed } from "../dom/key.ts";
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
/** Where the camera goes: the picture moves the other way. */
const PANS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [PIXELS, 0],
  ArrowRight: [-PIXELS, 0],
  ArrowUp: [0, PIXELS],
  ArrowDown: [0, -PIXELS],
};

/** Returns whether the view has used the key. */
export function makeKeys(
  lab: Lab,
  network: Network,
  actions: KeyActions,
): (event: KeyboardEvent) => boolean {
  const plain = plainKeys(lab, network, actions);
  return (event) => {
    const { key, shiftKey, ctrlKey } = event;
    const pan = PANS[key];
    if (ctrlKey && pan !== undefined) {
      actions.pan(...pan);
      return true;
    }
    if (shiftKey) {
      const next = cellAfter(lab, network, lab.selection.selected.peek(), key);
      if (next !== undefined) goTo(lab, next);
      return next !== undefined;
    }
    const act = ctrlKey ? undefined : (plain[key] ?? plain[keyNamed(event)]);
    act?.();
    return act !== undefined;
  };
}

/** What keys do without Shift and Ctrl. */
function plainKeys(
  lab: Lab,
  network: Network,
  actions: KeyActions,
): Readonly<Record<string, () => void>> {
  const selected = () => lab.selection.selected.peek();
  const closer = () => actions.zoom(CLOSER);
  const further = () => actions.zoom(1 / CLOSER);
  const approach = () => {
    const cell = selected();
    if (cell === null) actions.fit();
    else actions.approach(cell);
  };
  const pin = () => {
    const cell = selected();
    if (cell !== null) lab.selection.pin(cell);
  };
  return {
    ArrowLeft: () => actions.turn(-DEGREES, 0),
    ArrowRight: () => actions.turn(DEGREES, 0),
    ArrowUp: () => actions.turn(0, DEGREES),
    ArrowDown: () => actions.turn(0, -DEGREES),
    "+": closer,
    "=": closer,
    "-": further,
    _: further,
    Home: actions.home,
    f: approach,
    F: approach,
    PageDown: () => goTo(lab, layerAfter(lab, network, selected(), 1)),
    PageUp: () => goTo(lab, layerAfter(lab, network, selected(), -1)),
    Enter: pin,
    " ": pin,
  };
}

function goTo({ selection }: Lab, cell: Cell | null): void {
  if (cell === null) return;
  if (selection.pinned.peek() !== null) selection.pin(cell);
  selection.point(cell);
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

/** The neighbour in its map, or the same position in the next map; undefined for another key. */
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
