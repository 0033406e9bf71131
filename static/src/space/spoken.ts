/** The selection in words, for people who do not see the picture. */

import { valueAt } from "../math/tensor.ts";
import { connectionsTo, shownCell } from "../network/explain.ts";
import type { Lab } from "../state/lab.ts";
import { number } from "../words/numbers.ts";
import { phrase } from "../words/phrases.ts";
import { positionInNetwork } from "../words/position.ts";

/** Reads signals; "" while nothing is selected. */
export function selectionInWords(lab: Lab): string {
  const [network, cell] = [lab.reader.network.value, lab.selection.selected.value];
  const layer = cell === null ? undefined : network?.layer.get(cell.layer);
  if (network === null || cell === null || layer === undefined) return "";
  const tensor = lab.reader.tensorOf(cell.layer);
  const value = tensor === undefined ? undefined : valueAt(tensor, cell.index);
  const what = positionInNetwork(network, cell.layer, cell.index);
  const sentences = [value === undefined ? what : `${what}: ${number(value)}.`];
  const shown = shownCell(network, cell);
  const image = network.operations[0]?.name ?? "";
  const seen = lab.selection.field.value.get(image);
  if (seen !== undefined && shown.operation.name !== image) {
    const rows = seen.rows[1] - seen.rows[0] + 1;
    const columns = seen.columns[1] - seen.columns[0] + 1;
    sentences.push(phrase("space.spoken.sees", { rows, columns }));
  }
  const snapshot = lab.reader.snapshot.value;
  const links =
    snapshot === null ? [] : connectionsTo(snapshot, shown, lab.selection.arithmetic.value);
  const pull = links.reduce((sum, { product }) => sum + Math.max(0, product), 0);
  const push = links.reduce((sum, { product }) => sum + Math.min(0, product), 0);
  if (links.length > 0)
    sentences.push(
      phrase("space.spoken.links", { count: links.length, pull: number(pull), push: number(push) }),
    );
  return sentences.join(" ");
}
