/** The pad: pointer to strokes, strokes to ink. Mouse, touch and stylus; one pointer draws at a time. */
import { effect } from "@preact/signals-core";
import { make } from "../dom/element.ts";
import { paintOnChange } from "../dom/frames.ts";
import { PixelImage } from "../dom/image.ts";
import { listen } from "../dom/listen.ts";
import { PICTURE_SIDE } from "../ink/ink.ts";
import { ERASER, type Point, type Stroke } from "../ink/strokes.ts";
import type { Lab } from "../state/lab.ts";
import { type Dispose, endAll } from "../state/slice.ts";

export function mountPad(canvas: HTMLCanvasElement, lab: Lab): Dispose {
  const context = canvas.getContext("2d");
  if (context === null) throw new Error("this browser cannot draw on a canvas");
  let pointer: number | null = null;
  let last: Point = [0, 0];
  /** The drawing as this pointer left it: undo, or another hand, ends the stroke. */
  let mine: unknown = null;

  const pointAt = (event: PointerEvent): Point => {
    const box = canvas.getBoundingClientRect();
    return [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
  };

  const rub = (to: Point) => {
    const radius = (lab.ink.brush.peek() * ERASER) / 2;
    lab.ink.change({ type: "rub", from: last, to, radius });
    last = to;
  };

  const down = (event: PointerEvent) => {
    if (pointer !== null || event.button !== 0) return;
    pointer = event.pointerId;
    canvas.setPointerCapture(pointer);
    event.preventDefault();
    last = pointAt(event);
    if (erases(event)) {
      lab.ink.change({ type: "beginRub" });
      rub(last);
    } else {
      const [width, time] = [lab.ink.brush.peek(), timeOf(event)];
      lab.ink.change({ type: "begin", point: last, width, time });
    }
    mine = lab.ink.history.peek();
    lab.session.holdPen(true);
  };

  const move = (event: PointerEvent) => {
    if (event.pointerId !== pointer) return;
    if (lab.ink.history.peek() !== mine) return lift();
    const coalesced = event.getCoalescedEvents?.() ?? [];
    const moves = coalesced.length > 0 ? coalesced : [event];
    const points = moves.map(pointAt);
    if (erases(event)) for (const point of points) rub(point);
    else lab.ink.change({ type: "extend", points, times: moves.map(timeOf) });
    mine = lab.ink.history.peek();
  };

  const lift = () => {
    pointer = null;
    lab.session.holdPen(false);
  };

  const up = (event: PointerEvent) => {
    if (event.pointerId === pointer) lift();
  };

  /** The eraser tool, or the eraser end of a stylus. */
  const erases = (event: PointerEvent) =>
    lab.ink.tool.peek() === "eraser" || (event.buttons & 32) !== 0;

  const paint = () => {
    const { width, height } = canvas;
    context.clearRect(0, 0, width, height);
    context.lineCap = "round";
    context.lineJoin = "round";
    const ink = getComputedStyle(canvas).color;
    context.strokeStyle = ink;
    context.fillStyle = ink;
    const picture = lab.ink.picture.peek();
    if (picture !== null) paintInk(context, picture, ink);
    for (const stroke of lab.ink.drawing.peek()) paintStroke(context, stroke, width);
  };

  const fit = new ResizeObserver(() => {
    const side = Math.round(canvas.clientWidth * devicePixelRatio);
    if (canvas.width === side) return;
    canvas.width = side;
    canvas.height = side;
    paint();
  });
  fit.observe(canvas);

  // Before the browser gathers them for the next animation frame, where it can (on https and localhost).
  const moved = "onpointerrawupdate" in canvas ? "pointerrawupdate" : "pointermove";
  const stopListening = listen(canvas, {
    pointerdown: down,
    [moved]: move,
    pointerup: up,
    pointercancel: up,
  });
  const stopPainting = paintOnChange(
    () => [lab.ink.drawing.value, lab.ink.picture.value, lab.look.theme.value],
    paint,
  );
  const stopCursor = effect(() => {
    canvas.dataset.tool = lab.ink.tool.value;
  });

  return endAll(() => fit.disconnect(), stopPainting, stopCursor, stopListening);
}

function timeOf(event: PointerEvent): number {
  return Math.round(event.timeStamp);
}

/** A picture's ink over the whole pad, in the pen's colour. */
function paintInk(context: CanvasRenderingContext2D, picture: Uint8Array, colour: string): void {
  const image = new PixelImage(make("canvas"), PICTURE_SIDE, PICTURE_SIDE);
  image.paint((words) => {
    for (const [index, value] of picture.entries()) words[index] = value << 24; // how opaque it is
  });
  const layer = image.canvas.getContext("2d");
  if (layer === null) return;
  layer.globalCompositeOperation = "source-in";
  layer.fillStyle = colour;
  layer.fillRect(0, 0, PICTURE_SIDE, PICTURE_SIDE);
  const { width, height } = context.canvas;
  context.imageSmoothingEnabled = true;
  context.drawImage(image.canvas, 0, 0, width, height);
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
