/** The same scores through two last activations. */

/** Chances that add up to 1; scores are brought down by the largest first, so that none overflows. */
export function softmax(scores: readonly number[]): number[] {
  const most = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - most));
  const sum = powers.reduce((all, each) => all + each, 0);
  return powers.map((each) => each / sum);
}

export const sigmoid = (score: number): number =>
  score >= 0 ? 1 / (1 + Math.exp(-score)) : Math.exp(score) / (1 + Math.exp(score));

export const total = (values: readonly number[]): number =>
  values.reduce((all, each) => all + each, 0);
