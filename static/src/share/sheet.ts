/** "Share": a page above the lab, opened and closed at will; one of its four parts is shown at a time. */

import { effect, signal } from "@preact/signals-core";
import { makeButton } from "../dom/button.ts";
import { make } from "../dom/element.ts";
import { listen } from "../events/listen.ts";
import { makeLesson } from "../lesson/panel.ts";
import { makeSave } from "../save/panel.ts";
import type { Lab } from "../state/lab.ts";
import { type Dispose, endAll } from "../state/slice.ts";
import { phrase } from "../words/phrases.ts";
import { makeScreen } from "./screen.ts";
import { makeWayIn } from "./way-in.ts";

const SHEET = "static/dist/share.css";

export type SheetPart = "screen" | "lesson" | "room" | "save";

/** Opens the sheet at the end of `page`; it is gone when it is closed. */
export function openSheet(page: HTMLElement, lab: Lab): void {
  if (page.querySelector(":scope > dialog") !== null) return;
  const { element: sheet, stop } = makeSheet(lab, "screen");
  // Single keys do nothing on the page while the sheet is open.
  listen(sheet, {
    keydown: (event) => event.stopPropagation(),
    close: () => {
      stop();
      sheet.remove();
    },
  });
  page.append(sheet);
  void styled(page.ownerDocument).then(() => {
    if (sheet.isConnected) sheet.showModal();
  });
}

/** The sheet, closed, with the part that it begins with. */
export function makeSheet(
  lab: Lab,
  part: SheetPart,
): { readonly element: HTMLDialogElement; readonly stop: Dispose } {
  const chosen = signal<SheetPart>(part);
  const parts = {
    screen: makeScreen(lab),
    lesson: makeLesson(lab, () => sheet.close()),
    room: makeWayIn(),
    save: makeSave(lab, () => sheet.close()),
  };
  const tabs = (["screen", "lesson", "room", "save"] as const).map((name) => {
    const choose = () => {
      chosen.value = name;
    };
    const tab = makeButton(choose, { text: phrase(`share.${name}`), "data-part": name });
    return [name, tab] as const;
  });
  const close = makeButton(() => sheet.close(), { class: "close", text: phrase("share.close") });
  const bar = make("div", { class: "bar tool-row" }, [...tabs.map(([, tab]) => tab), close]);
  const sheet: HTMLDialogElement = make(
    "dialog",
    { id: "share", class: "share", "aria-label": phrase("share.title") },
    [bar, ...Object.values(parts).map(({ element }) => element)],
  );
  const stop = effect(() => {
    for (const [name, tab] of tabs) {
      tab.setAttribute("aria-pressed", String(chosen.value === name));
      parts[name].element.hidden = chosen.value !== name;
    }
  });
  return { element: sheet, stop: endAll(stop, ...Object.values(parts).map(({ end }) => end)) };
}

/** The style sheet of this sheet, fetched with the first sheet. */
function styled({ head }: Document): Promise<void> {
  if (head.querySelector(`[href="${SHEET}"]`) !== null) return Promise.resolve();
  const style = make("link", { rel: "stylesheet", href: SHEET });
  const arrived = new Promise<void>((done) => {
    listen(style, { load: () => done(), error: () => done() }); // without it plain, but it works
  });
  head.append(style);
  return arrived;
}
