/** Every key of the page: what is pressed, what it does, in which words. The list behind "?" and docs/lecture-mode.md follow. */
import { back, next } from "../lecture/remote.ts";
import type { Control } from "../state/controls.ts";
import { GUESSES, type Store } from "../state/lab.ts";
import { phrase, type Key as Words } from "../words/phrases.ts";

export interface Shortcut {
  /** As KeyboardEvent.key has them, in lower case. */
  readonly keys: readonly string[];
  /** Only with the shift key held. */
  readonly shift?: true;
  readonly group: Group;
  readonly words: Words;
  /** Does nothing where a lesson leaves this out; what is more intricate is in the store's actions. */
  readonly control?: Control;
  /** Does it; false where there was nothing to do, and the key stays the browser's. */
  act(store: Store, key: string): unknown;
}

export type Group = "drawing" | "network" | "lecture";
export const GROUPS: readonly Group[] = ["lecture", "network", "drawing"];

const DIGITS = ["1", "2", "3", "4", "5", "6", "7", "8", "9"];

/** Of two that fit, the first acts. */
export const SHORTCUTS: readonly Shortcut[] = [
  {
    keys: ["arrowright", "pagedown"],
    group: "lecture",
    words: "keys.next",
    act: next,
  },
  {
    keys: ["arrowleft", "pageup"],
    group: "lecture",
    words: "keys.back",
    act: back,
  },
  { keys: [" "], group: "lecture", words: "keys.play", act: play },
  {
    keys: ["r"],
    shift: true,
    group: "lecture",
    words: "keys.reveal.all",
    act: (store) => store.revealAll(),
  },
  { keys: ["r"], group: "lecture", words: "keys.reveal", act: (store) => store.revealNext() },
  {
    keys: ["g"],
    group: "lecture",
    words: "keys.guesses",
    act: (store) => store.switchCover(GUESSES),
  },
  {
    keys: ["b", "."],
    group: "lecture",
    words: "keys.blank",
    act: (store) => store.blankScreen(!store.blanked.peek()),
  },
  {
    keys: ["s"],
    group: "lecture",
    words: "keys.spot",
    act: (store) => store.showSpot(!store.spot.peek()),
  },
  {
    keys: ["l"],
    group: "lecture",
    words: "keys.lecture",
    control: "top",
    act: (store) => store.giveLecture(!store.lecture.peek(), true),
  },
  { keys: ["f", "f5"], group: "lecture", words: "keys.full", act: fill },
  { keys: ["escape"], group: "lecture", words: "keys.leave", act: leave },
  {
    keys: ["?"],
    group: "lecture",
    words: "keys.list",
    act: (store) => store.open(store.panel.peek() === "keys" ? null : "keys"),
  },
  { keys: DIGITS, shift: true, group: "lecture", words: "keys.cover", act: cover },
  {
    keys: DIGITS,
    group: "network",
    words: "keys.toggle",
    act: toggle,
  },
  { keys: ["0"], group: "network", words: "keys.all", act: (store) => store.showAll() },
  {
    keys: ["p"],
    group: "drawing",
    control: "tools",
    words: "keys.pen",
    act: (store) => store.useTool("pen"),
  },
  {
    keys: ["e"],
    group: "drawing",
    control: "tools",
    words: "keys.eraser",
    act: (store) => store.useTool("eraser"),
  },
  {
    keys: ["z"],
    group: "drawing",
    control: "tools",
    words: "keys.undo",
    act: (store) => store.change({ type: "undo" }),
  },
  {
    keys: ["y"],
    group: "drawing",
    control: "tools",
    words: "keys.redo",
    act: (store) => store.change({ type: "redo" }),
  },
  {
    keys: ["c"],
    group: "drawing",
    control: "tools",
    words: "keys.clear",
    act: (store) => store.change({ type: "clear" }),
  },
];

/** Letters, digits and signs: what speech control, or a hand that trembles, presses by mistake (WCAG 2.1.4). */
export function isCharacter(key: string): boolean {
  return key !== " " && [...key].length === 1;
}

/** What a key does; null where it does nothing here, as do characters once they are switched off. */
export function shortcutOf(key: string, shift: boolean, characters = true): Shortcut | null {
  const name = key.toLowerCase();
  if (!characters && isCharacter(name)) return null;
  return SHORTCUTS.find((each) => each.keys.includes(name) && (!each.shift || shift)) ?? null;
}

const NAMED: Readonly<Record<string, Words>> = {
  escape: "keys.cap.escape",
  pagedown: "keys.cap.pagedown",
  pageup: "keys.cap.pageup",
  " ": "keys.cap.space",
};
const ARROWS: Readonly<Record<string, string>> = {
  arrowleft: "←",
  arrowright: "→",
  arrowup: "↑",
  arrowdown: "↓",
};

/** What is printed on a shortcut's keys, with "+" and "…" between them. */
export function capsOf({ keys, shift }: Shortcut): string[] {
  const cap = (key: string) =>
    NAMED[key] === undefined ? (ARROWS[key] ?? key.toUpperCase()) : phrase(NAMED[key]);
  const caps = keys.map(cap);
  const shown = caps.length > 3 ? [caps[0] ?? "", "…", caps.at(-1) ?? ""] : caps;
  return shift ? [phrase("keys.cap.shift"), "+", ...shown] : shown;
}

/** Plays the pen trace, or stops it; while the network is told step by step, the steps. */
function play(store: Store): boolean {
  if (store.step.peek() !== null) store.tour(!store.touring.peek());
  else if (!store.lecture.peek() && !store.tracing.peek()) return false;
  else {
    store.openTrace(true);
    store.play(!store.playing.peek());
  }
  return true;
}

/** F5 is how a remote begins; outside a lecture it stays the browser's key for loading the page again. */
function fill(store: Store, key: string): boolean {
  if (key === "f5" && !store.lecture.peek() && store.lessonAt.peek() === null) return false;
  store.fillScreen(key === "f5" || !store.fullScreen.peek());
  return true;
}

/** The innermost thing that is open: blank screen, list of keys, steps, lesson, lecture mode. */
function leave(store: Store): boolean {
  if (store.blanked.peek()) store.blankScreen(false);
  else if (store.panel.peek() === "keys") store.open(null);
  else if (store.step.peek() !== null) store.endSteps();
  else if (store.lessonAt.peek() !== null) store.endLesson();
  else if (store.lecture.peek()) store.giveLecture(false);
  else return false;
  return true;
}

function toggle(store: Store, key: string): boolean {
  const layer = store.network.peek()?.layers[Number(key) - 1];
  if (layer !== undefined) store.toggle(layer.name);
  return layer !== undefined;
}

function cover(store: Store, key: string): boolean {
  const layer = store.network.peek()?.layers[Number(key) - 1];
  if (layer !== undefined) store.switchCover(layer.name);
  return layer !== undefined;
}
