import { effect } from "@preact/signals-core";
import { makeButton } from "../dom/button.ts";
import { make, need } from "../dom/element.ts";
import { keyNamed, TYPED } from "../dom/key.ts";
import { listen } from "../events/listen.ts";
import type { Lab } from "../state/lab.ts";
import { type Dispose, endAll } from "../state/slice.ts";
import { phrase } from "../words/phrases.ts";
import { capsOf, GROUPS, isCharacter, SHORTCUTS, type Shortcut, shortcutOf } from "./shortcuts.ts";

/** Fields that take arrows. */
const ARROWS = ["input", "[role=slider]", "[role=application]"].join();
/** Elements that use Page Up and Page Down once they are reached by Tab. */
const CLICKED = ["[role=application]", "[role=slider]", "input:not([type=text])"].join();
const REMOTE = /^(page(up|down)|arrow(left|right))$/;
const ARROW = /[←→↑↓]/;
/** What a space or Enter already presses. */
const PRESSED = ["button", "a", "summary", "input", "[role=application]", "[role=button]"].join();

/** Single keys for the whole page, and the list of them. */
export function mountKeys(host: HTMLElement, lab: Lab): Dispose {
  const rows = (group: string) => SHORTCUTS.filter((each) => each.group === group);
  const groups = GROUPS.map((group) =>
    make("div", {}, [
      make("h3", { text: phrase(`keys.group.${group}`) }),
      make(
        "ul",
        {},
        rows(group).map((each) => rowOf(each, lab)),
      ),
    ]),
  );
  need(".groups", host).replaceChildren(...groups);
  const stopRemote = followRemote(lab);
  const onKey = (event: KeyboardEvent) => {
    const key = keyOf(event);
    if (event.defaultPrevented || key === null || isTaken(event, key)) return;
    // Holding a remote's button down must not go on and on.
    if (event.repeat && REMOTE.test(key) && isLecturing(lab)) return event.preventDefault();
    const held = event.ctrlKey || event.metaKey;
    const characters = held || lab.session.characterKeys.peek();
    const shortcut = shortcutOf(key, event.shiftKey && !held, characters);
    if (shortcut === null || (shortcut.control && !lab.lecture.offers(shortcut.control))) return;
    if (shortcut.act(lab, key) === false) return;
    event.preventDefault();
  };
  const box = need<HTMLInputElement>("input", host);
  const choose = () => lab.session.useCharacterKeys(box.checked);
  const stop = effect(() => {
    box.checked = lab.session.characterKeys.value;
    host.classList.toggle("without-characters", !box.checked);
  });
  return endAll(
    stop,
    stopRemote,
    listen(box, { change: choose }),
    listen(window, { keydown: onKey }),
  );
}

function isLecturing(lab: Lab): boolean {
  return lab.lecture.on.peek() || lab.lesson.at.peek() !== null;
}

/**
 * A remote's two keys in a lecture: what was only clicked (a map, the pad, a slider) does not take them.
 * Whoever came there by Tab goes from map to map with them.
 */
function followRemote(lab: Lab): Dispose {
  let clicked: Node | null = null;
  const onPointer = (event: PointerEvent) => {
    clicked = event.target instanceof Node ? event.target : null;
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key === "Tab") clicked = null;
    const target = event.target instanceof Element ? event.target : null;
    const pages = event.key === "PageDown" || event.key === "PageUp";
    if (!pages || !isLecturing(lab) || !target?.matches(CLICKED)) return;
    if (clicked === null || !target.contains(clicked)) return;
    if (!event.repeat) shortcutOf(event.key, false)?.act(lab, event.key);
    event.preventDefault();
    event.stopPropagation();
  };
  return listen(window, { pointerdown: onPointer, keydown: onKey }, { capture: true });
}

/** The key, in lower case; with Ctrl or Cmd only those of undo and redo count. */
function keyOf(event: KeyboardEvent): string | null {
  const digit = /^Digit(\d)$/.exec(event.code)?.[1];
  const named = keyNamed(event);
  // The row of digits by its place: with Shift, and in some countries without it, it writes other signs.
  const key = named === "?" ? "?" : (digit ?? named);
  if (event.altKey) return null;
  if (!event.ctrlKey && !event.metaKey) return key;
  if (key !== "z" && key !== "y") return null;
  return event.shiftKey && key === "z" ? "y" : key;
}

/** Whether the element with the keyboard needs the key itself: fields, sliders, buttons. */
function isTaken(event: KeyboardEvent, key: string): boolean {
  const target = event.target instanceof Element ? event.target : null;
  if (target === null || event.key === "Escape") return false;
  if (target.matches(TYPED)) return true;
  if (event.key === " " || event.key === "Enter") return target.matches(PRESSED);
  return key.length > 1 && !/^f\d/.test(key) && target.matches(ARROWS);
}

/** A row is a button too, so that a touch can do what its key does. */
function rowOf(shortcut: Shortcut, lab: Lab): HTMLElement {
  const character = (cap: string) => isCharacter(cap) && !ARROW.test(cap);
  const caps = capsOf(shortcut).map((cap) =>
    /^[+…]$/.test(cap)
      ? make("span", { text: ` ${cap} ` })
      : make("kbd", { text: cap, class: character(cap) ? "character" : "named" }),
  );
  const shown = make("span", { class: "caps" }, caps);
  const { keys, words } = shortcut;
  if (keys.length > 3) return make("li", {}, [shown, make("span", { text: phrase(words) })]);
  const button = makeButton(() => shortcut.act(lab, keys[0] ?? ""), { text: phrase(words) });
  return make("li", {}, [shown, button]);
}
