/** The network that reads the drawing: its description and weights, what it made of the last drawing, where that stands. */
import { batch, computed, type ReadonlySignal } from "@preact/signals-core";
import type { PreprocessingSteps } from "../ink/preprocessing.ts";
import type { Placed } from "../layout/placed.ts";
import type { Tensor } from "../math/tensor.ts";
import type { Snapshot } from "../network/explain.ts";
import type { Network } from "../network/network.ts";
import type { Reading } from "../network/reading.ts";
import type { AllWeights } from "../network/safetensors.ts";
import { strongestMaps } from "../network/strongest.ts";
import { readingLeft, stepsLeft } from "./covers.ts";
import { type Readable, slice, type Writable } from "./slice.ts";
import { snapshotOf } from "./snapshot.ts";

export const READER = slice(
  {
    network: null as Network | null,
    /** The network of an address that names none; null: that is not known. */
    plain: null as string | null,
    weights: null as AllWeights | null,
    /** Why the weights have not come, in words. */
    weightsProblem: null as string | null,
    reading: null as Reading | null,
    /** What preprocessing did to the last drawing, while somebody looks. */
    steps: null as PreprocessingSteps | null,
    /** The seq of the reading that the stage shows. */
    painted: 0,
    /** Where the stage has put each layer. */
    placed: [] as readonly Placed[],
    /** The numbers of the whole network can be saved: those of hidden layers are needed, too. */
    canSave: false,
    /** The 3D view stands in the stage's place and paints instead of it. */
    inSpace: false,
  },
  { replacedByLink: false },
);
export type ReaderValues = typeof READER.beginning;

/** Rooms get readings without what is covered, so that no room can show it by mistake. */
export interface ReaderSlice extends Readable<ReaderValues> {
  /** What arithmetic needs, while the reading has exact values. */
  readonly snapshot: ReadonlySignal<Snapshot | null>;
  /** Of each closed block the map that is its one picture; chosen anew when the pen rests, so that it is calm while it moves. */
  readonly strongest: ReadonlySignal<ReadonlyMap<string, number>>;
  /** What a layer shows now, before or after ReLU; undefined while it has not come or is not reached. Reads signals. */
  tensorOf(layer: string): Tensor | undefined;
  describe(network: Network): void;
  learnWeights(weights: AllWeights): void;
  /** The weights have not come, for this reason. */
  missWeights(reason: string): void;
  /** null: what is on the pad cannot be read. */
  receive(reading: Reading | null): void;
  receiveSteps(steps: PreprocessingSteps | null): void;
  finishPainting(seq: number): void;
  arrange(placed: readonly Placed[]): void;
  /** The panel for saving is there, or gone. */
  offerSaving(there: boolean): void;
  /** The 3D view has taken the stage's place, or left it. */
  enterSpace(there: boolean): void;
}

interface Needs {
  readonly covered: ReadonlySignal<ReadonlySet<string>>;
  readonly showsBefore: ReadonlySignal<ReadonlySet<string>>;
  hasReached(layer: string): boolean;
  /** Drops what the state names and this network does not have. */
  keepKnownNames(network: Network): void;
}

export function readerSlice(reader: Writable<ReaderValues>, needs: Needs): ReaderSlice {
  const { network, weights } = reader;
  let strongest: ReadonlyMap<string, number> = new Map();
  const reading = computed(() =>
    readingLeft(reader.reading.value, needs.covered.value, network.value),
  );
  return {
    ...reader,
    reading,
    steps: computed(() => stepsLeft(reader.steps.value, needs.covered.value)),
    snapshot: computed(() => snapshotOf(network.value, reading.value, weights.value)),
    strongest: computed(() => {
      const [now, read] = [network.value, reading.value];
      if (now === null || read === null || !read.exact) return strongest;
      const found = strongestMaps(now, read);
      if ([...found].some(([layer, map]) => strongest.get(layer) !== map)) strongest = found;
      return strongest;
    }),
    tensorOf: (layer) => {
      if (!needs.hasReached(layer)) return undefined;
      const before = needs.showsBefore.value.has(layer)
        ? network.value?.preactivation.get(layer)
        : undefined;
      return (before && reading.value?.values.get(before)) || reading.value?.maps.get(layer);
    },
    ...arrivals(reader, needs),
    finishPainting: (seq) => {
      reader.painted.value = seq;
    },
    arrange: (next) => {
      reader.placed.value = next;
    },
    offerSaving: (there) => {
      reader.canSave.value = there;
    },
    enterSpace: (there) => {
      reader.inSpace.value = there;
    },
  };
}

type Arrivals = "describe" | "learnWeights" | "missWeights" | "receive" | "receiveSteps";

/** What comes from the server. */
function arrivals(
  reader: Writable<ReaderValues>,
  { keepKnownNames }: Needs,
): Pick<ReaderSlice, Arrivals> {
  return {
    describe: (next) => {
      batch(() => {
        reader.network.value = next;
        keepKnownNames(next);
      });
    },
    learnWeights: (next) => {
      batch(() => {
        reader.weights.value = next;
        reader.weightsProblem.value = null;
      });
    },
    missWeights: (reason) => {
      reader.weightsProblem.value = reason;
    },
    receive: (next) => {
      reader.reading.value = next;
    },
    receiveSteps: (next) => {
      reader.steps.value = next;
    },
  };
}
