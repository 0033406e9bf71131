import { expect, test } from "vitest";
import { indexNetwork } from "../network/network.ts";
import { DESCRIPTION } from "../testing/description.ts";
import { SKIPPING } from "../testing/skipping.ts";
import { U_SHAPED } from "../testing/u-shaped.ts";
import { positionInLayer, positionInNetwork, positionInWords } from "./position.ts";

test("a value is named by what its shape has: map, row and column, or a unit", () => {
  expect(positionInWords(4 * 9 + 5, 6, 3, 3)).toBe("map 5, row 2, column 3");
  expect(positionInWords(5, 1, 3, 3)).toBe("row 2, column 3");
  expect(positionInWords(5, 1, 1, 84)).toBe("unit 6");
  expect(positionInWords(5, 96, 1, 1)).toBe("map 6, row 1, column 1"); // means of whole maps
});

test("classes have their names, and a layer that is not there has no places", () => {
  const network = indexNetwork(DESCRIPTION);
  expect(positionInNetwork(network, "output", 8)).toBe("Output layer, class 8");
  expect(positionInNetwork(network, "input", 0)).toBe("Input layer, row 1, column 1");
  expect([
    positionInLayer(network, "nothing", 0),
    positionInNetwork(network, "nothing", 0),
  ]).toEqual(["", ""]);
});

test("a value of an answer in numbers has its name there, one of a layer that is no answer is a unit", () => {
  const [classes] = SKIPPING.answers;
  const { name = "", title = "", operation = "" } = classes ?? {};
  const size = {
    name,
    title,
    operation,
    kind: "numbers" as const,
    names: ["x", "y"],
    units: ["", ""],
  };
  const numbers = indexNetwork({ ...SKIPPING, answers: [size] });
  expect(positionInLayer(numbers, "output", 1)).toBe("y");
  const none = indexNetwork({ ...SKIPPING, answers: [] });
  expect(positionInLayer(none, "output", 1)).toBe("unit 2");
});

test("a map that stands for something of a mask has its name too", () => {
  const network = indexNetwork(U_SHAPED);
  expect(positionInLayer(network, "output", 64 + 9)).toBe("map 2 (b), row 2, column 2");
  expect(positionInLayer(network, "level1", 64 + 9)).toBe("map 2, row 2, column 2");
});

test("maps of boxes are named by what of a box they are, or by the digit", () => {
  const [classes] = SKIPPING.answers;
  const { name = "", title = "", operation = "" } = classes ?? {};
  const boxes = { name, title, operation, kind: "boxes" as const, labels: ["4", "9"] };
  const shape = (from: number[], is: boolean) => (is ? [7, 2, 2] : from);
  const operations = SKIPPING.operations.map((each) => ({
    ...each,
    output_shape: shape(each.output_shape, each.name === operation),
  }));
  const layers = SKIPPING.layers.map((each) => ({
    ...each,
    shape: shape(each.shape, each.shown === operation),
  }));
  const network = indexNetwork({ ...SKIPPING, operations, layers, answers: [boxes] });
  const layer = layers.find(({ shown }) => shown === operation)?.name ?? "";
  expect(positionInLayer(network, layer, 4 * 4)).toBe("map 5 (there), row 1, column 1");
  expect(positionInLayer(network, layer, 6 * 4 + 3)).toBe("map 7 (9), row 2, column 2");
});
