import { expect, test } from "vitest";
import { DESCRIPTION } from "../testing/description.ts";
import { VALUES, WEIGHTS } from "../testing/noise.ts";
import { bySize } from "./arithmetic.ts";
import { connectionsTo, onPage, type Snapshot, strongestPath } from "./explain.ts";
import { find, graphOf } from "./graph.ts";
import { indexNetwork } from "./network.ts";
import type { Reading } from "./reading.ts";

test("what feeds a fully connected unit is seen in the maps before it, not in its own layer", () => {
  const network = indexNetwork(DESCRIPTION);
  const { graph } = network;
  const cell = (name: string, index: number) => ({ operation: find(graph, name), index });
  expect(onPage(network, cell("flatten", 77))).toEqual({
    layer: "pool2",
    index: 77,
  });
  expect(onPage(network, cell("relu3", 5))).toEqual({ layer: "fc1", index: 5 });
  expect(onPage(network, cell("image", 9))).toEqual({ layer: "input", index: 9 });
});

/** LeNet-5 with values and weights that no drawing made. */
function snapshotOfNoise(): Snapshot {
  const tensors = [...VALUES].map(([name, values]) => {
    const { output_shape } = find(graphOf(DESCRIPTION.operations), name);
    return [name, { shape: output_shape, values, low: -1, high: 1 }] as const;
  });
  const reading = { values: new Map(tensors) } as unknown as Reading;
  return { network: indexNetwork(DESCRIPTION), reading, weights: WEIGHTS };
}

test("the strongest path goes back to the drawing, each time along the largest share", () => {
  const snapshot = snapshotOfNoise();
  const cell = { operation: find(snapshot.network.graph, "relu2"), index: 250 };
  const path = strongestPath(snapshot, cell);
  expect(path.map(({ operation }) => operation.name)).toEqual(["conv2", "pool1", "conv1", "image"]);
  expect(path[1]?.index).toBe(bySize(connectionsTo(snapshot, cell))[0]?.index);
});
