/** Runs that teach something, and the one that a page begins with. */
import type { RunSettings } from "../server/runs.ts";

export const USUAL: RunSettings = {
  network: "lenet5",
  start: "good",
  seed: 1,
  learning_rate: 0.002,
  batch_size: 64,
  optimizer: "adam",
  augmentation: false,
  dropout: 0,
  images: 12_000,
  activation: "relu",
  epochs: 8,
  data: "made_up",
  held_out: "made_up",
};

export type Preset = "good" | "recovers" | "diverges" | "overfits";

export const PRESETS: Readonly<Record<Preset, RunSettings>> = {
  good: USUAL,
  /** Its loss leaps up and down until somebody makes the step size smaller. */
  recovers: {
    ...USUAL,
    network: "dense",
    optimizer: "momentum",
    learning_rate: 0.3,
    images: 3_000,
    epochs: 40,
  },
  /** Numbers that grow from step to step, until they are not finite any more. */
  diverges: {
    ...USUAL,
    start: "large",
    optimizer: "sgd",
    learning_rate: 10,
    images: 1_000,
    epochs: 4,
  },
  /** Fifty digits, learned by heart. */
  overfits: { ...USUAL, images: 50, batch_size: 10, epochs: 200 },
};

/** Which preset these settings are, if they are one. */
export function presetOf(settings: RunSettings): Preset | null {
  const text = (each: RunSettings) => JSON.stringify(Object.entries(each).sort());
  const names = Object.keys(PRESETS) as Preset[];
  return names.find((name) => text(PRESETS[name]) === text(settings)) ?? null;
}
