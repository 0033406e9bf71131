/** Exhibit: training. The drawing at some moments of a recorded run, from noise to a sure guess, and of a run whose steps are too large. */
import { effect, signal } from "@preact/signals-core";
import { need } from "../dom/element.ts";
import { localStorageOrNull } from "../storage/theme.ts";
import { openDrawn } from "./drawn.ts";
import { keepInLink } from "./link.ts";
import { mountPad, takeAlong } from "./pad.ts";
import { mountQuestion } from "./question.ts";
import { mountRemote } from "./remote.ts";
import { mountRun } from "./run-view.ts";

/** Mounts the exhibit on its host; `network` is the network that is trained. Returns what ends it. */
export function mountTraining(host: HTMLElement, network: string): () => void {
  const answered = signal(new URL(location.href).searchParams.get("said") ?? "");
  const drawn = openDrawn(network, localStorageOrNull());
  const lab = need<HTMLAnchorElement>(".onward .primary", host);
  const sections = [...host.querySelectorAll<HTMLElement>("[data-film]")];
  const ended = [
    () => drawn.end(),
    mountQuestion(host, answered),
    mountRemote(host, answered),
    ...sections.map((each) =>
      mountRun(each, each.dataset.film ?? "", drawn, (film, moment) =>
        labAt(lab.href, network, film, moment),
      ),
    ),
    mountPad(host, drawn),
    watchLinks(host, () => takeAlong(host, drawn.ink.peek())),
    effect(() => keepInLink({ said: [answered.value, ""] })),
  ];
  lab.href = labAt(lab.href, network, "good");
  takeAlong(host, drawn.ink.peek());
  return () => {
    for (const end of ended) end();
  };
}

/** The link to the lab with a film open, at one of its moments or at the last. */
function labAt(lab: string, network: string, film: string, moment?: number): string {
  const link = new URL(lab);
  const parts = {
    network,
    open: "epochs",
    film,
    ...(moment === undefined ? {} : { epoch: moment }),
  };
  for (const [name, value] of Object.entries(parts)) link.searchParams.set(name, String(value));
  return link.href;
}

/** The links to moments are made again for each drawing, which must be added to them. */
function watchLinks(host: HTMLElement, take: () => void): () => void {
  const watching = new MutationObserver(take);
  for (const each of host.querySelectorAll("[data-part=moments]"))
    watching.observe(each, { childList: true });
  return () => watching.disconnect();
}
