/** How far apart layers stand at least, in rem. */
import { insideOpen } from "../network/branches.ts";
import { kindOf } from "../network/kinds/kinds.ts";
import type { Layer, Network } from "../network/network.ts";

/** Least gaps before a layer: with kernels beside its maps; with maps that are each made from one map (`single`) or from all (`mixing`); of units. */
const GAPS = { input: 0, kernels: 3.25, single: 1.875, mixing: 2.5, units: 2.25 };
type Gaps = typeof GAPS;
/** On a projector, where maps are worth more than lines. */
const SHORT_GAPS: Gaps = { input: 0, kernels: 3, single: 1.25, mixing: 1.25, units: 1.25 };
/** In a U, whose columns are many. */
const LEVEL_GAPS: Gaps = { input: 0, kernels: 3, single: 1.5, mixing: 1.5, units: 1.5 };
export const GAP_IN_U = LEVEL_GAPS.units;
/** Before the branches of an open block and after them, where switches stand; `beyond`: at the block's ends. */
const BRANCH_GAPS = { before: 2.75, after: 3.5, beyond: 2 };

export function gapsIn(network: Network, isU: boolean, short: boolean): Gaps {
  if (isU) return LEVEL_GAPS;
  return short || insideOpen(network).length > 0 ? SHORT_GAPS : GAPS;
}

/** The least gap where lines part into the branches of an open block or come together again; 0 elsewhere. */
export function gapOfBlock({ name }: Layer, { places }: Network): number {
  const place = places?.get(name);
  if (place?.branch !== undefined) return place.branch.isFirst ? BRANCH_GAPS.before : 0;
  const inside = [...(places?.values() ?? [])].filter((each) => each.inside);
  if (place === undefined) return 0;
  const columns = inside.map(({ column }) => column);
  if (place.column === Math.max(...columns) + 1) return BRANCH_GAPS.beyond;
  if (!place.inside) return 0;
  if (inside.some(({ branch }) => branch)) return BRANCH_GAPS.after;
  return place.column === Math.min(...columns) ? BRANCH_GAPS.beyond : 0;
}

export function gapBefore(layer: Layer, { graph }: Network, kernels: boolean, gaps: Gaps): number {
  if (layer.kind === "input") return gaps.input;
  if (kernels) return gaps.kernels;
  if (layer.shape.length < 3) return gaps.units;
  const mixes = layer.operations.some((name) => {
    const operation = graph.byName.get(name);
    return operation !== undefined && kindOf(operation)?.mixesMaps === true;
  });
  return mixes ? gaps.mixing : gaps.single;
}
