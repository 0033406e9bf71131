/** Whether a value is a power of ten: what a logarithmic axis names. */
export function tensOf(value: number): boolean {
  const power = Math.log10(value);
  return Math.abs(power - Math.round(power)) < 1e-9;
}
