import { expect, test } from "vitest";
import type { Placed } from "../layout/placed.ts";
import { createLab } from "../state/lab.ts";
import { NETWORK } from "../testing/four.ts";
import { mountViewSwitch } from "./switch.ts";

const loaded = async () => {
  for (let turn = 0; turn < 4; turn++) await Promise.resolve();
};

test.each([
  ["a stage in sight is laid out before 3D takes its place", 800, undefined],
  ["3D does not wait for a stage that nobody sees", 0, "3d"],
] as const)("%s", async (_, clientWidth, atFirst) => {
  const [root, host, stage, space] = Array.from({ length: 4 }, () => document.createElement("div"));
  if (!root || !host || !stage || !space) throw new Error("no document");
  Object.defineProperty(stage, "clientWidth", { value: clientWidth });
  const lab = createLab({ look: { view: "3d" }, reader: { network: NETWORK } });
  const mountNetwork3d = () => ({ fold: async () => {}, stop: () => {} });
  const unmount = mountViewSwitch(host, { root, stage, space }, lab, async () => ({
    mountNetwork3d,
  }));
  await loaded();
  expect(root.dataset.view).toBe(atFirst);
  lab.reader.arrange([{ name: "conv1" } as Placed]);
  await loaded();
  expect(root.dataset.view).toBe("3d");
  unmount();
});
