/** Lines from a window over maps to the cell that it makes. */
import type { Rectangle } from "../layout/outlines.ts";

/** CSS pixels: how wide the lines of a window are, and how far they end before the ring around its cell. */
export const JOIN = 1.25;
const OFF = 4;

/** From the windows' corners to the kernel and on to the cell; without a kernel (null) to the cell at once. */
export function joinWindow(
  context: CanvasRenderingContext2D,
  seen: readonly Rectangle[],
  tile: Rectangle | null,
  made: Rectangle,
): void {
  const into = tile ?? made;
  context.lineWidth = JOIN;
  context.beginPath();
  for (const { x, y, width, height } of seen) {
    if (x + width > into.x) continue; // layers stand one below another
    const middle = (x + width + into.x) / 2;
    for (const edge of [0, 1]) {
      const [start, end] = [y + edge * height, into.y + edge * into.height];
      context.moveTo(x + width, start);
      context.bezierCurveTo(middle, start, middle, end, into.x, end);
    }
  }
  if (tile !== null) {
    context.moveTo(tile.x + tile.width, tile.y + tile.height / 2);
    context.lineTo(made.x - OFF, made.y + made.height / 2);
  }
  context.stroke();
}
