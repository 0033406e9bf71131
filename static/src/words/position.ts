/** Where a cell is, in words. */

import { positionIn } from "../math/shape.ts";
import { planes } from "../math/tensor.ts";
import { mapNamesOf } from "../network/mask.ts";
import { answerOf, type Network } from "../network/network.ts";
import { course, phrase } from "./phrases.ts";

/** "Convolution layer 1, map 3, row 12, column 13"; "" for a layer that the network does not have. */
export function positionInNetwork(network: Network, layer: string, index: number): string {
  const found = network.layer.get(layer);
  return found === undefined ? "" : `${found.title}, ${positionInLayer(network, layer, index)}`;
}

/** "map 3, row 12, column 13", "unit 7", "row 1, column 2" of a pixel, "class 8". */
export function positionInLayer(network: Network, layer: string, index: number): string {
  const found = network.layer.get(layer);
  if (found === undefined) return "";
  const name = network.names.get(layer)?.[index];
  if (name !== undefined)
    return answerOf(network, layer)?.kind === "classes" ? phrase("position.class", { name }) : name;
  const { channels, rows, columns } = planes(found.shape);
  return positionInWords(index, channels, rows, columns, mapNamesOf(network, layer));
}

/** Where a value is among (C, H, W): the map is told where there are several, by its name too if it has one; one row alone is one of units. */
export function positionInWords(
  index: number,
  channels: number,
  rows: number,
  columns: number,
  names: readonly string[] = [],
): string {
  const { channel, row, column } = positionIn({ rows, columns }, index);
  if (rows === 1 && channels === 1) return phrase("position.unit", { unit: column + 1 });
  const cell = phrase("position.cell", { row: row + 1, column: column + 1 });
  return channels === 1 ? cell : `${mapInWords(channel, names)}, ${cell}`;
}

/** "map 3", or "map 3 (clutter)" of maps that stand for something. */
export function mapInWords(channel: number, names: readonly string[] = []): string {
  const [map, name] = [channel + 1, names[channel]];
  return name === undefined
    ? phrase("position.map", { map })
    : phrase("position.map.named", { map, name: course(name) });
}
