/** A mask as a picture: one pixel a pixel, one colour a label. */

/** The first label is what is there without anything: paper. */
const COLOURS = ["--sheet", "--ink", "--line", "--quiet", "--edge"];
const nameOf = (label: number) => COLOURS[Math.min(label, COLOURS.length - 1)] ?? "--ink";

/** As a style sheet writes it. */
export function colourOfLabel(label: number): string {
  return `var(${nameOf(label)})`;
}

/** The colours of so many labels, as they are where an element stands. */
export function coloursOfLabels(count: number, where: Element): readonly string[] {
  const style = getComputedStyle(where);
  return Array.from({ length: count }, (_, label) => style.getPropertyValue(nameOf(label)).trim());
}

/** `labels`: of each pixel, row by row; the canvas has as many pixels. */
export function paintMask(
  canvas: HTMLCanvasElement,
  labels: ArrayLike<number>,
  colours: readonly string[],
): void {
  const context = canvas.getContext("2d");
  if (context === null) return;
  for (let at = 0; at < labels.length; at++) {
    context.fillStyle = colours[labels[at] ?? 0] ?? "";
    context.fillRect(at % canvas.width, Math.floor(at / canvas.width), 1, 1);
  }
}
