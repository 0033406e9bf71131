/** Drawing by keyboard: arrows move a pen over the pad, Space or Enter puts it down and lifts it, Escape leaves. */
import { say } from "../dom/element.ts";
import { whenHidden } from "../dom/hold.ts";
import { listen } from "../events/listen.ts";
import type { Point } from "../ink/strokes.ts";
import type { Lab } from "../state/lab.ts";
import { type Dispose, endAll } from "../state/slice.ts";
import { type Key, phrase } from "../words/phrases.ts";
import { Pen } from "./pen.ts";

/** Parts of the pad that one press moves the pen, without and with Shift. */
export const STEP = 0.04;
export const FINE_STEP = 0.01;
/** The pen stays so far from the edges. */
const MARGIN = 0.02;
/** Milliseconds until a position is read out. */
const SETTLED = 400;

const DIRECTIONS: Readonly<Record<string, Point>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** Where the held arrows take a pen: two of them move it diagonally. */
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
  const pen = new KeyboardPen(cursor, new Announcer(spoken), lab);
  const keydown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") pad.blur();
    else if (!pen.press(event)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  const stopListening = listen(pad, {
    keydown,
    keyup: ({ key }) => pen.release(key),
    focus: () => pen.show(),
    blur: () => pen.leave(),
  });
  if (pad.ownerDocument.activeElement === pad) pen.show();
  return endAll(
    stopListening,
    whenHidden(pad, () => pen.leave()),
    () => pen.stop(),
  );
}

/** Where the keyboard's pen is, and which arrows move it. */
class KeyboardPen {
  readonly #cursor: HTMLElement;
  readonly #announcer: Announcer;
  readonly #lab: Lab;
  readonly #pen: Pen;
  readonly #held = new Set<string>();
  #at: Point = [0.5, 0.5];

  constructor(cursor: HTMLElement, announcer: Announcer, lab: Lab) {
    this.#cursor = cursor;
    this.#announcer = announcer;
    this.#lab = lab;
    this.#pen = new Pen(lab);
  }

  /** Whether the key was for the pen. */
  press({ key, shiftKey, repeat }: KeyboardEvent): boolean {
    if (DIRECTIONS[key] !== undefined) {
      this.#held.add(key);
      this.#move(shiftKey);
    } else if (key === " " || key === "Enter") {
      if (!repeat) this.#putDownOrLift();
    } else return false;
    return true;
  }

  release(key: string): void {
    this.#held.delete(key);
  }

  show(): void {
    this.#cursor.hidden = false;
    this.#moveCursor();
  }

  leave(): void {
    this.#held.clear();
    this.#pen.lift();
    this.#moveCursor();
    this.#cursor.hidden = true;
  }

  stop(): void {
    this.#announcer.stop();
    this.leave();
  }

  get #erases(): boolean {
    return this.#lab.ink.tool.peek() === "eraser";
  }

  #move(fine: boolean): void {
    this.#at = moved(this.#at, this.#held, fine);
    this.#pen.moveTo([this.#at]);
    this.#moveCursor();
    this.#announcer.sayAtRest(this.#pen.isDown ? "pen.drawing" : "pen.moving", this.#at);
  }

  #putDownOrLift(): void {
    if (this.#pen.isDown) this.#pen.lift();
    else this.#pen.putDown(this.#at, this.#erases);
    this.#moveCursor();
    this.#announcer.say(this.#pen.isDown ? "pen.down" : "pen.up", this.#at);
  }

  #moveCursor(): void {
    this.#cursor.style.left = `${100 * this.#at[0]}%`;
    this.#cursor.style.top = `${100 * this.#at[1]}%`;
    this.#cursor.classList.toggle("down", this.#pen.isDown);
  }
}

/** Reads out where the pen is. */
class Announcer {
  readonly #spoken: HTMLElement;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(spoken: HTMLElement) {
    this.#spoken = spoken;
  }

  say(key: Key, [across, down]: Point): void {
    this.stop();
    const percent = (part: number) => Math.round(100 * part);
    say(this.#spoken, phrase(key, { across: percent(across), down: percent(down) }));
  }

  /** Not while a key is held. */
  sayAtRest(key: Key, at: Point): void {
    this.stop();
    this.#timer = setTimeout(() => this.say(key, at), SETTLED);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
