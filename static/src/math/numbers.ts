/** Numbers as people read them: a true minus sign, no more digits than mean something. */

/** 0.964 as "96.4 %"; what is not certain is never rounded up to 100. */
export function percent(part: number): string {
  if (part >= 0.9995 && part < 1) return "> 99.9 %";
  return `${(100 * part).toFixed(1)} %`;
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
