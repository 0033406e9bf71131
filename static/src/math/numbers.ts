/** Numbers as people read them: a true minus sign, no more digits than mean something, and a point before the decimals. */

/** The smallest and the largest part that a percentage with one decimal can tell from 0 % and 100 %. */
const TOLD = [0.0005, 0.9995] as const;

/** A part of a whole: 0.964 as "96.4 %"; 0 % and 100 % are only for exactly these parts. No line breaks before the sign. */
export function percent(part: number): string {
  if (part > 0 && part < TOLD[0]) return "<\u00a00.1\u00a0%";
  if (part < 1 && part >= TOLD[1]) return ">\u00a099.9\u00a0%";
  return `${(100 * part).toFixed(1)}\u00a0%`;
}

/** A probability is never written as 0 % or 100 %, even where float32 has no number between. */
export function chance(part: number): string {
  return percent(Math.min(Math.max(part, Number.MIN_VALUE), 1 - Number.EPSILON));
}

/** Three significant digits: 4.08, 12.3, −0.52, 0. */
export function number(value: number): string {
  if (value === 0) return "0";
  const size = Math.abs(value);
  const decimals = size >= 100 ? 0 : size >= 10 ? 1 : size >= 0.01 ? 2 : 4;
  return withMinus(value.toFixed(decimals));
}

/** With so many decimals: −0.52, 12.30; never −0.00. */
export function decimals(value: number, digits: number): string {
  const text = value.toFixed(digits);
  return Number(text) === 0 ? text.replace("-", "") : withMinus(text);
}

/** As a part of a sum or a product: 0.52, (−0.52). */
export function bracketed(value: number, digits: number): string {
  const text = decimals(value, digits);
  return text.startsWith("−") ? `(${text})` : text;
}

/** A value too small for its decimals: 3.2e−7. */
export function scientific(value: number): string {
  return withMinus(value.toExponential(1));
}

/** A number far too large or small to write out, with at most so many significant digits: 7.5e18, 3e−7. */
export function withPower(value: number, digits: number): string {
  return withMinus(significant(value, digits).toExponential().replace("e+", "e"));
}

/** As many digits as it needs: without the error of a sum in binary, 92.82000000000001 as 92.82, and without a power of ten; below half of 1e-20 it is 0. */
export function exact(value: number): string {
  const clean = significant(value, 12);
  const text = String(clean);
  if (!text.includes("e-")) return withMinus(text);
  const far = clean.toFixed(20).replace(/\.?0+$/, "");
  return far === "-0" ? "0" : withMinus(far);
}

/** Rounded to so many decimals: what `decimals` prints, as a number. */
export const rounded = (value: number, digits: number): number => Number(value.toFixed(digits));

/** Rounded to so many significant digits: 12345 as 12300 with three. */
export const significant = (value: number, digits: number): number =>
  Number(value.toPrecision(digits));

const withMinus = (text: string) => text.replaceAll("-", "−");

/** As a further summand: "+ 0.52", "− 0.52". */
export function summand(value: number, digits: number): string {
  const text = decimals(value, digits);
  return text.startsWith("−") ? `− ${text.slice(1)}` : `+ ${text}`;
}
