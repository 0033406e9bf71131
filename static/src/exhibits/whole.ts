/** A whole network as rows: what each layer has learned, computes and hands on. */

/** A layer as the server describes it; `step`: the step of the lab's film at which the layer is finished. */
export interface LayerRow {
  readonly title: string;
  readonly shape: readonly number[];
  readonly parameters: number;
  readonly multiply_adds: number;
  readonly step: number;
}

export interface NetworkLayers {
  readonly title: string;
  readonly layers: readonly LayerRow[];
}

export const MEASURES = ["parameters", "multiply_adds", "values"] as const;
export type Measure = (typeof MEASURES)[number];

export const countOf = (layer: LayerRow, measure: Measure): number =>
  measure === "values" ? layer.shape.reduce((product, each) => product * each, 1) : layer[measure];

/** Each layer's number, and what part of all of them it is. */
export function sharesOf(layers: readonly LayerRow[], measure: Measure) {
  const counts = layers.map((layer) => countOf(layer, measure));
  const all = counts.reduce((sum, count) => sum + count, 0);
  return counts.map((count) => ({ count, part: all === 0 ? 0 : count / all }));
}
