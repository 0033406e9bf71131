/** Two small twins: a first convolution, two blocks of one convolution each, an output; with and without shortcuts. */
import { indexNetwork, type Network } from "../network/network.ts";
import type { NetworkDescription } from "../wire/messages.ts";
import { SKIPPING } from "./skipping.ts";

const [IMAGE, FIRST, , ADDED] = SKIPPING.operations;
type Operation = (typeof SKIPPING.operations)[number];
const like = (operation: Operation | undefined, changes: Partial<Operation>) =>
  ({ ...operation, ...changes }) as Operation;

/** The operations of block n, whose input is `from`. */
function blockOf(n: number, from: string, shortcut: boolean): Operation[] {
  const layer = `block${n}${shortcut ? "-sum" : "-conv"}`;
  const conv = like(FIRST, { name: `block${n}_conv`, layer, inputs: [from], parameters: 148 });
  if (!shortcut) return [conv];
  const inputs = [conv.name, from];
  return [conv, like(ADDED, { name: `block${n}_add`, layer, inputs })];
}

function twin(shortcut: boolean): NetworkDescription {
  const one = blockOf(1, "first", shortcut);
  const two = blockOf(2, one.at(-1)?.name ?? "", shortcut);
  const operations = [
    like(IMAGE, {}),
    like(FIRST, { parameters: 40 }),
    ...one,
    ...two,
    like(SKIPPING.operations.at(-2), { inputs: [two.at(-1)?.name ?? ""], output_shape: [256] }),
    like(SKIPPING.operations.at(-1), { parameters: 514 }),
  ];
  const kind = shortcut ? "Residual" : "Plain";
  const layerOf = (made: readonly Operation[], title: string) => {
    const last = made.at(-1) as Operation;
    const names = made.map(({ name }) => name);
    return {
      ...(SKIPPING.layers[1] as NetworkDescription["layers"][number]),
      name: last.layer,
      title,
      operations: names,
      shown: last.name,
      shape: last.output_shape,
    };
  };
  const [input, first, output] = [0, 1, -1].map((at) => SKIPPING.layers.at(at));
  return {
    ...SKIPPING,
    name: kind.toLowerCase(),
    title: kind,
    parameters: 850,
    operations,
    layers: [
      input as NetworkDescription["layers"][number],
      first as NetworkDescription["layers"][number],
      layerOf(one, `Convolution of block 1`),
      layerOf(two, `Convolution of block 2`),
      output as NetworkDescription["layers"][number],
    ],
    blocks: [one, two].map((made, i) => ({
      name: `block${i + 1}`,
      title: `${kind} block ${i + 1}`,
      layers: [made.at(-1)?.layer ?? ""],
      switches: [],
    })),
  };
}

export const PLAIN: Network = indexNetwork(twin(false));
export const RESIDUAL: Network = indexNetwork(twin(true));
