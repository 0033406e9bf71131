/** A layer in short: what it does, how large it is, what it costs. */
import { makeButton } from "../dom/button.ts";
import { make } from "../dom/element.ts";
import { planes } from "../math/tensor.ts";
import { blockOf } from "../network/blocks.ts";
import { indexOfKernel } from "../network/kernels.ts";
import { convolutionOf, type Layer, type Network } from "../network/network.ts";
import type { Lab } from "../state/lab.ts";
import { meaningOf } from "../words/operations.ts";
import { whyThatMany } from "../words/parameters.ts";
import { phrase, written } from "../words/phrases.ts";
import { noteOf } from "../words/titles.ts";
import { averagingParts } from "./averaging.ts";
import { crumbsTo } from "./crumbs.ts";
import { switchParts } from "./switches.ts";

export function layerParts(layer: Layer, network: Network, lab: Lab): HTMLElement[] {
  const facts = [
    ["level.shape", noteOf(layer)],
    ["level.parameters", written(layer.parameters)],
    ["level.multiply-adds", written(layer.multiply_adds)],
  ] as const;
  return [
    make("p", { class: "crumbs" }, crumbsTo(lab, network, layer.name).slice(0, 1)),
    make("h2", { text: layer.title }),
    make("p", { text: doesWhat(layer, network) }),
    make(
      "dl",
      {},
      facts.map(([key, text]) =>
        make("div", {}, [make("dt", { text: phrase(key) }), make("dd", { text })]),
      ),
    ),
    make("p", { text: whyThatMany(layer, network) }),
    ...kernelButtons(layer, network, lab),
    ...beforeSwitch(layer, network, lab),
    ...averagingParts(layer, network),
    ...switchesOfBlock(layer, network),
  ];
}

/** In layers of more maps than this, kernels can be opened on the stage alone. */
const MOST_BUTTONS = 16;

/** Buttons that open kernels without a pointer: for each map the first kernel that makes it. */
function kernelButtons(layer: Layer, network: Network, lab: Lab): HTMLElement[] {
  const convolution = convolutionOf(layer, network);
  const maps = planes(layer.shape).channels;
  if (convolution === undefined || maps > MOST_BUTTONS) return [];
  const buttons = Array.from({ length: maps }, (_, channel) => {
    const index = indexOfKernel(convolution, { channel, input: 0 });
    return makeButton(() => lab.selection.openKernel({ layer: layer.name, index }), {
      "aria-label": phrase("level.kernel", { map: channel + 1 }),
      text: String(channel + 1),
    });
  });
  return [
    make("p", { class: "which choice" }, [
      make("span", { text: phrase("level.kernels") }),
      ...buttons,
    ]),
  ];
}

/** The switches of the block that a layer is in, or stands for. */
function switchesOfBlock({ name }: Layer, network: Network): HTMLElement[] {
  const block = blockOf(network, name);
  if (block === undefined || block.switches.length === 0) return [];
  return [make("section", { class: "switches" }, switchParts(network, block))];
}

function doesWhat({ kind, operations, shape }: Layer, network: Network): string {
  const { rows, columns } = planes(shape);
  return kind === "input"
    ? phrase("level.input", { rows, columns })
    : meaningOf(operations, network);
}

function beforeSwitch({ name }: Layer, network: Network, lab: Lab): HTMLElement[] {
  if (!network.preactivation.has(name)) return [];
  const isBefore = lab.look.before.peek().has(name);
  const button = makeButton(() => lab.look.switchBefore(name), {
    "data-control": "relu",
    "aria-pressed": String(isBefore),
    title: phrase("stage.relu.hint"),
    text: phrase(isBefore ? "stage.before" : "stage.after"),
  });
  return [make("p", { class: "switch-line" }, [button])];
}
