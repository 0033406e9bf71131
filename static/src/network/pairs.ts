/** Two networks side by side: which layer of one stands beside which of the other. */
import type { Layer } from "./network.ts";

/** A layer, or closed block, of each; null where one has nothing in that place. */
export interface Pair {
  readonly one: Layer | null;
  readonly other: Layer | null;
}

/** Layers are the same part if they have one name, closed blocks if their blocks have. */
const nameOf = ({ block, name }: Layer) => block ?? name;

/**
 * As many pairs of one name as the order of both allows (a longest common subsequence); what is between two pairs stands
 * alone, first what the one network has there.
 */
export function pairsOf(ones: readonly Layer[], others: readonly Layer[]): readonly Pair[] {
  /** At [i][j]: pairs among the layers from i and j on. */
  const most = Array.from({ length: ones.length + 1 }, () => new Uint16Array(others.length + 1));
  const mostAt = (i: number, j: number) => most[i]?.[j] ?? 0;
  const isPair = (i: number, j: number) => {
    const [one, other] = [ones[i], others[j]];
    return one !== undefined && other !== undefined && nameOf(one) === nameOf(other);
  };
  for (let i = ones.length - 1; i >= 0; i--)
    for (let j = others.length - 1; j >= 0; j--) {
      const best = isPair(i, j)
        ? 1 + mostAt(i + 1, j + 1)
        : Math.max(mostAt(i + 1, j), mostAt(i, j + 1));
      (most[i] as Uint16Array)[j] = best;
    }
  const pairs: Pair[] = [];
  let [i, j] = [0, 0];
  while (i < ones.length || j < others.length) {
    const [one, other] = [ones[i] ?? null, others[j] ?? null];
    if (isPair(i, j)) {
      pairs.push({ one, other });
      [i, j] = [i + 1, j + 1];
    } else if (other === null || (one !== null && mostAt(i + 1, j) >= mostAt(i, j + 1))) {
      pairs.push({ one, other: null });
      i += 1;
    } else {
      pairs.push({ one: null, other });
      j += 1;
    }
  }
  return pairs;
}

/** The name of a pair: that of its layers, or of their block. */
export function nameOfPair({ one, other }: Pair): string {
  const layer = one ?? other;
  return layer === null ? "" : nameOf(layer);
}
