/** Drawing by keyboard: arrows move a pen over the pad, Space or Enter puts it down and lifts it, Escape leaves. */
import { say } from "../dom/element.ts";
import { listen } from "../dom/listen.ts";
import { ERASER, type Point } from "../ink/strokes.ts";
import type { Lab } from "../state/lab.ts";
import { type Dispose, endAll } from "../state/slice.ts";
import { type Key, phrase } from "../words/phrases.ts";

/** Parts of the pad that one press moves the pen, without and with Shift. */
export const STEP = 0.04;
export const FINE_STEP = 0.01;
/** The pen stays so far from the edges. */
const MARGIN = 0.02;
/** Milliseconds until a place is said: not while a key is held. */
const SETTLED = 400;

const DIRECTIONS: Readonly<Record<string, Point>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** Where the held arrows take a pen: two of them go across. */
export function moved([x, y]: Point, held: Iterable<string>, fine: boolean): Point {
  const step = fine ? FINE_STEP : STEP;
  let [dx, dy] = [0, 0];
  for (const key of held) {
    const [across, down] = DIRECTIONS[key] ?? [0, 0];
    dx += across;
    dy += down;
  }
  const inside = (at: number) =>
    Math.min(1 - MARGIN, Math.max(MARGIN, Math.round(at * 1000) / 1000));
  return [inside(x + dx * step), inside(y + dy * step)];
}

export function mountKeyboardPen(
  pad: HTMLElement,
  cursor: HTMLElement,
  spoken: HTMLElement,
  lab: Lab,
): Dispose {
  let at: Point = [0.5, 0.5];
  let down = false;
  /** The drawing as this pen left it: undo, or another hand, ends the stroke. */
  let mine: unknown = null;
  const held = new Set<string>();
  let settled: ReturnType<typeof setTimeout> | undefined;

  const show = () => {
    cursor.style.left = `${100 * at[0]}%`;
    cursor.style.top = `${100 * at[1]}%`;
    cursor.classList.toggle("down", down);
  };
  const tell = (key: Key) => {
    clearTimeout(settled);
    const percent = (part: number) => Math.round(100 * part);
    say(spoken, phrase(key, { across: percent(at[0]), down: percent(at[1]) }));
  };
  const tellWhenSettled = (key: Key) => {
    clearTimeout(settled);
    settled = setTimeout(() => tell(key), SETTLED);
  };
  const lift = () => {
    if (!down) return;
    down = false;
    lab.session.holdPen(false);
    show();
  };
  const rub = (from: Point) => {
    const radius = (lab.ink.brush.peek() * ERASER) / 2;
    lab.ink.change({ type: "rub", from, to: at, radius });
  };
  const put = () => {
    if (lab.ink.tool.peek() === "eraser") {
      lab.ink.change({ type: "beginRub" });
      rub(at);
    } else lab.ink.change({ type: "begin", point: at, width: lab.ink.brush.peek() });
    down = true;
    mine = lab.ink.history.peek();
    lab.session.holdPen(true);
    show();
  };
  const move = (fine: boolean) => {
    const from = at;
    at = moved(at, held, fine);
    if (down && lab.ink.history.peek() !== mine) lift();
    if (down) {
      if (lab.ink.tool.peek() === "eraser") rub(from);
      else lab.ink.change({ type: "extend", points: [at] });
      mine = lab.ink.history.peek();
    }
    show();
    tellWhenSettled(down ? "pen.drawing" : "pen.moving");
  };
  const press = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (DIRECTIONS[event.key] !== undefined) {
      held.add(event.key);
      move(event.shiftKey);
    } else if (event.key === " " || event.key === "Enter") {
      if (event.repeat) return event.preventDefault();
      if (down) lift();
      else put();
      tell(down ? "pen.down" : "pen.up");
    } else if (event.key === "Escape") pad.blur();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const release = (event: KeyboardEvent) => held.delete(event.key);
  const leave = () => {
    held.clear();
    lift();
    cursor.hidden = true;
  };
  const enter = () => {
    cursor.hidden = false;
    show();
  };
  return endAll(
    () => clearTimeout(settled),
    leave,
    listen(pad, { keydown: press, keyup: release, focus: enter, blur: leave }),
  );
}
