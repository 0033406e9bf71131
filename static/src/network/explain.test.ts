import { expect, test } from "vitest";
import { DESCRIPTION } from "../testing/description.ts";
import { onPage } from "./explain.ts";
import { indexNetwork } from "./network.ts";

test("what feeds a fully connected unit is seen in the maps before it, not in its own layer", () => {
  const network = indexNetwork(DESCRIPTION);
  expect(onPage(network, { operation: "flatten", index: 77 })).toEqual({
    layer: "pool2",
    index: 77,
  });
  expect(onPage(network, { operation: "relu3", index: 5 })).toEqual({ layer: "fc1", index: 5 });
  expect(onPage(network, { operation: "image", index: 9 })).toEqual({ layer: "input", index: 9 });
});
