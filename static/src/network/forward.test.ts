import { expect, test } from "vitest";
import { DESCRIPTION } from "../testing/description.ts";
import { SKIPPING } from "../testing/skipping.ts";
import { forwardSteps, reachedBy } from "./forward.ts";
import { graphOf } from "./graph.ts";

const LENET = forwardSteps(
  DESCRIPTION.layers,
  graphOf(DESCRIPTION.operations),
  DESCRIPTION.answers,
);

test("LeNet's steps go from the image to softmax, ReLU a step of its own", () => {
  const words = LENET.map(({ layer, operation, before, softmax }) =>
    [layer, operation.name, before && "before", softmax && "softmax"].filter(Boolean).join(" "),
  );
  expect(words).toEqual([
    "input image",
    "conv1 conv1 before",
    "conv1 relu1",
    "pool1 pool1",
    "conv2 conv2 before",
    "conv2 relu2",
    "pool2 pool2",
    "fc1 fc1 before",
    "fc1 relu3",
    "fc2 fc2 before",
    "fc2 relu4",
    "output fc3",
    "output fc3 softmax",
  ]);
});

test("only classes that exclude one another end in softmax", () => {
  const graph = graphOf(SKIPPING.operations);
  const lastOf = (answers: Parameters<typeof forwardSteps>[2]) =>
    forwardSteps(SKIPPING.layers, graph, answers).at(-1);
  const [classes] = SKIPPING.answers;
  if (classes?.kind !== "classes") throw new Error("no classes");
  expect(lastOf([classes])).toMatchObject({ layer: "output", softmax: true });
  expect(lastOf([{ ...classes, activation: "sigmoid" }])).toMatchObject({ softmax: false });
  const { name, title, operation } = classes;
  const size = {
    name,
    title,
    operation,
    kind: "numbers",
    names: ["x", "y"],
    units: ["", ""],
  } as const;
  expect(lastOf([{ ...size, names: [...size.names], units: [...size.units] }])).toMatchObject({
    softmax: false,
  });
});

test("branches come in the order of computation, however the layers are listed", () => {
  const graph = graphOf(SKIPPING.operations);
  const steps = forwardSteps([...SKIPPING.layers].reverse(), graph, SKIPPING.answers);
  const order = new Map(steps.map(({ layer }, index) => [layer, index]));
  for (const { layer, inputs } of SKIPPING.operations) {
    for (const input of inputs) {
      const source = graph.byName.get(input)?.layer ?? "";
      expect(order.get(layer)).toBeGreaterThanOrEqual(order.get(source) ?? Infinity);
    }
  }
});

test("a step has reached its own layer and all before", () => {
  expect(reachedBy(LENET, 0)).toEqual(new Set(["input"]));
  expect(reachedBy(LENET, 3)).toEqual(new Set(["input", "conv1", "pool1"]));
  expect(reachedBy(LENET, 12).size).toBe(8);
});
