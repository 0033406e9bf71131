/** The page's one state: views read its signals and call its actions; nothing else writes. */
import { batch, computed, type ReadonlySignal, signal } from "@preact/signals-core";
import { type Change, type Drawing, EMPTY, type History, reduce } from "./drawing/strokes.ts";
import type { Placed } from "./math/layout.ts";
import type { Step, Steps } from "./math/steps.ts";
import type { Network } from "./network.ts";
import type { Tensor } from "./tensor.ts";
import type { AllWeights } from "./weights.ts";

export type Tool = "pen" | "eraser";
export type Connection = "connecting" | "live" | "lost";
export type Theme = "light" | "dark";
/** How fast frames come: in the last second, and milliseconds from asking to painting. */
export interface Pace {
  readonly rate: number;
  readonly roundTrip: number;
}
/** What is open below the network. */
export type Panel = "sees" | "styles" | "about";

/** What a colour scale spans: each map its own peak, each layer, or one peak for the whole network. */
export type Scope = "map" | "layer" | "network";
export type Palette = "ink" | "safe" | "grey";

export const SCOPES: readonly Scope[] = ["map", "layer", "network"];
export const PALETTES: readonly Palette[] = ["ink", "safe", "grey"];
export const PANELS: readonly Panel[] = ["sees", "styles", "about"];
/** Pixels along the network's input, and along a picture's ink. */
export const IMAGE_SIDE = 28;
export const PICTURE_SIDE = 128;

/** What the network made of a drawing; `maps` by layer name, only those that were asked for. */
export interface Reading {
  readonly seq: number;
  readonly blank: boolean;
  /** It does not look like a digit. */
  readonly doubtful: boolean;
  /** The maps have the forward pass's own values, not 8 bits of them. */
  readonly exact: boolean;
  readonly firstGuess: number | null;
  readonly secondGuess: number | null;
  readonly probabilities: Float32Array;
  readonly image: Tensor | null;
  readonly maps: ReadonlyMap<string, Tensor>;
  /** Every operation's output that came, by its name: all of them in an exact reading. */
  readonly values: ReadonlyMap<string, Tensor>;
  /** Left, top and side of the image on the pad, in pads; null where it is not known. */
  readonly place: readonly [number, number, number] | null;
}

/** A cell under the pointer; `index` is its place in the layer's values. */
export interface Cell {
  readonly layer: string;
  readonly index: number;
}

/** A weight of a kernel, under the pointer. */
export interface KernelCell {
  readonly layer: string;
  /** Of the map that it makes, and of the map that it looks at. */
  readonly channel: number;
  readonly input: number;
  /** Row by row. */
  readonly at: number;
}

export interface State {
  readonly history: History;
  /** Ink found in a picture, PICTURE_SIDE squared, 255 is ink: read in place of strokes. */
  readonly picture: Uint8Array | null;
  /** The network's input edited by hand, IMAGE_SIDE squared: read in place of everything else. */
  readonly pixels: Uint8Array | null;
  /** Steps of preprocessing that are switched off. */
  readonly without: ReadonlySet<Step>;
  /** What preprocessing did to the last drawing, while somebody looks. */
  readonly steps: Steps | null;
  readonly panel: Panel | null;
  /** The pen is down. */
  readonly penDown: boolean;
  readonly tool: Tool;
  readonly brush: number;
  readonly network: Network | null;
  readonly hidden: ReadonlySet<string>;
  readonly reading: Reading | null;
  /** The seq of the reading that the stage shows. */
  readonly painted: number;
  readonly pace: Pace;
  readonly connection: Connection;
  /** Why drawings are not read where they should be, in words. */
  readonly deviceProblem: string | null;
  readonly notice: string | null;
  /** Under the pointer or the keyboard's focus. */
  readonly cell: Cell | null;
  /** Clicked: the inspector stays with it. */
  readonly pinned: Cell | null;
  readonly kernelCell: KernelCell | null;
  readonly weights: AllWeights | null;
  readonly palette: Palette;
  readonly scope: Scope;
  /** Layers that show their values before ReLU. */
  readonly before: ReadonlySet<string>;
  /** The strongest path back to the drawing is drawn. */
  readonly path: boolean;
  readonly kernels: boolean;
  /** Decimals in the inspector. */
  readonly digits: number;
  /** Where the stage has put each layer. */
  readonly placed: readonly Placed[];
  readonly theme: Theme;
}

type Signals = { readonly [Key in keyof State]: ReadonlySignal<State[Key]> };

export interface Store extends Signals {
  readonly drawing: ReadonlySignal<Drawing>;
  /** Names of the layers on the stage, in order. */
  readonly shown: ReadonlySignal<readonly string[]>;
  /** What the inspector is about: the pinned cell, or else the one that is pointed at. */
  readonly selected: ReadonlySignal<Cell | null>;

  /** Whether there is nothing to read. */
  readonly empty: ReadonlySignal<boolean>;

  /** What a layer shows now, before or after ReLU; undefined while it has not come. Reads signals. */
  tensorOf(layer: string): Tensor | undefined;

  change(change: Change): void;
  /** Reads a picture's ink; the strokes so far can be had back by undo. */
  usePicture(ink: Uint8Array): void;
  editPixels(pixels: Uint8Array | null): void;
  switchStep(step: Step): void;
  allSteps(): void;
  explain(steps: Steps | null): void;
  open(panel: Panel | null): void;
  holdPen(down: boolean): void;
  useTool(tool: Tool): void;
  useBrush(width: number): void;
  describe(network: Network): void;
  toggle(layer: string): void;
  showAll(): void;
  hideAll(): void;
  /** Shows one layer and no other. */
  only(layer: string): void;
  /** Shows the layers from the input up to this one. */
  upTo(layer: string): void;
  /** Shows a layer's values before or after ReLU. */
  switchBefore(layer: string): void;
  receive(reading: Reading): void;
  finishPainting(seq: number): void;
  measure(pace: Pace): void;
  readOn(deviceProblem: string | null): void;
  connect(connection: Connection): void;
  notify(notice: string | null): void;
  point(cell: Cell | null): void;
  pin(cell: Cell | null): void;
  pointAtKernel(cell: KernelCell | null): void;
  learnWeights(weights: AllWeights): void;
  usePalette(palette: Palette): void;
  useScope(scope: Scope): void;
  showPath(path: boolean): void;
  showKernels(kernels: boolean): void;
  useDigits(digits: number): void;
  arrange(placed: readonly Placed[]): void;
  paintIn(theme: Theme): void;
}

export const BRUSH = 0.07;

export function createStore(initial: Partial<State> = {}): Store {
  const history = signal<History>(initial.history ?? EMPTY);
  const picture = signal<Uint8Array | null>(initial.picture ?? null);
  const pixels = signal<Uint8Array | null>(initial.pixels ?? null);
  const without = signal<ReadonlySet<Step>>(initial.without ?? new Set());
  const steps = signal<Steps | null>(initial.steps ?? null);
  const panel = signal<Panel | null>(initial.panel ?? null);
  const penDown = signal(initial.penDown ?? false);
  const tool = signal<Tool>(initial.tool ?? "pen");
  const brush = signal(initial.brush ?? BRUSH);
  const network = signal<Network | null>(initial.network ?? null);
  const hidden = signal<ReadonlySet<string>>(initial.hidden ?? new Set());
  const reading = signal<Reading | null>(initial.reading ?? null);
  const painted = signal(initial.painted ?? 0);
  const pace = signal<Pace>(initial.pace ?? { rate: 0, roundTrip: 0 });
  const deviceProblem = signal<string | null>(initial.deviceProblem ?? null);
  const connection = signal<Connection>(initial.connection ?? "connecting");
  const notice = signal<string | null>(initial.notice ?? null);
  const cell = signal<Cell | null>(initial.cell ?? null);
  const theme = signal<Theme>(initial.theme ?? "light");
  const pinned = signal<Cell | null>(initial.pinned ?? null);
  const kernelCell = signal<KernelCell | null>(initial.kernelCell ?? null);
  const weights = signal<AllWeights | null>(initial.weights ?? null);
  const palette = signal<Palette>(initial.palette ?? "ink");
  const scope = signal<Scope>(initial.scope ?? "layer");
  const before = signal<ReadonlySet<string>>(initial.before ?? new Set());
  const path = signal(initial.path ?? false);
  const kernels = signal(initial.kernels ?? true);
  const digits = signal(initial.digits ?? 2);
  const placed = signal<readonly Placed[]>(initial.placed ?? []);

  const layerNames = () => network.value?.layers.map((layer) => layer.name) ?? [];
  return {
    history,
    picture,
    pixels,
    without,
    steps,
    panel,
    penDown,
    tool,
    brush,
    network,
    hidden,
    reading,
    painted,
    pace,
    deviceProblem,
    connection,
    notice,
    cell,
    theme,
    pinned,
    kernelCell,
    weights,
    palette,
    scope,
    before,
    path,
    kernels,
    digits,
    placed,
    selected: computed(() => pinned.value ?? cell.value),
    drawing: computed(() => history.value.drawing),
    empty: computed(() => history.value.drawing.length === 0 && picture.value === null),
    shown: computed(() => layerNames().filter((name) => !hidden.value.has(name))),

    tensorOf: (layer) => {
      const preactivation = before.value.has(layer)
        ? network.value?.preactivation.get(layer)
        : undefined;
      const own = preactivation && reading.value?.values.get(preactivation);
      return own || reading.value?.maps.get(layer);
    },
    change: (change) => {
      batch(() => {
        history.value = reduce(history.value, change);
        picture.value = null;
        pixels.value = null;
      });
    },
    usePicture: (ink) => {
      batch(() => {
        if (history.value.drawing.length > 0) {
          history.value = reduce(history.value, { type: "clear" });
        }
        picture.value = ink;
        pixels.value = null;
      });
    },
    editPixels: (next) => {
      pixels.value = next;
    },
    switchStep: (step) => {
      const next = new Set(without.value);
      if (!next.delete(step)) next.add(step);
      without.value = next;
    },
    allSteps: () => {
      without.value = new Set();
    },
    explain: (next) => {
      steps.value = next;
    },
    open: (next) => {
      batch(() => {
        panel.value = next;
        if (next !== "sees") steps.value = null;
      });
    },
    holdPen: (down) => {
      penDown.value = down;
    },
    useTool: (next) => {
      tool.value = next;
    },
    useBrush: (width) => {
      brush.value = width;
    },
    describe: (next) => {
      batch(() => {
        network.value = next;
        // A link may name layers that this network does not have.
        hidden.value = new Set([...hidden.value].filter((name) => next.layer.has(name)));
        before.value = new Set([...before.value].filter((name) => next.preactivation.has(name)));
        if (pinned.value !== null && !has(next, pinned.value)) pinned.value = null;
      });
    },
    toggle: (layer) => {
      const next = new Set(hidden.value);
      if (!next.delete(layer)) next.add(layer);
      hidden.value = next;
    },
    showAll: () => {
      hidden.value = new Set();
    },
    hideAll: () => {
      hidden.value = new Set(layerNames());
    },
    only: (layer) => {
      hidden.value = new Set(layerNames().filter((name) => name !== layer));
    },
    upTo: (layer) => {
      const names = layerNames();
      hidden.value = new Set(names.slice(names.indexOf(layer) + 1));
    },
    switchBefore: (layer) => {
      const next = new Set(before.value);
      if (!next.delete(layer)) next.add(layer);
      before.value = next;
    },
    receive: (next) => {
      reading.value = next;
    },
    finishPainting: (seq) => {
      painted.value = seq;
    },
    measure: (next) => {
      const { rate, roundTrip } = pace.peek();
      if (rate !== next.rate || roundTrip !== next.roundTrip) pace.value = next;
    },
    readOn: (next) => {
      deviceProblem.value = next;
    },
    connect: (next) => {
      connection.value = next;
    },
    notify: (next) => {
      notice.value = next;
    },
    point: (next) => {
      const now = cell.peek();
      if (now?.layer !== next?.layer || now?.index !== next?.index) cell.value = next;
    },
    pin: (next) => {
      pinned.value = next;
    },
    pointAtKernel: (next) => {
      kernelCell.value = next;
    },
    learnWeights: (next) => {
      weights.value = next;
    },
    usePalette: (next) => {
      palette.value = next;
    },
    useScope: (next) => {
      scope.value = next;
    },
    showPath: (next) => {
      path.value = next;
    },
    showKernels: (next) => {
      kernels.value = next;
    },
    useDigits: (next) => {
      digits.value = Math.max(1, Math.min(6, next));
    },
    arrange: (next) => {
      placed.value = next;
    },
    paintIn: (next) => {
      theme.value = next;
    },
  };
}

/** Whether a network has this cell: a link may name one of another network. */
function has(network: Network, { layer, index }: Cell): boolean {
  const shape = network.layer.get(layer)?.shape ?? [];
  const count = shape.reduce((product, side) => product * side, 1);
  return shape.length > 0 && Number.isInteger(index) && index >= 0 && index < count;
}
