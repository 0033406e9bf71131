/** The page's one state: views read its signals and call its actions; nothing else writes. */
import { batch, computed, type ReadonlySignal } from "@preact/signals-core";
import type { Step, Steps } from "../ink/preprocessing.ts";
import { type Drawing, prefixOf } from "../ink/strokes.ts";
import type { Placed } from "../layout/flat.ts";
import type { Tensor } from "../math/tensor.ts";
import type { Network } from "../network/network.ts";
import type { Cell, KernelCell, Reading } from "../network/reading.ts";
import type { AllWeights } from "../network/safetensors.ts";
import { isCovered, readingLeft, stepsLeft } from "./covers.ts";
import { fitted } from "./fitted.ts";
import { type Time, timeOf } from "./forward.ts";
import { type InkActions, inkActions } from "./ink.ts";
import { type LectureActions, lectureActions } from "./lecture.ts";
import { type Less, lessOf } from "./left-out.ts";
import { type LessonActions, lessonActions } from "./lesson.ts";
import {
  type Connection,
  GUESSES,
  type Pace,
  type Palette,
  type Panel,
  type Scope,
  type Signals,
  type State,
  signalsOf,
  type Theme,
  type Tool,
  valuesOf,
  write,
} from "./slice.ts";
import { type SpaceActions, spaceActions } from "./space.ts";

export * from "./slice.ts";

/** Views see of a reading what is not covered: there is nothing else that they could give away. */
export interface Store
  extends Signals,
    Time,
    SpaceActions,
    LectureActions,
    LessonActions,
    Less,
    InkActions {
  /** The drawing of the moment that is shown: what the pad shows and the network reads. */
  readonly drawing: ReadonlySignal<Drawing>;
  /** Names of the layers on the stage, in order. */
  readonly shown: ReadonlySignal<readonly string[]>;
  /** What the inspector is about: the pinned cell, or else the one that is pointed at. */
  readonly selected: ReadonlySignal<Cell | null>;

  /** Whether this layer, or GUESSES, is covered. Reads signals. */
  isCovered(name: string): boolean;

  /** Whether there is nothing to read. */
  readonly empty: ReadonlySignal<boolean>;

  /** What a layer shows now, before or after ReLU; undefined while it has not come or is not reached. Reads signals. */
  tensorOf(layer: string): Tensor | undefined;

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
  /** Shows a page of a layer's maps. */
  turnTo(layer: string, page: number): void;
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
  /** The weights have not come, for this reason. */
  missWeights(reason: string): void;
  usePalette(palette: Palette): void;
  useScope(scope: Scope): void;
  showPath(path: boolean): void;
  showKernels(kernels: boolean): void;
  useDigits(digits: number): void;
  arrange(placed: readonly Placed[]): void;
  paintIn(theme: Theme): void;
  forceTheme(theme: Theme): void;
}

export function createStore(initial: Partial<State> = {}): Store {
  const state = signalsOf(initial);
  const time = timeOf(state);
  const less = lessOf(state);
  const layerNames = () => state.network.value?.layers.map((layer) => layer.name) ?? [];
  const reading = computed(() =>
    readingLeft(state.reading.value, state.covered.value, state.network.value),
  );
  return {
    ...state,
    ...spaceActions(state),
    ...time,
    ...lectureActions(state),
    ...inkActions(state),
    ...lessonActions(state),
    reading,
    penTrace: computed(() => (state.covered.value.has(GUESSES) ? null : state.penTrace.value)),
    steps: computed(() => stepsLeft(state.steps.value, state.covered.value)),
    isCovered: (name) => isCovered(name, state.covered.value, state.network.value),
    ...less,
    selected: computed(() => {
      const cell = state.pinned.value ?? state.cell.value;
      return cell !== null && time.hasReached(cell.layer) ? cell : null;
    }),
    drawing: computed(() => prefixOf(state.history.value.drawing, state.moment.value)),
    empty: computed(() => state.history.value.drawing.length === 0 && state.picture.value === null),
    shown: computed(() => layerNames().filter((name) => !state.hidden.value.has(name))),

    tensorOf: (layer) => {
      if (!time.hasReached(layer)) return undefined;
      const preactivation = time.showsBefore.value.has(layer)
        ? state.network.value?.preactivation.get(layer)
        : undefined;
      const own = preactivation && reading.value?.values.get(preactivation);
      return own || reading.value?.maps.get(layer);
    },
    switchStep: (step) => {
      const next = new Set(state.without.value);
      if (!next.delete(step)) next.add(step);
      state.without.value = next;
    },
    allSteps: () => {
      state.without.value = new Set();
    },
    explain: (next) => {
      state.steps.value = next;
    },
    open: (next) => {
      batch(() => {
        state.panel.value = next;
        if (next !== "sees") state.steps.value = null;
      });
    },
    holdPen: (down) => {
      state.penDown.value = down;
    },
    useTool: (next) => {
      state.tool.value = next;
    },
    useBrush: (width) => {
      state.brush.value = width;
    },
    describe: (next) => {
      batch(() => {
        state.network.value = next;
        write(state, fitted(valuesOf(state), next));
      });
    },
    toggle: less.ifOffered("visibility", (layer: string) => {
      const next = new Set(state.hidden.value);
      if (!next.delete(layer)) next.add(layer);
      state.hidden.value = next;
    }),
    showAll: less.ifOffered("visibility", () => {
      state.hidden.value = new Set();
    }),
    hideAll: less.ifOffered("visibility", () => {
      state.hidden.value = new Set(layerNames());
    }),
    only: less.ifOffered("visibility", (layer: string) => {
      state.hidden.value = new Set(layerNames().filter((name) => name !== layer));
    }),
    upTo: less.ifOffered("visibility", (layer: string) => {
      const names = layerNames();
      state.hidden.value = new Set(names.slice(names.indexOf(layer) + 1));
    }),
    switchBefore: (layer) => {
      const next = new Set(state.before.value);
      if (!next.delete(layer)) next.add(layer);
      state.before.value = next;
    },
    turnTo: (layer, page) => {
      state.pages.value = new Map(state.pages.value).set(layer, page);
    },
    receive: (next) => {
      state.reading.value = next;
    },
    finishPainting: (seq) => {
      state.painted.value = seq;
    },
    measure: (next) => {
      const { rate, roundTrip } = state.pace.peek();
      if (rate !== next.rate || roundTrip !== next.roundTrip) state.pace.value = next;
    },
    readOn: (next) => {
      state.deviceProblem.value = next;
    },
    connect: (next) => {
      state.connection.value = next;
    },
    notify: (next) => {
      state.notice.value = next;
    },
    point: (next) => {
      const now = state.cell.peek();
      if (now?.layer !== next?.layer || now?.index !== next?.index) state.cell.value = next;
    },
    pin: less.ifOffered("inspector", (next: Cell | null) => {
      state.pinned.value = next;
    }),
    pointAtKernel: (next) => {
      state.kernelCell.value = next;
    },
    learnWeights: (next) => {
      batch(() => {
        state.weights.value = next;
        state.weightsProblem.value = null;
      });
    },
    missWeights: (reason) => {
      state.weightsProblem.value = reason;
    },
    usePalette: (next) => {
      state.palette.value = next;
    },
    useScope: (next) => {
      state.scope.value = next;
    },
    showPath: (next) => {
      state.path.value = next;
    },
    showKernels: (next) => {
      state.kernels.value = next;
    },
    useDigits: (next) => {
      state.digits.value = Math.max(1, Math.min(6, next));
    },
    arrange: (next) => {
      state.placed.value = next;
    },
    paintIn: (next) => {
      state.theme.value = next;
    },
    forceTheme: (next) => {
      state.forcedTheme.value = next;
      state.theme.value = next;
    },
  };
}
