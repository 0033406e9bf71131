/** Numbers as people read them: a true minus sign, no more digits than mean something. */

/** The least and the most parts that one decimal of a percentage can tell from nothing and from all. */
const TOLD = [0.0005, 0.9995] as const;

/** A part of a whole: 0.964 as "96.4 %"; nothing and all are said only of what is exactly that. The sign stays with its number. */
export function percent(part: number): string {
  if (part > 0 && part < TOLD[0]) return "<\u00a00.1\u00a0%";
  if (part < 1 && part >= TOLD[1]) return ">\u00a099.9\u00a0%";
  return `${(100 * part).toFixed(1)}\u00a0%`;
}

/** A probability: it is never nothing and never all, even where float32 has no number between. */
export function chance(part: number): string {
  return percent(Math.min(Math.max(part, Number.MIN_VALUE), 1 - Number.EPSILON));
}

/** Three digits that count: 4.08, 12.3, −0.52, 0. */
export function number(value: number): string {
  if (value === 0) return "0";
  const size = Math.abs(value);
  const decimals = size >= 100 ? 0 : size >= 10 ? 1 : size >= 0.01 ? 2 : 4;
  return value.toFixed(decimals).replace("-", "−");
}

/** With so many decimals: −0.52, 12.30; never −0.00. */
export function decimals(value: number, digits: number): string {
  const text = value.toFixed(digits);
  return Number(text) === 0 ? text.replace("-", "") : text.replace("-", "−");
}

/** A value too small for its decimals: 3.2e−7. */
export function scientific(value: number): string {
  return value.toExponential(1).replace("-", "−");
}

/** As a further summand: "+ 0.52", "− 0.52". */
export function summand(value: number, digits: number): string {
  const text = decimals(value, digits);
  return text.startsWith("−") ? `− ${text.slice(1)}` : `+ ${text}`;
}
