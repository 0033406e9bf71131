/** Dragging chips: with a mouse at once, with a finger after it has rested on a chip for a moment. */
import { listen } from "../events/listen.ts";

/** What a drag calls. */
export interface Carrying {
  /** The chip under a hand, null where there is none. */
  chipAt(target: Element): HTMLElement | null;
  /** A chip is dragged over `place`, null: over no slot; `end` is called once it is dropped or the drag is cancelled. */
  over(chip: HTMLElement, place: HTMLElement | null): void;
  drop(chip: HTMLElement, place: HTMLElement | null): void;
  end(): void;
}

/** Milliseconds that a finger rests before it takes a chip: before that it scrolls the page. */
const REST = 220;
/** CSS pixels: a mouse that moves further drags, a resting finger that moves further does not. */
const FAR = { mouse: 4, touch: 10 };

interface Hand {
  readonly chip: HTMLElement;
  readonly pointer: number;
  readonly x: number;
  readonly y: number;
  readonly isMouse: boolean;
  /** The copy of the chip that follows the pointer; null before the drag starts. */
  ghost: HTMLElement | null;
}

/** Lets chips within `host` be dragged onto elements with `data-slot`; returns what ends it. */
export function mountCarrying(host: HTMLElement, acts: Carrying): () => void {
  const carrier = new Carrier(acts);
  const ended = [
    listen(host, { pointerdown: (event) => carrier.touch(event) }),
    // A finger that drags must not scroll: only a listener that is not passive can prevent that.
    listen(host, { touchmove: (event) => carrier.hold(event) }, { passive: false }),
    listen(document, {
      pointermove: (event) => carrier.move(event),
      pointerup: (event) => carrier.release(event),
      pointercancel: () => carrier.giveUp(),
      keydown: (event) => carrier.press(event),
    }),
    listen(document, { click: (event) => carrier.click(event) }, { capture: true }),
    () => carrier.giveUp(),
  ];
  return () => {
    for (const end of ended) end();
  };
}

class Carrier {
  readonly #acts: Carrying;
  #hand: Hand | null = null;
  #resting = 0;
  /** The browser sends a click after a drag: that click is ignored. */
  #hasDropped = false;

  constructor(acts: Carrying) {
    this.#acts = acts;
  }

  touch({ target, button, pointerId, pointerType, clientX: x, clientY: y }: PointerEvent): void {
    this.#hasDropped = false;
    const chip = this.#acts.chipAt(target as Element);
    if (chip === null || button !== 0) return;
    this.giveUp();
    const isMouse = pointerType === "mouse";
    this.#hand = { chip, pointer: pointerId, x, y, isMouse, ghost: null };
    if (!isMouse) this.#resting = window.setTimeout(() => this.#take(x, y), REST);
  }

  move({ pointerId, clientX: x, clientY: y }: PointerEvent): void {
    const hand = this.#hand;
    if (hand === null || pointerId !== hand.pointer) return;
    const far = Math.hypot(x - hand.x, y - hand.y);
    if (hand.ghost !== null) this.#carry(hand, x, y);
    else if (hand.isMouse && far >= FAR.mouse) this.#take(x, y);
    else if (!hand.isMouse && far > FAR.touch) this.giveUp();
  }

  hold(event: TouchEvent): void {
    if (this.#hand?.ghost) event.preventDefault();
  }

  release({ pointerId, clientX, clientY }: PointerEvent): void {
    const hand = this.#hand;
    if (hand === null || pointerId !== hand.pointer) return;
    const isCarrying = hand.ghost !== null;
    const place = isCarrying ? placeAt(clientX, clientY) : null;
    this.giveUp();
    if (!isCarrying) return;
    this.#hasDropped = true;
    this.#acts.drop(hand.chip, place);
  }

  press(event: KeyboardEvent): void {
    if (event.key !== "Escape" || !this.#hand?.ghost) return;
    event.preventDefault();
    this.#hasDropped = true;
    this.giveUp();
  }

  click(event: MouseEvent): void {
    if (!this.#hasDropped || event.detail === 0) return;
    this.#hasDropped = false;
    event.preventDefault();
    event.stopPropagation();
  }

  giveUp(): void {
    clearTimeout(this.#resting);
    const hand = this.#hand;
    this.#hand = null;
    if (!hand?.ghost) return;
    hand.ghost.remove();
    this.#acts.end();
  }

  #take(x: number, y: number): void {
    const hand = this.#hand;
    if (hand === null) return;
    const box = hand.chip.getBoundingClientRect();
    const ghost = hand.chip.cloneNode(true) as HTMLElement;
    ghost.classList.add("carried");
    ghost.setAttribute("aria-hidden", "true");
    ghost.tabIndex = -1;
    ghost.style.left = `${box.left - hand.x}px`;
    ghost.style.top = `${box.top - hand.y}px`;
    hand.chip.closest("article, body")?.append(ghost);
    hand.ghost = ghost;
    this.#carry(hand, x, y);
  }

  #carry({ chip, ghost }: Hand, x: number, y: number): void {
    if (ghost !== null) ghost.style.translate = `${x}px ${y}px`;
    this.#acts.over(chip, placeAt(x, y));
  }
}

const placeAt = (x: number, y: number) =>
  document.elementFromPoint(x, y)?.closest<HTMLElement>("[data-slot]") ?? null;
