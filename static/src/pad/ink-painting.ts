import { make } from "../dom/element.ts";
import { PixelImage } from "../dom/image.ts";
import { type Ink, PICTURE_SIDE } from "../ink/ink.ts";
import type { Stroke } from "../ink/strokes.ts";

/** How much of its strength the ink of an example has. */
const GHOST = 0.4;

/**
 * Paints paper, a picture's ink and the strokes over the whole canvas, in the colours of its background and its text;
 * `isGhost`: the strokes faintly. The paper too: browsers and extensions that darken pages do not change canvases.
 */
export function paintInk(
  canvas: HTMLCanvasElement,
  context: CanvasRenderingContext2D,
  { drawing, picture }: Pick<Ink, "drawing" | "picture">,
  isGhost = false,
): void {
  const { width, height } = canvas;
  const { color: colour, backgroundColor: paper } = getComputedStyle(canvas);
  context.clearRect(0, 0, width, height);
  context.fillStyle = paper;
  context.fillRect(0, 0, width, height);
  context.lineCap = "round";
  context.lineJoin = "round";
  context.strokeStyle = colour;
  context.fillStyle = colour;
  if (picture !== null) {
    const source = pictureIn(colour, picture);
    context.imageSmoothingEnabled = true;
    if (source !== null) context.drawImage(source, 0, 0, width, height);
  }
  context.globalAlpha = isGhost ? GHOST : 1;
  for (const stroke of drawing) paintStroke(context, stroke, width);
  context.globalAlpha = 1;
}

/** A picture's ink in a colour; null where nothing can be painted. */
function pictureIn(colour: string, picture: Uint8Array): HTMLCanvasElement | null {
  const image = new PixelImage(make("canvas"), PICTURE_SIDE, PICTURE_SIDE);
  image.paint((words) => {
    for (const [index, value] of picture.entries()) words[index] = value << 24; // how opaque it is
  });
  const layer = image.canvas.getContext("2d");
  if (layer === null) return null;
  layer.globalCompositeOperation = "source-in";
  layer.fillStyle = colour;
  layer.fillRect(0, 0, PICTURE_SIDE, PICTURE_SIDE);
  return image.canvas;
}

/** Curves through the middles between points: smooth, and never off the recorded way by more than a corner. */
function paintStroke(context: CanvasRenderingContext2D, stroke: Stroke, side: number): void {
  const [first, ...rest] = stroke.points;
  if (first === undefined) return;
  context.lineWidth = stroke.width * side;
  context.beginPath();
  if (rest.length === 0) {
    context.arc(first[0] * side, first[1] * side, (stroke.width * side) / 2, 0, 2 * Math.PI);
    context.fill();
    return;
  }
  context.moveTo(first[0] * side, first[1] * side);
  let [x, y] = first;
  for (const [nextX, nextY] of rest) {
    context.quadraticCurveTo(
      x * side,
      y * side,
      ((x + nextX) / 2) * side,
      ((y + nextY) / 2) * side,
    );
    [x, y] = [nextX, nextY];
  }
  context.lineTo(x * side, y * side);
  context.stroke();
}
