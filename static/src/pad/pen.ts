import { ERASER, type History, isPlace, type Point } from "../ink/strokes.ts";
import type { Lab } from "../state/lab.ts";

/** The pen or eraser of one hand: what it does from where it is put down to where it is lifted is one step of undo. */
export class Pen {
  readonly #lab: Lab;
  #down = false;
  #erases = false;
  #at: Point = [0, 0];
  /** The drawing as this pen left it; if it is another one now, undo or another pen has ended the stroke. */
  #left: History | null = null;

  constructor(lab: Lab) {
    this.#lab = lab;
  }

  get isDown(): boolean {
    return this.#down;
  }

  /** `time` in milliseconds, where it is known. Whether it draws or erases does not change until it is lifted. */
  putDown(point: Point, erases: boolean, time?: number): void {
    const { ink, session } = this.#lab;
    if (!isPlace(point)) return;
    this.#at = point;
    this.#erases = erases;
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

  /** Goes on to these points; lifts the pen if its stroke has ended meanwhile, or the pad is no longer there to draw on. */
  moveTo(points: readonly Point[], times?: readonly number[]): void {
    const { ink } = this.#lab;
    if (!this.#down) return;
    if (ink.history.peek() !== this.#left || !points.some(isPlace)) {
      this.lift();
      return;
    }
    if (this.#erases) for (const point of points) this.#rubTo(point);
    else ink.change({ type: "extend", points, ...(times === undefined ? {} : { times }) });
    this.#at = points.findLast(isPlace) ?? this.#at;
    this.#left = ink.history.peek();
  }

  lift(): void {
    if (!this.#down) return;
    this.#down = false;
    this.#lab.session.holdPen(false);
  }

  /** Undoes what was drawn from where it was put down last, unless something else has been done since. */
  takeBack(): void {
    const { ink } = this.#lab;
    if (this.#left !== null && ink.history.peek() === this.#left) ink.change({ type: "undo" });
  }

  #rubTo(to: Point): void {
    if (!isPlace(to)) return;
    const radius = (this.#lab.ink.brush.peek() * ERASER) / 2;
    this.#lab.ink.change({ type: "rub", from: this.#at, to, radius });
    this.#at = to;
  }
}
