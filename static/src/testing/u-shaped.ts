/** A made-up network that goes down to 2 x 2 and up again, its levels in blocks, with a skip at each. */
import type { NetworkDescription } from "../wire/messages.ts";
import { layer, operation, SKIPPING } from "./skipping.ts";

type Layers = NetworkDescription["layers"];
type Operations = NetworkDescription["operations"];

const OPERATIONS: Operations = [
  operation("image", "input", "input", [], [1, 8, 8]),
  operation("down1-one", "convolution", "down1-one", ["image"], [4, 8, 8], 3),
  operation("down1-two", "convolution", "down1-two", ["down1-one"], [4, 8, 8], 3),
  operation("pool1", "convolution", "pool1", ["down1-two"], [4, 4, 4], 1),
  operation("down2", "convolution", "down2", ["pool1"], [6, 4, 4], 3),
  operation("pool2", "convolution", "pool2", ["down2"], [6, 2, 2], 1),
  operation("bottom", "convolution", "bottom", ["pool2"], [8, 2, 2], 3),
  operation("up2", "convolution", "up2", ["bottom"], [6, 4, 4], 1),
  operation("join2", "concatenate", "join2", ["down2", "up2"], [12, 4, 4]),
  operation("level2", "convolution", "level2", ["join2"], [6, 4, 4], 3),
  operation("up1", "convolution", "up1", ["level2"], [4, 8, 8], 1),
  operation("join1", "concatenate", "join1", ["down1-two", "up1"], [8, 8, 8]),
  operation("level1", "convolution", "level1", ["join1"], [4, 8, 8], 3),
  operation("output", "convolution", "output", ["level1"], [3, 8, 8], 1),
];
const ENDS: Readonly<Record<string, string>> = { image: "input", output: "output" };
const LAYERS: Layers = OPERATIONS.map(({ name, layer: of, output_shape }) =>
  layer(of, `Layer ${name}`, ENDS[name] ?? "convolution", [name], [...output_shape]),
);

export const U_SHAPED: NetworkDescription = {
  ...SKIPPING,
  name: "u-shaped",
  title: "Down and up",
  answers: [
    { name: "mask", title: "Mask", operation: "output", kind: "mask", labels: ["a", "b", "c"] },
  ],
  blocks: [
    {
      name: "encoder1",
      title: "Encoder level 1",
      layers: ["down1-one", "down1-two"],
      switches: [],
    },
    { name: "encoder2", title: "Encoder level 2", layers: ["down2"], switches: [] },
    { name: "encoder3", title: "Encoder level 3", layers: ["bottom"], switches: [] },
    { name: "decoder2", title: "Decoder level 2", layers: ["join2", "level2"], switches: [] },
    { name: "decoder1", title: "Decoder level 1", layers: ["join1", "level1"], switches: [] },
  ],
  layers: LAYERS,
  operations: OPERATIONS,
};
