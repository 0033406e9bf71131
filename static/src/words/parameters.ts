/** What a layer has to learn, and why it is so much or so little. */
import { countOf } from "../math/shape.ts";
import { planes } from "../math/tensor.ts";
import { convolutionOf, type Layer, type Network } from "../network/network.ts";
import { phrase } from "./phrases.ts";

/** Why a layer has so many weights to learn, or so few; "" for a closed block, whose layers have each their own. */
export function whyThatMany(layer: Layer, network: Network): string {
  const { parameters, shape } = layer;
  if (parameters === 0) return phrase("level.none");
  if (layer.block !== undefined) return "";
  const convolution = convolutionOf(layer, network);
  const values = countOf(shape);
  if (convolution === undefined) {
    const inputs = Math.round(parameters / values) - 1;
    return phrase("level.wires", { units: values, inputs, parameters });
  }
  const { channels, rows, columns } = planes(shape);
  const before = countOf(convolution.inputs[0]?.output_shape ?? []);
  return phrase("level.shared", {
    places: rows * columns,
    weights: Math.round(parameters / channels) - 1,
    maps: channels,
    parameters,
    wires: before * values,
  });
}
