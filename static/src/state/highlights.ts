/** What is highlighted while a cell is pointed at or pinned. The 2D and the 3D view each draw it in their own way. */
import type { Arithmetic } from "../network/arithmetic.ts";
import type { Box } from "../network/boxes.ts";
import {
  connectionsTo,
  onPage,
  type Snapshot,
  shownCell,
  strongestPath,
} from "../network/explain.ts";
import { type KernelAt, kernelAt } from "../network/kernels.ts";
import { convolutionOf, type Network } from "../network/network.ts";
import type { Cell, KernelCell } from "../network/reading.ts";
import { fieldOfWeight, seersOf } from "../network/receptive-field.ts";

/** Shares smaller than this part of the largest one are left out: so many faint lines would cover the maps. */
const FAINTEST = 0.02;

/** Cells of a layer, in the operation that the layer shows. */
export interface Patch {
  readonly layer: string;
  readonly box: Box;
}

/** From a cell that feeds another. `share`: its part of the sum, divided by the largest part (0..1). */
export interface Line {
  readonly from: Cell;
  readonly to: Cell;
  readonly share: number;
  readonly negative: boolean;
}

export interface Highlights {
  readonly selected: Cell | null;
  /** What the selected cell can see, its own layer left out. */
  readonly seen: readonly Patch[];
  /** What can see the selected pixel of the network's input. */
  readonly seers: readonly Patch[];
  /** The part of the network's input that the selected cell can see. */
  readonly onImage: Box | null;
  readonly lines: readonly Line[];
  /** The strongest path, the selected cell first. */
  readonly path: readonly Cell[];
  /** Pointed at while another cell is pinned. */
  readonly pointed: Cell | null;
  /** What the kernel's weight under the pointer multiplies. */
  readonly weighed: Patch | null;
  /** The opened kernel, and the one under the pointer. */
  readonly kernels: readonly KernelOf[];
}

/** A kernel of a layer. */
export interface KernelOf extends KernelAt {
  readonly layer: string;
  readonly opened: boolean;
}

const NOTHING: Highlights = {
  selected: null,
  seen: [],
  seers: [],
  onImage: null,
  lines: [],
  path: [],
  pointed: null,
  weighed: null,
  kernels: [],
};

/** The selection, with what is known about it. */
export interface Selected {
  readonly selected: Cell | null;
  readonly pinned: Cell | null;
  readonly cell: Cell | null;
  readonly kernelCell: KernelCell | null;
  /** The opened kernel. */
  readonly kernel: Cell | null;
  readonly field: ReadonlyMap<string, Box>;
  /** Null while the selected cell's numbers are not known, or covered. */
  readonly snapshot: Snapshot | null;
  readonly arithmetic: Arithmetic | null;
  /** Whether the strongest path is asked for. */
  readonly path: boolean;
}

export function highlightsOf(network: Network | null, about: Selected): Highlights {
  if (network === null) return NOTHING;
  const { pinned, kernelCell, cell } = about;
  const isOther = cell?.layer !== pinned?.layer || cell?.index !== pinned?.index;
  return {
    ...(about.selected === null ? NOTHING : aboutCell(network, about.selected, about)),
    pointed: pinned !== null && isOther ? cell : null,
    weighed: kernelCell === null ? null : weighedBy(network, kernelCell, pinned ?? about.selected),
    kernels: kernelsIn(network, about),
  };
}

function kernelsIn(network: Network, { kernel, kernelCell }: Selected): KernelOf[] {
  const layer = network.layer.get(kernel?.layer ?? "");
  const convolution = layer && convolutionOf(layer, network);
  const opened = kernel && convolution ? kernelAt(convolution, kernel.index) : null;
  const isPointed =
    kernelCell !== null &&
    !(
      kernelCell.layer === kernel?.layer &&
      kernelCell.channel === opened?.channel &&
      kernelCell.input === opened.input
    );
  return [
    ...(opened && layer ? [{ ...opened, layer: layer.name, opened: true }] : []),
    ...(isPointed ? [{ ...kernelCell, opened: false }] : []),
  ];
}

function aboutCell(
  network: Network,
  selected: Cell,
  { field, snapshot, arithmetic, path }: Selected,
): Highlights {
  const cell = shownCell(network, selected);
  const isPixel = network.layer.get(selected.layer)?.kind === "input";
  const seers = isPixel ? seersOf(network.graph, cell) : new Map();
  const seen = new Map([...field].map(([name, box]) => [name, [box]]));
  return {
    ...NOTHING,
    selected,
    seen: patchesOf(network, seen, selected.layer),
    seers: patchesOf(network, seers, selected.layer),
    onImage: field.get(network.operations[0]?.name ?? "") ?? null,
    lines: snapshot === null ? [] : linesTo(snapshot, selected, arithmetic),
    path: snapshot === null || !path ? [] : pathOf(snapshot, selected),
  };
}

/** Boxes of those operations that a layer shows; `but`: not of this layer. */
function patchesOf(
  network: Network,
  boxes: ReadonlyMap<string, readonly Box[]>,
  but: string,
): Patch[] {
  return network.layers.flatMap(({ name, shown }) =>
    name === but ? [] : (boxes.get(shown) ?? []).map((box) => ({ layer: name, box })),
  );
}

function linesTo(snapshot: Snapshot, to: Cell, arithmetic: Arithmetic | null): Line[] {
  const links = connectionsTo(snapshot, shownCell(snapshot.network, to), arithmetic);
  const largest = Math.max(...links.map(({ product }) => Math.abs(product)), 1e-12);
  return links.flatMap(({ operation, index, weight, product }) => {
    const share = Math.abs(product) / largest;
    const from = onPage(snapshot.network, { operation, index });
    return share < FAINTEST || from === null ? [] : [{ from, to, share, negative: weight < 0 }];
  });
}

function pathOf(snapshot: Snapshot, selected: Cell): Cell[] {
  const { network } = snapshot;
  return strongestPath(snapshot, shownCell(network, selected)).flatMap(
    (cell) => onPage(network, cell) ?? [],
  );
}

/** On the maps before: what a weight multiplies for the pinned cell of its layer, or else for all of its map. */
function weighedBy(network: Network, kernel: KernelCell, pinned: Cell | null): Patch | null {
  const layer = network.layer.get(kernel.layer);
  const convolution = layer === undefined ? undefined : convolutionOf(layer, network);
  if (convolution === undefined) return null;
  const pinnedIndex = pinned?.layer === kernel.layer ? pinned.index : null;
  const box = fieldOfWeight(convolution, kernel, pinnedIndex);
  const [input] = convolution.inputs;
  const before = network.layers.find(({ shown }) => shown === input?.name);
  return box === null || before === undefined ? null : { layer: before.name, box };
}
