/** The pad: pointer to strokes, strokes to ink. Mouse, touch and stylus; one pointer draws at a time. */
import { effect } from "@preact/signals-core";
import { followDensity } from "../dom/density.ts";
import { paintOnChange } from "../dom/frames.ts";
import { followHold } from "../dom/hold.ts";
import type { Point } from "../ink/strokes.ts";
import type { Lab } from "../state/lab.ts";
import { type Dispose, endAll } from "../state/slice.ts";
import { paintInk } from "./ink-painting.ts";
import { Pen } from "./pen.ts";

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
  return followHold(canvas, {
    press: (event, erases) =>
      pen.putDown(
        pointAt(event, canvas),
        erases || lab.ink.tool.peek() === "eraser",
        timeOf(event),
      ),
    move: (events) =>
      pen.moveTo(
        events.map((each) => pointAt(each, canvas)),
        events.map(timeOf),
      ),
    release: () => pen.lift(),
    takeBack: () => pen.takeBack(),
  });
}

function pointAt({ clientX, clientY }: PointerEvent, canvas: HTMLCanvasElement): Point {
  const { left, top, width, height } = canvas.getBoundingClientRect();
  return [(clientX - left) / width, (clientY - top) / height];
}

function timeOf(event: PointerEvent): number {
  return Math.round(event.timeStamp);
}
