/** What goes on at this server: the own run is found again, others' can be watched, and a queue moves on. */
import { effect } from "@preact/signals-core";
import { make, need } from "../dom/element.ts";
import { patchChildren } from "../dom/patch.ts";
import { fetchRun, fetchRuns } from "../server/runs.ts";
import type { RunState } from "../wire/messages.ts";
import { type Key, phrase } from "../words/phrases.ts";
import type { Page } from "./page.ts";

/** Milliseconds between two looks: at what others do, and at the own place in the queue. */
const EACH = { others: 10_000, place: 2_000 };

export interface Going {
  /** Whether this browser began that run. */
  isOwn(run: string): boolean;
  open(run: string): void;
}

/** While no run is shown. Returns what ends it. */
export function followOthers({ host, shown }: Page, going: Going): () => void {
  const part = need("[data-part=going]", host);
  const look = async () => {
    const runs = (await fetchRuns()).filter(({ status }) => status !== "ended");
    if (shown.peek() !== null || new URLSearchParams(location.search).has("run")) return;
    const ownRun = runs.find(({ name }) => going.isOwn(name));
    if (ownRun !== undefined) going.open(ownRun.name);
    patchChildren(part, runs.map(lineOf));
    part.hidden = runs.length === 0;
  };
  return repeat(
    () => shown.value === null,
    EACH.others,
    () => void look().catch(() => {}), // the next look may find the server
    () => {
      part.hidden = true;
    },
  );
}

/** A run and the way to it; the page is loaded again, with its language and mode. */
function lineOf({ name, settings, status, step, of_steps: steps }: RunState): HTMLElement {
  const network = phrase(`train.network.${settings.network}` as Key);
  const isBegun = status === "running" || status === "paused";
  const text = isBegun
    ? phrase("train.going", { network, step, steps })
    : phrase("train.going.soon", { network });
  const query = new URLSearchParams(location.search);
  query.set("run", name);
  return make("p", { class: "note" }, [
    document.createTextNode(`${text} `),
    make("a", { class: "link", href: `?${query}`, text: phrase("train.going.watch") }),
  ]);
}

/** While a run waits for its turn. Returns what ends it. */
export function followPlace({ shown, progress }: Page): () => void {
  const look = async () => {
    const { name } = shown.peek() ?? {};
    if (name === undefined) return;
    const { place } = await fetchRun(name);
    const now = shown.peek();
    if (now?.name === name && now.place !== place) shown.value = { ...now, place };
  };
  return repeat(
    () => progress.value?.status === "waiting",
    EACH.place,
    () => void look().catch(() => {}),
  );
}

/** Acts at once and then again and again, as long as something holds. */
function repeat(
  holds: () => boolean,
  each: number,
  act: () => void,
  after: () => void = () => {},
): () => void {
  let timer: ReturnType<typeof setInterval> | undefined;
  const stop = effect(() => {
    const isOn = holds();
    if (isOn === (timer !== undefined)) return;
    clearInterval(timer);
    timer = isOn ? setInterval(act, each) : undefined;
    (isOn ? act : after)();
  });
  return () => {
    stop();
    clearInterval(timer);
  };
}
