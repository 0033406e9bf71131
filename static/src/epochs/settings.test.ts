/** A run's title, and which of its settings are named. */
import { expect, test } from "vitest";
import "../testing/words.ts";
import { settingsInWords, titleOf } from "./settings.ts";

const SETTINGS = {
  epochs: 40,
  batch_size: 64,
  learning_rate: 0.3,
  doubt_weight: 0.7,
  fold: 0,
  left_out: "",
  seed: 3,
  images: 3000,
  optimizer: "sgd",
  momentum: 0.9,
  dropout: 0,
  warp: 0,
  label_noise: 0,
  start: 1,
  activation: "",
  step_sizes: [
    [0, 0.3],
    [900, 0.02],
  ],
};

const RUN = { name: "run-06b1acf1", network: "dense", settings: SETTINGS };

test("a live run is called what it is, a film that comes along by its title, another by its name", () => {
  expect(titleOf(RUN)).toBe("Run of Dense: Momentum 0.3, seed 3");
  expect(titleOf({ ...RUN, name: "good" })).toBe("A good run");
  expect(titleOf({ ...RUN, name: "mine" })).toBe("mine");
});

test("settings have the names of the page of live runs, and only those that matter", () => {
  expect(settingsInWords(RUN)).toBe(
    "Network: Dense · Optimiser: Momentum · Step size: 0.3 · from step 900 on: 0.02 · " +
      "Images a step: 64 · Images: 3,000 · Epochs: 40 · Start: Good · Activation: ReLU · Seed: 3",
  );
  const others = { optimizer: "adamw", dropout: 0.5, warp: 1, label_noise: 1, start: 4 };
  const told = settingsInWords({ ...RUN, settings: { ...SETTINGS, ...others } });
  expect(told).toContain("Optimiser: Adam");
  expect(told).toContain("Start: Too large (× 4) ");
  expect(told).toContain("Dropout: 0.5 · Warp the images");
  expect(told).toContain("Labels by chance");
  expect(settingsInWords({ ...RUN, settings: { ...SETTINGS, momentum: 0 } })).toContain("SGD");
});
