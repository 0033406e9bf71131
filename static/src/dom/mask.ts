/** A mask as a picture: one pixel a pixel, one colour a label. */

/** The first label is the background: paper. */
const COLOURS = ["--sheet", "--ink", "--line", "--quiet", "--edge"];
const nameOf = (label: number) => COLOURS[Math.min(label, COLOURS.length - 1)] ?? "--ink";

/** The colour as a style sheet writes it. */
export function colourOfLabel(label: number): string {
  return `var(${nameOf(label)})`;
}

/** The colours of so many labels, as they are where an element stands. */
export function coloursOfLabels(count: number, where: Element): readonly string[] {
  const style = getComputedStyle(where);
  return Array.from({ length: count }, (_, label) => style.getPropertyValue(nameOf(label)).trim());
}

/** Pixels of a canvas along one of the mask's, where its pattern is to be seen. */
export const FINE = 6;

/** What is neither paper nor the digit is hatched as well, so that no colour alone tells it. */
const FIRST_HATCHED = 2;

/** `labels`: one for each pixel, row by row, `columns` in a row. A canvas with FINE pixels along each of them shows hatching; one of the same size does not. */
export function paintMask(
  canvas: HTMLCanvasElement,
  labels: ArrayLike<number>,
  colours: readonly string[],
  columns = canvas.width,
): void {
  const context = canvas.getContext("2d");
  if (context === null) return;
  const size = canvas.width / columns;
  context.beginPath(); // of the hatching; squares are filled without a path
  for (let at = 0; at < labels.length; at++) {
    const [x, y] = [(at % columns) * size, Math.floor(at / columns) * size];
    const label = labels[at] ?? 0;
    context.fillStyle = colours[label] ?? "";
    context.fillRect(x, y, size, size);
    if (label < FIRST_HATCHED || size === 1) continue;
    // From corner to corner, so that the lines of neighbours meet.
    context.moveTo(x, y + size);
    context.lineTo(x + size, y);
  }
  context.strokeStyle = getComputedStyle(canvas).getPropertyValue("--quiet");
  context.lineWidth = size / 4;
  context.stroke();
}
