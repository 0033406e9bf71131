/** The presenter window: the screen's question and notes, what comes next, the time, and the keys of a remote. */
import { effect, signal } from "@preact/signals-core";
import { need, say } from "../dom/element.ts";
import { keyNamed } from "../dom/key.ts";
import { listen } from "../events/listen.ts";
import { type Dispose, endAll } from "../state/slice.ts";
import { type Key, phrase } from "../words/phrases.ts";
import { elapsed, timeOfDay } from "./clock.ts";
import type { PresenterLink } from "./link.ts";
import { ACTS, type Act, type ScreenWords, type Shown } from "./messages.ts";

export interface PresenterNeeds {
  now(): number;
  readonly language: string;
  /** Whether single letters and signs act, as on the wall. */
  characters(): boolean;
}

/** `link`: null where no lab has opened this page. */
export function mountPresenter(
  host: HTMLElement,
  link: PresenterLink | null,
  needs: PresenterNeeds,
): Dispose {
  const status = need("[data-part=status]", host);
  if (link === null) {
    host.dataset.link = "none";
    say(status, phrase("presenter.none"));
    return () => {};
  }
  const state = effect(() => {
    host.dataset.link = link.state.value;
    say(status, statusOf(link));
    // Without a wall the buttons do nothing.
    for (const button of host.querySelectorAll(".boxed[data-act]"))
      button.setAttribute("aria-disabled", String(link.state.value === "gone"));
  });
  const words = effect(() => {
    const shown = link.shown.value;
    if (shown !== null) showScreen(host, shown);
  });
  return endAll(state, words, runClock(host, link, needs), followKeys(host, link, needs));
}

function statusOf({ state, shown }: PresenterLink): string {
  if (state.value !== "live") return phrase(`presenter.${state.value}`);
  return shown.value?.blank ? phrase("presenter.blank.is") : "";
}

function showScreen(host: HTMLElement, shown: Shown): void {
  const part = (name: string) => need(`[data-part=${name}]`, host);
  const { screen, screens, now, coming, step, steps, ended } = shown;
  host.toggleAttribute("data-lesson", screen > 0);
  host.toggleAttribute("data-screens", screens > 0);
  host.toggleAttribute("data-ended", ended);
  const numbered = screen > 0 ? phrase("presenter.position", { screen, screens }) : "";
  const stepped = step > 0 ? phrase("presenter.step", { step, steps }) : "";
  say(part("position"), [numbered, stepped].filter((each) => each !== "").join(" · "));
  say(part("title"), headOf(shown));
  say(part("question"), ended ? phrase("presenter.ended") : now.question);
  say(part("notes"), ended ? "" : now.notes);
  part("no-notes").hidden = ended || screen === 0 || now.notes !== "";
  showNext(host, coming, shown);
  part("blank").setAttribute("aria-pressed", String(shown.blank));
}

function headOf({ screen, screens, now, ended }: Shown): string {
  if (ended) return "";
  if (screen === 0) return phrase(screens > 0 ? "presenter.idle" : "presenter.empty");
  return now.title === "" ? phrase("presenter.untitled", { screen }) : now.title;
}

function showNext(host: HTMLElement, coming: ScreenWords | null, { screen, onward }: Shown): void {
  const part = (name: string) => need(`[data-part=${name}]`, host);
  const untitled = phrase("presenter.untitled", { screen: screen + 1 });
  say(part("coming-title"), coming === null ? phrase("presenter.ended") : coming.title || untitled);
  say(part("coming-question"), coming?.question ?? "");
  const key: Key | null = onward === null ? null : `presenter.onward.${onward}`;
  say(part("onward"), key === null ? "" : phrase(key));
}

function runClock(
  host: HTMLElement,
  { shown }: PresenterLink,
  { now, language }: PresenterNeeds,
): Dispose {
  const [time, since] = ["time", "elapsed"].map((name) => need(`[data-part=${name}]`, host));
  const ticks = signal(0);
  const timer = setInterval(() => ticks.value++, 250);
  const stop = effect(() => {
    ticks.value;
    if (time) say(time, timeOfDay(now(), language));
    if (since) say(since, shown.value === null ? "" : elapsed(shown.value.since, now()));
  });
  return endAll(stop, () => clearInterval(timer));
}

const KEYS: Readonly<Record<string, Act>> = {
  arrowright: "next",
  pagedown: "next",
  arrowleft: "back",
  pageup: "back",
  b: "blank",
  ".": "blank",
};

/** The buttons, and the keys that a remote sends, wherever the keyboard is. */
function followKeys(
  host: HTMLElement,
  link: PresenterLink,
  { characters }: PresenterNeeds,
): Dispose {
  const click = (event: Event) => {
    const pressed = (event.target as Element).closest<HTMLElement>("[data-act]")?.dataset.act;
    const act = ACTS.find((each) => each === pressed);
    if (act !== undefined) link.act(act);
  };
  const keydown = (event: KeyboardEvent) => {
    const key = keyNamed(event);
    const act = KEYS[key];
    if (act === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    if (key.length === 1 && !characters()) return;
    event.preventDefault();
    if (!event.repeat) link.act(act); // a button that is held down must not go on and on
  };
  return endAll(listen(host, { click }), listen(window, { keydown }));
}
