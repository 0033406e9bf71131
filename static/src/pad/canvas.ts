/** The pad: pointer to strokes, strokes to ink. Mouse, touch and stylus; one pointer draws at a time. */
import { effect } from "@preact/signals-core";
import { followDensity } from "../dom/density.ts";
import { paintOnChange } from "../dom/frames.ts";
import { listen } from "../dom/listen.ts";
import type { Point } from "../ink/strokes.ts";
import type { Lab } from "../state/lab.ts";
import { type Dispose, endAll } from "../state/slice.ts";
import { paintInk } from "./ink-painting.ts";
import { Pen } from "./pen.ts";

/** The bit of `buttons` for the eraser end of a stylus. */
const ERASER_END = 32;

export function mountCanvas(canvas: HTMLCanvasElement, lab: Lab): Dispose {
  const context = canvas.getContext("2d");
  if (context === null) throw new Error("this browser cannot draw on a canvas");
  const { drawing, picture, history } = lab.ink;
  const isGhost = () => history.peek().greeting ?? false;
  const paint = () =>
    paintInk(canvas, context, { drawing: drawing.peek(), picture: picture.peek() }, isGhost());
  return endAll(
    followSize(canvas, paint),
    followPointer(canvas, lab),
    paintOnChange(() => [drawing.value, history.value, picture.value, lab.look.theme.value], paint),
    effect(() => {
      canvas.dataset.tool = lab.ink.tool.value;
    }),
  );
}

/** Keeps as many pixels as the screen shows. */
function followSize(canvas: HTMLCanvasElement, paint: () => void): Dispose {
  const fit = () => {
    const side = Math.round(canvas.clientWidth * devicePixelRatio);
    if (canvas.width === side) return;
    canvas.width = side;
    canvas.height = side;
    paint();
  };
  const observer = new ResizeObserver(fit);
  observer.observe(canvas);
  return endAll(followDensity(fit), () => observer.disconnect());
}

function followPointer(canvas: HTMLCanvasElement, lab: Lab): Dispose {
  const pen = new Pen(lab);
  let pointer = 0; // the one that draws, while the pen is down
  const erases = (event: PointerEvent) =>
    lab.ink.tool.peek() === "eraser" || (event.buttons & ERASER_END) !== 0;
  const pointerdown = (event: PointerEvent) => {
    if (pen.isDown || event.button !== 0) return;
    pointer = event.pointerId;
    canvas.setPointerCapture(pointer);
    event.preventDefault();
    pen.putDown(pointAt(event, canvas), erases(event), timeOf(event));
  };
  const move = (event: PointerEvent) => {
    if (!pen.isDown || event.pointerId !== pointer) return;
    const coalesced = event.getCoalescedEvents?.() ?? [];
    const moves = coalesced.length > 0 ? coalesced : [event];
    const points = moves.map((each) => pointAt(each, canvas));
    pen.moveTo(points, erases(event), moves.map(timeOf));
  };
  const lift = (event: PointerEvent) => {
    if (event.pointerId === pointer) pen.lift();
  };
  // Before the browser gathers them for the next animation frame, where it can (on https and localhost).
  const moved = "onpointerrawupdate" in canvas ? "pointerrawupdate" : "pointermove";
  return listen(canvas, { pointerdown, [moved]: move, pointerup: lift, pointercancel: lift });
}

function pointAt({ clientX, clientY }: PointerEvent, canvas: HTMLCanvasElement): Point {
  const { left, top, width, height } = canvas.getBoundingClientRect();
  return [(clientX - left) / width, (clientY - top) / height];
}

function timeOf(event: PointerEvent): number {
  return Math.round(event.timeStamp);
}
