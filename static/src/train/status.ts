/** What a run does, in words and numbers; which of its controls can be pressed; and what can be taken along at its end. */
import { effect } from "@preact/signals-core";
import { need, say } from "../dom/element.ts";
import { lossInWords } from "../epochs/table.ts";
import { withMode } from "../exhibits/remote.ts";
import { runFile } from "../server/runs.ts";
import { percent } from "../words/numbers.ts";
import { counted, type Key, phrase, written } from "../words/phrases.ts";
import type { Page, Shown } from "./page.ts";
import type { Progress } from "./progress.ts";

/** Returns what ends it. */
export function showProgress({ host, shown, progress }: Page): () => void {
  const part = <Kind extends HTMLElement>(name: string) => need<Kind>(`[data-part=${name}]`, host);
  return effect(() => {
    const [run, now] = [shown.value, progress.value];
    part("steering").hidden = run === null;
    part("watching").hidden = run === null || run.key !== null;
    part("after").hidden = run === null || now === null || now.moments.length === 0;
    host.toggleAttribute("data-none", run === null);
    host.toggleAttribute("data-runs", run !== null && now?.status !== "ended");
    say(part("status"), statusInWords(run, now));
    say(part("figures"), figuresInWords(now));
    offer(part("steering"), run, now);
    if (run === null || now === null) return;
    takeAlong(part("after"), run, now);
  });
}

export function statusInWords(run: Shown | null, now: Progress | null): string {
  if (run === null || now === null) return phrase("train.none");
  if (now.why !== null) return endInWords(now.why, now.step);
  if (now.status === "waiting")
    return run.place === 0 ? phrase("train.soon") : counted("train.waiting", run.place);
  if (now.status === "preparing") return phrase("train.preparing", { count: run.settings.images });
  return phrase(`train.${now.status}` as Key, { step: now.step, steps: now.ofSteps });
}

function endInWords(why: string, step: number): string {
  if (why === "finished") return counted("train.ended.finished", step);
  if (why !== "stopped") return phrase(`train.ended.${why}` as Key, { step });
  return step === 0 ? phrase("train.ended.unbegun") : counted("train.ended.stopped", step);
}

export function figuresInWords(now: Progress | null): string {
  const moment = now?.moments.at(-1);
  if (now === null || moment === undefined) return now?.detail ?? "";
  return phrase("train.figures", {
    loss: lossInWords(now.losses.at(-1)?.[1]),
    right: percent(moment.accuracy),
    rate: written(now.rate),
  });
}

function offer(steering: HTMLElement, run: Shown | null, now: Progress | null): void {
  const [isMine, status] = [run !== null && run.key !== null, now?.status];
  const goes = status === "running" || status === "paused";
  const can: Readonly<Record<string, boolean>> = {
    pause: goes || status === "preparing",
    one_batch: status === "paused",
    stop: status !== "ended",
  };
  for (const button of steering.querySelectorAll<HTMLButtonElement>("[data-do]"))
    button.disabled = !isMine || !can[button.dataset.do ?? ""];
  for (const each of steering.querySelectorAll<HTMLInputElement | HTMLButtonElement>("form *"))
    each.disabled = !isMine || !goes;
  say(
    need("[data-do=pause]", steering),
    phrase(status === "paused" ? "train.go_on" : "train.pause"),
  );
}

function takeAlong(after: HTMLElement, { name, settings }: Shown, now: Progress): void {
  const root = document.documentElement.dataset.root ?? "";
  const lab = need<HTMLAnchorElement>("[data-part=lab]", after);
  const hash = lab.hash;
  lab.href = withMode(
    `${root}./?${new URLSearchParams({ network: settings.network, film: name })}`,
  );
  lab.hash = hash;
  const isWhole = now.status === "ended";
  for (const link of after.querySelectorAll<HTMLAnchorElement>("[data-file]")) {
    const file = link.dataset.file as "film" | "weights" | "script";
    link.href = runFile(name, file);
    link.hidden = !isWhole || now.step === 0 || (file === "weights" && !hasWeights(now));
  }
}

/** Whether a run has weights to take along: it ended by itself, or was stopped. */
const hasWeights = ({ why }: Progress) =>
  ["finished", "stopped", "paused", "long", "server"].includes(why ?? "");
