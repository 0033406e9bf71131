/** What is shown, and how: layers, colours, numbers, panels. */
import { batch, computed, type ReadonlySignal, type Signal, signal } from "@preact/signals-core";
import type { PreprocessingSteps, Step } from "../ink/preprocessing.ts";
import { OVERLAP, THRESHOLD } from "../network/box-values.ts";
import type { Network } from "../network/network.ts";
import type { IfOffered } from "./controls.ts";
import type { Theme } from "./session.ts";
import { type Readable, setters, slice, toggled, type Writable } from "./slice.ts";

/** How the network is shown: its maps side by side, or standing in space. */
export type View = "2d" | "3d";
/** What is open in the right column. */
export type Panel = "answer" | "epochs" | "sees" | "styles" | "about" | "terms" | "keys";
/** What a colour scale spans: each map its own peak, each layer, or one peak for the whole network. */
export type Scope = "map" | "layer" | "network";
export type Palette = "ink" | "safe" | "grey";
/** What boxes lie over: the drawing, how sure each cell is that something is there, that times its likeliest label; or LeNet-5 slid over the drawing, in place of boxes. */
export type Ground = "drawing" | "there" | "score" | "slid";

/** The story in eight short chapters, in their order. */
export type Chapter =
  | "draw"
  | "input"
  | "window"
  | "relu"
  | "smaller"
  | "patterns"
  | "votes"
  | "wrong";

export const VIEWS: readonly View[] = ["2d", "3d"];
export const PANELS: readonly Panel[] = [
  "answer",
  "epochs",
  "sees",
  "styles",
  "about",
  "terms",
  "keys",
];
export const CHAPTERS: readonly Chapter[] = [
  "draw",
  "input",
  "window",
  "relu",
  "smaller",
  "patterns",
  "votes",
  "wrong",
];
export const SCOPES: readonly Scope[] = ["map", "layer", "network"];
export const PALETTES: readonly Palette[] = ["ink", "safe", "grey"];
export const GROUNDS: readonly Ground[] = ["drawing", "there", "score", "slid"];

export const LOOK = slice(
  {
    view: "2d" as View,
    hidden: new Set() as ReadonlySet<string>,
    /** The block that is open; all others are closed. */
    block: null as string | null,
    /** The network that stands beside this one, block by block; null: this one stands alone. */
    compare: null as string | null,
    /** The network's switches that are off: shortcuts, skips and branches that carry zeros. */
    off: new Set() as ReadonlySet<string>,
    /** Layers that show their values before ReLU. */
    before: new Set() as ReadonlySet<string>,
    /** Which page of a layer's maps is shown, where not all of them fit; the first if not named. */
    pages: new Map() as ReadonlyMap<string, number>,
    palette: "ink" as Palette,
    scope: "layer" as Scope,
    kernels: true,
    /** Cells are as large in every map; else maps of few cells are enlarged. */
    toScale: false,
    /** The strongest path back to the drawing is drawn. */
    path: false,
    /** Decimals in the inspector. */
    digits: 2,
    panel: null as Panel | null,
    /** The visitor's own groups of finer labels, as `network/grouping.ts` writes them; null: those of the network. */
    groups: null as string | null,
    /** The panel about what comes out also shows what a wrong choice would make of it. */
    wrong: false,
    /** The chapter that the right column tells in place of the guide. */
    chapter: null as Chapter | null,
    /** Steps of preprocessing that are switched off. */
    without: new Set() as ReadonlySet<Step>,
    /** Boxes: the least score, the overlap from which on one suppresses another, the round that is shown (null: what is left), what they lie over. */
    threshold: THRESHOLD,
    overlap: OVERLAP,
    round: null as number | null,
    ground: "drawing" as Ground,
    /** Asked for by a link or by somebody; null: as the device has it. */
    forcedTheme: null as Theme | null,
    /** Parts of the opened link that cannot be shown here. */
    ignored: [] as readonly string[],
  },
  { replacedByLink: true },
);
export type LookValues = typeof LOOK.beginning;

export interface LookSlice extends Readable<LookValues> {
  /** Names of the layers on the stage, in order. */
  readonly shown: ReadonlySignal<readonly string[]>;
  readonly theme: ReadonlySignal<Theme>;
  useView(view: View): void;
  toggle(layer: string): void;
  showAll(): void;
  hideAll(): void;
  /** Shows one layer and no other. */
  only(layer: string): void;
  /** Shows the layers from the input up to this one. */
  upTo(layer: string): void;
  /** Shows a layer's values before or after ReLU. */
  switchBefore(layer: string): void;
  /** Opens this block, and closes the one that was open; null: closes it. */
  openBlock(block: string | null): void;
  /** How often somebody has begun a comparison here: each has a place of its own in the browser's history. */
  readonly comparisons: ReadonlySignal<number>;
  /** Puts this network beside the one on the stage; null: leaves the comparison. */
  compareWith(network: string | null): void;
  /** Switches an edge of the network off, or on again. */
  switchEdge(name: string): void;
  /** Switches these off, and all others on. */
  switchOff(names: Iterable<string>): void;
  /** Shows a page of a layer's maps. */
  turnTo(layer: string, page: number): void;
  usePalette(palette: Palette): void;
  useScope(scope: Scope): void;
  showPath(path: boolean): void;
  showKernels(kernels: boolean): void;
  showToScale(toScale: boolean): void;
  useDigits(digits: number): void;
  openPanel(panel: Panel | null): void;
  /** Sums labels to these groups; null: to those of the network. */
  groupBy(groups: string | null): void;
  chooseWrongly(wrong: boolean): void;
  openChapter(chapter: Chapter | null): void;
  /** The open chapter is none of this network's: it is closed, and listed. */
  missChapter(): void;
  switchStep(step: Step): void;
  allSteps(): void;
  /** Boxes with a smaller score are left out. */
  cutAt(threshold: number): void;
  /** Boxes of a label that overlap more are taken for one. */
  letOverlap(overlap: number): void;
  /** Shows a round of suppression; null: what is left at the end. */
  goToRound(round: number | null): void;
  useGround(ground: Ground): void;
  /** `null`: as the device has it. */
  forceTheme(theme: Theme | null): void;
}

interface Needs {
  readonly network: ReadonlySignal<Network | null>;
  readonly deviceTheme: ReadonlySignal<Theme>;
  /** Of preprocessing: shown while somebody looks. */
  readonly steps: Signal<PreprocessingSteps | null>;
  readonly ifOffered: IfOffered;
}

/** Actions that do nothing but write their value. */
const SETTERS = {
  useView: "view",
  openBlock: "block",
  usePalette: "palette",
  useScope: "scope",
  showPath: "path",
  showKernels: "kernels",
  showToScale: "toScale",
  groupBy: "groups",
  chooseWrongly: "wrong",
  openChapter: "chapter",
  cutAt: "threshold",
  letOverlap: "overlap",
  goToRound: "round",
  useGround: "ground",
  forceTheme: "forcedTheme",
} as const;

export function lookSlice(look: Writable<LookValues>, needs: Needs): LookSlice {
  const { network, deviceTheme, steps } = needs;
  const layers = () => network.value?.layers.map(({ name }) => name) ?? [];
  const comparisons = signal(0);
  return {
    ...look,
    comparisons,
    shown: computed(() => layers().filter((name) => !look.hidden.value.has(name))),
    theme: computed(() => look.forcedTheme.value ?? deviceTheme.value),
    ...setters(look, SETTERS),
    ...visibility(look, needs),
    ...switches(look),
    compareWith: (next) => {
      batch(() => {
        if (look.compare.value === null && next !== null) comparisons.value += 1;
        look.compare.value = next;
      });
    },
    turnTo: (layer, page) => {
      look.pages.value = new Map(look.pages.value).set(layer, page);
    },
    useDigits: (next) => {
      look.digits.value = Math.max(1, Math.min(6, next));
    },
    openPanel: (next) => {
      batch(() => {
        look.panel.value = next;
        if (next !== "sees") steps.value = null;
      });
    },
    missChapter: () => {
      batch(() => {
        look.ignored.value = [...look.ignored.value, `chapter ${look.chapter.value}`];
        look.chapter.value = null;
      });
    },
  };
}

/** What is switched off, or to its values before ReLU, one by one. */
function switches(
  look: Writable<LookValues>,
): Pick<LookSlice, "switchBefore" | "switchEdge" | "switchOff" | "switchStep" | "allSteps"> {
  return {
    switchBefore: (layer) => {
      look.before.value = toggled(look.before.value, layer);
    },
    switchEdge: (name) => {
      look.off.value = toggled(look.off.value, name);
    },
    switchOff: (names) => {
      look.off.value = new Set(names);
    },
    switchStep: (step) => {
      look.without.value = toggled(look.without.value, step);
    },
    allSteps: () => {
      look.without.value = new Set();
    },
  };
}

function visibility(
  { hidden }: Writable<LookValues>,
  { network, ifOffered }: Needs,
): Pick<LookSlice, "toggle" | "showAll" | "hideAll" | "only" | "upTo"> {
  const layers = () => network.peek()?.layers.map(({ name }) => name) ?? [];
  const hide = (names: readonly string[]) => {
    hidden.value = new Set(names);
  };
  return {
    toggle: ifOffered("visibility", (layer: string) => {
      hidden.value = toggled(hidden.value, layer);
    }),
    showAll: ifOffered("visibility", () => hide([])),
    hideAll: ifOffered("visibility", () => hide(layers())),
    only: ifOffered("visibility", (layer: string) =>
      hide(layers().filter((name) => name !== layer)),
    ),
    upTo: ifOffered("visibility", (layer: string) =>
      hide(layers().slice(layers().indexOf(layer) + 1)),
    ),
  };
}
