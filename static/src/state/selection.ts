/** The selected cell, and what follows from it: computed here, once, for every room that shows it. */
import { computed, type ReadonlySignal } from "@preact/signals-core";
import type { Arithmetic } from "../network/arithmetic.ts";
import type { Box } from "../network/boxes.ts";
import { explainCell, type Snapshot, shownCell } from "../network/explain.ts";
import { madeBy } from "../network/kernels.ts";
import type { Network } from "../network/network.ts";
import type { Cell, KernelCell } from "../network/reading.ts";
import { fieldOf } from "../network/receptive-field.ts";
import type { IfOffered } from "./controls.ts";
import { type Highlights, highlightsOf } from "./highlights.ts";
import { type Readable, setters, slice, type Writable, write } from "./slice.ts";
import { type Cover, coverOver } from "./snapshot.ts";

export const SELECTION = slice(
  {
    /** Under the pointer or the keyboard's focus. */
    cell: null as Cell | null,
    /** Clicked: the inspector stays with it. */
    pinned: null as Cell | null,
    kernelCell: null as KernelCell | null,
    /** The layer whose title is pointed at, or that a crumb led back to. */
    layer: null as string | null,
    /** Opened: the kernel of this index (map that it makes, map that it looks at) of a layer. */
    kernel: null as Cell | null,
    /** The layer that somebody went to where one has the room; null: what is opened or shown as a step, or the first that computes. */
    wentTo: null as string | null,
    /** How often the keyboard was led to the numbers of the pinned cell. */
    entered: 0,
  },
  { replacedByLink: true },
);
export type SelectionValues = typeof SELECTION.beginning;

export interface SelectionSlice extends Readable<SelectionValues> {
  /** What the inspector is about: the pinned cell, or else the one that is pointed at. */
  readonly selected: ReadonlySignal<Cell | null>;
  /** What keeps its arithmetic from being shown. */
  readonly cover: ReadonlySignal<Cover | null>;
  /** The selected cell's receptive field in each operation before it, and in its own. */
  readonly field: ReadonlySignal<ReadonlyMap<string, Box>>;
  /** How its value before ReLU comes about; null while that is not known, or covered. */
  readonly arithmetic: ReadonlySignal<Arithmetic | null>;
  /** What is highlighted in the network. */
  readonly highlights: ReadonlySignal<Highlights>;
  /** The layer that is shown where only one has the room, as on phones. */
  readonly alone: ReadonlySignal<string>;
  /** What the right column is about, a panel over it left out. */
  readonly about: ReadonlySignal<About>;
  point(cell: Cell | null): void;
  /** Opens a cell, or lets it go. */
  pin(cell: Cell | null): void;
  pointAtLayer(layer: string | null): void;
  /** Shows this layer where only one has the room. */
  goTo(layer: string | null): void;
  /** Opens a kernel, or lets it go. */
  openKernel(kernel: Cell | null): void;
  pointAtKernel(cell: KernelCell | null): void;
  /** Leads the keyboard to the numbers of the pinned cell. */
  enterNumbers(): void;
}

/** What is explained: the network while nothing is chosen, a step of the forward pass, a layer, a kernel, or a cell. */
export type About = "network" | "step" | "layer" | "kernel" | "cell";

interface Needs {
  readonly network: ReadonlySignal<Network | null>;
  readonly snapshot: ReadonlySignal<Snapshot | null>;
  readonly path: ReadonlySignal<boolean>;
  /** The layer of the step that is shown; null where the network is not shown step by step. */
  readonly stepped: ReadonlySignal<string | null>;
  /** Whether the stage shows one layer. */
  standsAlone(): boolean;
  readonly hidden: ReadonlySignal<ReadonlySet<string>>;
  /** The large layer of a lecture. */
  readonly focused: ReadonlySignal<string | null>;
  hasReached(layer: string): boolean;
  isCovered(layer: string): boolean;
  readonly ifOffered: IfOffered;
}

export function selectionSlice(
  selection: Writable<SelectionValues>,
  { ifOffered, standsAlone, ...needs }: Needs,
): SelectionSlice {
  /** Opening something goes to its layer; letting it go stays at that layer, where one has the room. */
  const placeOf = (opened: Cell | null): Partial<SelectionValues> => {
    const closed = selection.pinned.peek() ?? selection.kernel.peek();
    const layer = opened?.layer ?? selection.wentTo.peek() ?? closed?.layer ?? null;
    if (standsAlone()) return { wentTo: layer };
    return opened === null ? {} : { wentTo: null };
  };
  return {
    ...selection,
    ...consequences(selection, needs),
    point: (next) => {
      const now = selection.cell.peek();
      if (now?.layer === next?.layer && now?.index === next?.index) return;
      write(selection, next === null ? { cell: null } : { cell: next, layer: null });
    },
    pin: ifOffered("inspector", (next: Cell | null) => {
      write(selection, { pinned: next, kernel: null, layer: null, ...placeOf(next) });
    }),
    ...setters(selection, { pointAtLayer: "layer", goTo: "wentTo", pointAtKernel: "kernelCell" }),
    openKernel: ifOffered("inspector", (next: Cell | null) => {
      write(selection, { kernel: next, pinned: null, layer: null, ...placeOf(next) });
    }),
    enterNumbers: () => {
      selection.entered.value += 1;
    },
  };
}

type Selection = Writable<SelectionValues>;
type Known = Omit<Needs, "ifOffered" | "standsAlone">;
type Consequences =
  | "selected"
  | "alone"
  | "cover"
  | "field"
  | "arithmetic"
  | "highlights"
  | "about";

function consequences(selection: Selection, known: Known): Pick<SelectionSlice, Consequences> {
  const { cell, pinned, kernelCell, kernel } = selection;
  const selected = selectedOf(selection, known);
  const { shown, ...explained } = explain(selected, known);
  const highlights = computed(() =>
    highlightsOf(known.network.value, {
      selected: selected.value,
      pinned: pinned.value,
      cell: cell.value,
      kernelCell: kernelCell.value,
      kernel: kernel.value,
      field: explained.field.value,
      snapshot: shown.value,
      arithmetic: explained.arithmetic.value,
      path: known.path.value,
    }),
  );
  return {
    selected,
    alone: aloneOf(selection, known),
    ...explained,
    highlights,
    about: aboutOf(selection, selected, known),
  };
}

function selectedOf(
  { cell, pinned, kernel }: Selection,
  { network, hasReached }: Known,
): ReadonlySignal<Cell | null> {
  /** While a kernel is opened, pointing at what it looks at slides its window. */
  const made = computed(() => {
    const [known, opened, pointed] = [network.value, kernel.value, cell.value];
    return known && opened && pointed ? madeBy(known, opened, pointed) : null;
  });
  return computed(() => {
    const chosen = pinned.value ?? made.value ?? cell.value;
    return chosen !== null && hasReached(chosen.layer) ? chosen : null;
  });
}

/** What explains the selected cell; `shown`: the numbers that may be shown of it. */
function explain(
  selected: ReadonlySignal<Cell | null>,
  { network, snapshot, isCovered }: Known,
): Pick<SelectionSlice, "cover" | "field" | "arithmetic"> & { shown: Known["snapshot"] } {
  const cover = computed(() => {
    const [known, chosen] = [network.value, selected.value];
    return known === null || chosen === null ? null : coverOver(isCovered, known, chosen);
  });
  const field = computed((): ReadonlyMap<string, Box> => {
    const [known, chosen] = [network.value, selected.value];
    if (known === null || chosen === null) return new Map();
    return fieldOf(known.graph, shownCell(known, chosen));
  });
  const shown = computed(() => (cover.value === "cell" ? null : snapshot.value));
  const arithmetic = computed(() => {
    const [now, chosen] = [shown.value, selected.value];
    if (now === null || chosen === null) return null;
    return explainCell(now, shownCell(now.network, chosen));
  });
  return { cover, field, shown, arithmetic };
}

/** The layer that is shown where only one has the room. */
function aloneOf(
  { pinned, kernel, wentTo }: Selection,
  { network, stepped, focused, hidden }: Known,
): ReadonlySignal<string> {
  return computed(() => {
    const known = network.value;
    const opened = pinned.value?.layer ?? kernel.value?.layer;
    const wanted = wentTo.value ?? opened ?? stepped.value ?? focused.value ?? "";
    if (known?.layer.has(wanted)) return wanted;
    const shown = known?.layers.filter(({ name }) => !hidden.value.has(name)) ?? [];
    const made = shown.find(({ kind }) => kind !== "input");
    return (made ?? shown[0] ?? known?.layers[0])?.name ?? "";
  });
}

function aboutOf(
  { pinned, kernel, layer }: Selection,
  selected: ReadonlySignal<Cell | null>,
  { stepped }: Known,
): ReadonlySignal<About> {
  return computed(() => {
    if (kernel.value !== null) return "kernel";
    if (layer.value !== null && pinned.value === null) return "layer";
    if (selected.value !== null) return "cell";
    return stepped.value !== null ? "step" : "network";
  });
}
