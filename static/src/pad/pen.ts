import { ERASER, type History, type Point } from "../ink/strokes.ts";
import type { Lab } from "../state/lab.ts";

/** The pen or eraser of one hand: what it does from where it is put down to where it is lifted is one step of undo. */
export class Pen {
  readonly #lab: Lab;
  #down = false;
  #at: Point = [0, 0];
  /** The drawing as this pen left it: with another one, undo or another hand has ended the stroke. */
  #left: History | null = null;

  constructor(lab: Lab) {
    this.#lab = lab;
  }

  get isDown(): boolean {
    return this.#down;
  }

  /** `time` in milliseconds, where it is known. */
  putDown(point: Point, erases: boolean, time?: number): void {
    const { ink, session } = this.#lab;
    this.#at = point;
    if (erases) {
      ink.change({ type: "beginRub" });
      this.#rubTo(point);
    } else {
      const timed = time === undefined ? {} : { time };
      ink.change({ type: "begin", point, width: ink.brush.peek(), ...timed });
    }
    this.#down = true;
    this.#left = ink.history.peek();
    session.holdPen(true);
  }

  /** Goes on to these points; lifts the pen if its stroke has ended meanwhile. */
  moveTo(points: readonly Point[], erases: boolean, times?: readonly number[]): void {
    const { ink } = this.#lab;
    if (!this.#down) return;
    if (ink.history.peek() !== this.#left) {
      this.lift();
      return;
    }
    if (erases) for (const point of points) this.#rubTo(point);
    else ink.change({ type: "extend", points, ...(times === undefined ? {} : { times }) });
    this.#at = points.at(-1) ?? this.#at;
    this.#left = ink.history.peek();
  }

  lift(): void {
    if (!this.#down) return;
    this.#down = false;
    this.#lab.session.holdPen(false);
  }

  #rubTo(to: Point): void {
    const radius = (this.#lab.ink.brush.peek() * ERASER) / 2;
    this.#lab.ink.change({ type: "rub", from: this.#at, to, radius });
    this.#at = to;
  }
}
