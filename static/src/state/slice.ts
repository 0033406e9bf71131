/** All that the page knows at one moment, and what it knows at the beginning. */
import { batch, type ReadonlySignal, type Signal, signal } from "@preact/signals-core";
import { BRUSH, type Ink, type Own } from "../ink/ink.ts";
import type { Step, Steps } from "../ink/preprocessing.ts";
import { type Drawing, EMPTY, type History } from "../ink/strokes.ts";
import type { PenTrace } from "../ink/trace.ts";
import type { Camera } from "../layout/camera.ts";
import type { Placed } from "../layout/flat.ts";
import type { Arrangement } from "../layout/space.ts";
import type { Preset } from "../layout/viewpoints.ts";
import type { Network } from "../network/network.ts";
import type { Cell, KernelCell, Reading } from "../network/reading.ts";
import type { AllWeights } from "../network/safetensors.ts";
import type { Control } from "./controls.ts";

export type Tool = "pen" | "eraser";
export type Connection = "connecting" | "live" | "lost";
export type Theme = "light" | "dark";
/** How fast frames come: in the last second, and milliseconds from asking to painting. */
export interface Pace {
  readonly rate: number;
  readonly roundTrip: number;
}
/** How the network is shown: its maps side by side, or standing in space. */
export type View = "2d" | "3d";
/** What is open below the network. */
export type Panel = "sees" | "styles" | "about" | "terms" | "keys";

/** What a colour scale spans: each map its own peak, each layer, or one peak for the whole network. */
export type Scope = "map" | "layer" | "network";
export type Palette = "ink" | "safe" | "grey";

export const SCOPES: readonly Scope[] = ["map", "layer", "network"];
export const PALETTES: readonly Palette[] = ["ink", "safe", "grey"];
export const THEMES: readonly Theme[] = ["light", "dark"];
export const VIEWS: readonly View[] = ["2d", "3d"];
export const PANELS: readonly Panel[] = ["sees", "styles", "about", "terms", "keys"];
/** In the set of what is covered: both guesses, all probabilities and the output layer, which would tell them. */
export const GUESSES = "guesses";

export interface State {
  readonly history: History;
  /** Ink found in a picture, PICTURE_SIDE squared, 255 is ink: read in place of strokes. */
  readonly picture: Uint8Array | null;
  /** Pictures by the blank drawings that they lie on: undo comes back to them. */
  readonly pictures: ReadonlyMap<Drawing, Uint8Array>;
  /** The network's input edited by hand, IMAGE_SIDE squared: read in place of everything else. */
  readonly pixels: Uint8Array | null;
  /** What a link brought, and one's own that waits under it (ink/lent.ts). */
  readonly lent: Ink | null;
  readonly own: Own | null;
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
  /** Parts of the opened link that mean nothing here. */
  readonly ignored: readonly string[];
  /** Under the pointer or the keyboard's focus. */
  readonly cell: Cell | null;
  /** Clicked: the inspector stays with it. */
  readonly pinned: Cell | null;
  readonly kernelCell: KernelCell | null;
  readonly weights: AllWeights | null;
  /** Why the weights have not come, in words. */
  readonly weightsProblem: string | null;
  readonly palette: Palette;
  readonly scope: Scope;
  /** Layers that show their values before ReLU. */
  readonly before: ReadonlySet<string>;
  /** The strongest path back to the drawing is drawn. */
  readonly path: boolean;
  readonly kernels: boolean;
  /** Decimals in the inspector. */
  readonly digits: number;
  /** Which page of a layer's maps is shown, where not all of them fit; the first if not named. */
  readonly pages: ReadonlyMap<string, number>;
  /** Large type and strong colours, for a projector. */
  readonly lecture: boolean;
  /** The whole screen is the page's, or is to be. */
  readonly fullScreen: boolean;
  /** What is kept from the audience until it is revealed: GUESSES and names of layers. */
  readonly covered: ReadonlySet<string>;
  /** What was revealed, the last one last: going back covers it again. */
  readonly revealed: readonly string[];
  /** A ring follows the pointer. */
  readonly spot: boolean;
  /** The screen shows nothing. */
  readonly blanked: boolean;
  /** Single letters, digits and signs act. */
  readonly characterKeys: boolean;
  /** Where the stage has put each layer. */
  readonly placed: readonly Placed[];
  readonly theme: Theme;
  /** The drawing is shown as it was after so many of its points; null: as it is now. */
  readonly moment: number | null;
  /** The pen trace is open. */
  readonly tracing: boolean;
  readonly penTrace: PenTrace | null;
  /** Why moments of the trace are missing, in words. */
  readonly traceProblem: string | null;
  /** The drawing plays at writing speed. */
  readonly playing: boolean;
  /** The step of the forward pass that is told (network/forward.ts); null: the whole network is shown. */
  readonly step: number | null;
  /** The steps go on by themselves. */
  readonly touring: boolean;
  /** Asked for by a link or by somebody; null: as the system has it. */
  readonly forcedTheme: Theme | null;
  readonly view: View;
  /** From where the network is seen in space: from one side, all of it; or from anywhere. */
  readonly camera: Preset | Camera;
  readonly arrangement: Arrangement;
  /** Between layers in space: 1 is neither close nor far apart. */
  readonly spacing: number;
  /** Cells in space are as high as their values. */
  readonly heights: boolean;
  readonly lit: boolean;
  /** The 3D view stands in the stage's place and paints instead of it. */
  readonly inSpace: boolean;
  /** Controls that a lesson leaves out. */
  readonly less: ReadonlySet<Control>;
  /** Links that are shown one after the other. */
  readonly lesson: readonly LessonStep[];
  /** The step of it that was opened last, from 0; null: no lesson is given. */
  readonly lessonAt: number | null;
  /** How often a step was opened, the same one again included. */
  readonly lessonTurns: number;
  /** As the lesson was before steps were removed from it, until it is changed otherwise. */
  readonly lessonBefore: Pick<State, "lesson" | "lessonAt"> | null;
}

/** The state of a page that was opened just now. */
export const BEGINNING: State = {
  history: EMPTY,
  picture: null,
  pictures: new Map(),
  pixels: null,
  lent: null,
  own: null,
  without: new Set(),
  steps: null,
  panel: null,
  penDown: false,
  tool: "pen",
  brush: BRUSH,
  network: null,
  hidden: new Set(),
  reading: null,
  painted: 0,
  pace: { rate: 0, roundTrip: 0 },
  connection: "connecting",
  deviceProblem: null,
  notice: null,
  ignored: [],
  cell: null,
  pinned: null,
  kernelCell: null,
  weights: null,
  weightsProblem: null,
  palette: "ink",
  scope: "layer",
  before: new Set(),
  path: false,
  kernels: true,
  digits: 2,
  pages: new Map(),
  lecture: false,
  fullScreen: false,
  covered: new Set(),
  revealed: [],
  spot: false,
  blanked: false,
  characterKeys: true,
  placed: [],
  theme: "light",
  moment: null,
  tracing: false,
  penTrace: null,
  traceProblem: null,
  playing: false,
  step: null,
  touring: false,
  forcedTheme: null,
  view: "2d",
  camera: "isometric",
  arrangement: "row",
  spacing: 1,
  heights: false,
  lit: false,
  inSpace: false,
  less: new Set(),
  lesson: [],
  lessonAt: null,
  lessonTurns: 0,
  lessonBefore: null,
};

/** What stays when another link is opened on the page: what the server said, the device, the hand, the lesson. */
export const STAYING: ReadonlySet<keyof State> = new Set([
  "penDown",
  "network",
  "reading",
  "painted",
  "pace",
  "connection",
  "deviceProblem",
  "notice",
  "weights",
  "weightsProblem",
  "fullScreen",
  "spot",
  "characterKeys",
  "placed",
  "inSpace",
  "lesson",
  "lessonAt",
  "lessonTurns",
  "lessonBefore",
]);

/** One signal for each part of the state: views read them, the store's actions write them. */
export type Signals = { readonly [Key in keyof State]: ReadonlySignal<State[Key]> };
export type WritableSignals = { readonly [Key in keyof State]: Signal<State[Key]> };

export function signalsOf(initial: Partial<State>): WritableSignals {
  const pairs = Object.entries(completed(initial)).map(([name, value]) => [name, signal(value)]);
  return Object.fromEntries(pairs) as WritableSignals;
}

/** A whole state from parts of one, with what follows from them. */
export function completed(parts: Partial<State>): State {
  const state = { ...BEGINNING, ...parts };
  const { picture, pictures, history } = state;
  return {
    ...state,
    // A link to a moment shows how to leave it.
    tracing: state.tracing || state.moment !== null,
    pictures: picture === null ? pictures : new Map(pictures).set(history.drawing, picture),
  };
}

/** All that is so now; reads no signal. */
export function valuesOf(state: Signals): State {
  const keys = Object.keys(BEGINNING) as (keyof State)[];
  const pairs = keys.map((key) => [key, state[key].peek()]);
  return Object.fromEntries(pairs) as State;
}

/** Changes several parts at once. */
export function write(state: WritableSignals, parts: Partial<State>): void {
  batch(() => {
    for (const [key, value] of Object.entries(parts))
      state[key as keyof State].value = value as never;
  });
}

export interface LessonStep {
  /** "" where nobody has given it one. */
  readonly title: string;
  /** What follows the page's own address: "?lecture=on#d=…". */
  readonly link: string;
}

export type Dispose = () => void;
