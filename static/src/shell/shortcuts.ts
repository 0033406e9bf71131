/** Every key of the page: what is pressed, what it does, in which words. The list behind "?" and docs/lecture-mode.md follow. */
import { untracked } from "@preact/signals-core";
import { back, next } from "../lecture/remote.ts";
import type { Block } from "../network/blocks.ts";
import type { Control } from "../state/controls.ts";
import { GUESSES } from "../state/covers.ts";
import type { Lab } from "../state/lab.ts";
import { panelSeen } from "../state/panel.ts";
import { phrase, type Key as Words } from "../words/phrases.ts";

export interface Shortcut {
  /** As KeyboardEvent.key has them, in lower case. */
  readonly keys: readonly string[];
  /** Only with the shift key held. */
  readonly shift?: true;
  readonly group: Group;
  readonly words: Words;
  /** Does nothing where a lesson leaves this control out; more complex cases are handled in the actions. */
  readonly control?: Control;
  /** Does it; false where there was nothing to do, and the key stays the browser's. */
  act(lab: Lab, key: string): unknown;
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
    act: (lab) => lab.lecture.revealAll(),
  },
  { keys: ["r"], group: "lecture", words: "keys.reveal", act: (lab) => lab.lecture.revealNext() },
  {
    keys: ["g"],
    group: "lecture",
    words: "keys.guesses",
    act: (lab) => lab.lecture.switchCover(GUESSES),
  },
  {
    keys: ["b", "."],
    group: "lecture",
    words: "keys.blank",
    act: (lab) => lab.lecture.blankScreen(!lab.lecture.blanked.peek()),
  },
  {
    keys: ["s"],
    group: "lecture",
    words: "keys.spot",
    act: (lab) => lab.session.showSpot(!lab.session.spot.peek()),
  },
  {
    keys: ["l"],
    group: "lecture",
    words: "keys.lecture",
    control: "top",
    act: (lab) => lab.lecture.giveLecture(!lab.lecture.on.peek(), true),
  },
  { keys: ["arrowdown"], group: "lecture", words: "keys.focus.next", act: focusFurther(1) },
  { keys: ["arrowup"], group: "lecture", words: "keys.focus.back", act: focusFurther(-1) },
  { keys: ["a"], group: "lecture", words: "keys.focus.all", act: switchWhole },
  {
    keys: ["n"],
    group: "lecture",
    words: "keys.presenter",
    control: "top",
    act: (lab) => lab.lesson.askForPresenter(),
  },
  {
    keys: ["m"],
    group: "lecture",
    words: "keys.networks",
    control: "networks",
    act: (lab) => lab.session.chooseNetwork(),
  },
  {
    keys: ["o"],
    group: "lecture",
    words: "keys.answers",
    control: "networks",
    act: (lab) => lab.session.chooseAnswer(),
  },
  {
    keys: ["x"],
    shift: true,
    group: "lecture",
    words: "keys.off.one",
    control: "inspector",
    act: (lab) => switchEdges(lab, largeBlock(lab)),
  },
  {
    keys: ["x"],
    group: "lecture",
    words: "keys.off.all",
    control: "inspector",
    act: (lab) => switchEdges(lab, () => true),
  },
  { keys: ["f", "f5"], group: "lecture", words: "keys.full", act: fill },
  { keys: ["escape"], group: "lecture", words: "keys.leave", act: leave },
  {
    keys: ["?"],
    group: "lecture",
    words: "keys.list",
    act: (lab) => lab.look.openPanel(lab.look.panel.peek() === "keys" ? null : "keys"),
  },
  { keys: DIGITS, shift: true, group: "lecture", words: "keys.cover", act: cover },
  {
    keys: DIGITS,
    group: "network",
    words: "keys.toggle",
    act: toggle,
  },
  { keys: ["0"], group: "network", words: "keys.all", act: (lab) => lab.look.showAll() },
  {
    keys: ["t"],
    group: "network",
    words: "keys.to-scale",
    control: "visibility",
    act: ({ look }) => look.showToScale(!look.toScale.peek()),
  },
  {
    keys: ["p"],
    group: "drawing",
    control: "tools",
    words: "keys.pen",
    act: (lab) => lab.ink.useTool("pen"),
  },
  {
    keys: ["e"],
    group: "drawing",
    control: "tools",
    words: "keys.eraser",
    act: (lab) => lab.ink.useTool("eraser"),
  },
  {
    keys: ["z"],
    group: "drawing",
    control: "tools",
    words: "keys.undo",
    act: (lab) => lab.ink.change({ type: "undo" }),
  },
  {
    keys: ["y"],
    group: "drawing",
    control: "tools",
    words: "keys.redo",
    act: (lab) => lab.ink.change({ type: "redo" }),
  },
  {
    keys: ["c"],
    group: "drawing",
    control: "tools",
    words: "keys.clear",
    act: (lab) => lab.ink.change({ type: "clear" }),
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

/** Plays the pen trace, or stops it; the film that is open; while the network is shown step by step, the steps. */
function play(lab: Lab): boolean {
  if (lab.epochs.detail.peek() !== null) playFilm(lab);
  else if (lab.forward.step.peek() !== null) lab.forward.playSteps(!lab.forward.autoplay.peek());
  else if (!lab.lecture.on.peek() && !lab.trace.open.peek()) return false;
  else {
    lab.trace.openTrace(true);
    lab.trace.play(!lab.trace.playing.peek());
  }
  return true;
}

/** As its button does. */
function playFilm({ epochs }: Lab): void {
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  untracked(() => epochs.clock.value?.(still).play());
}

/** F5 is how a remote begins; outside a lecture it stays the browser's key for loading the page again. */
function fill(lab: Lab, key: string): boolean {
  if (key === "f5" && !lab.lecture.on.peek() && lab.lesson.at.peek() === null) return false;
  lab.session.fillScreen(key === "f5" || !lab.session.fullScreen.peek());
  return true;
}

/** The innermost thing that is open: blank screen, list of keys, steps, lesson, lecture mode. */
function leave(lab: Lab): boolean {
  if (lab.lecture.blanked.peek()) lab.lecture.blankScreen(false);
  else if (untracked(() => panelSeen(lab)) !== null) lab.look.openPanel(null);
  else if (lab.forward.step.peek() !== null) lab.forward.endSteps();
  else if (lab.look.compare.peek() !== null) lab.look.compareWith(null);
  else if (lab.lesson.at.peek() !== null) lab.lesson.endLesson();
  else if (lab.lecture.on.peek()) lab.lecture.giveLecture(false);
  else return false;
  return true;
}

/** Another layer is large; only where one is. */
function focusFurther(by: number): (lab: Lab) => boolean {
  return (lab) => lab.lecture.focusFurther(by);
}

function switchWhole(lab: Lab): boolean {
  if (lab.lecture.on.peek()) lab.lecture.switchWhole();
  return lab.lecture.on.peek();
}

/** The block that is open, or of which a layer is large; none where there is no such block. */
function largeBlock({ reader, lecture, look }: Lab): (block: Block) => boolean {
  const large = lecture.focused.peek();
  const network = reader.network.peek();
  const name = look.block.peek() ?? network?.layer.get(large ?? "")?.block;
  return (block) => block.name === name;
}

/** Switches shortcuts, skips or branches of these blocks off, and on again where any is off. */
function switchEdges({ reader, look }: Lab, isMeant: (block: Block) => boolean): boolean {
  const blocks = reader.network.peek()?.description.blocks.filter(isMeant) ?? [];
  const meant = blocks.flatMap(({ switches }) => switches.map(({ name }) => name));
  const off = look.off.peek();
  const rest = [...off].filter((name) => !meant.includes(name));
  look.switchOff(meant.some((name) => off.has(name)) ? rest : [...off, ...meant]);
  return meant.length > 0;
}

function toggle(lab: Lab, key: string): boolean {
  const layer = lab.reader.network.peek()?.layers[Number(key) - 1];
  if (layer !== undefined) lab.look.toggle(layer.name);
  return layer !== undefined;
}

function cover(lab: Lab, key: string): boolean {
  const layer = lab.reader.network.peek()?.layers[Number(key) - 1];
  if (layer !== undefined) lab.lecture.switchCover(layer.name);
  return layer !== undefined;
}
