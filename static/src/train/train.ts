/** Live training runs: one is begun, watched by whoever has its link, steered by who began it, and taken along. */
import { computed, effect, signal } from "@preact/signals-core";
import { need, say } from "../dom/element.ts";
import { listen } from "../events/listen.ts";
import { openDrawn } from "../exhibits/drawn.ts";
import { mountPad } from "../exhibits/pad.ts";
import { mountRemote } from "../exhibits/remote.ts";
import { watchTheme } from "../exhibits/theme.ts";
import type { SocketLike } from "../server/connection.ts";
import { followRun } from "../server/run-channel.ts";
import { beginRun, fetchRun, type RunSettings, steerRun } from "../server/runs.ts";
import { loadRunKey, saveRunKey } from "../storage/local.ts";
import type { RunCommand } from "../wire/messages.ts";
import { phrase } from "../words/phrases.ts";
import { followChart } from "./curves.ts";
import { numberIn, problemOf, writeNumber } from "./fields.ts";
import { fill, formIn, mountForm, tellProblem } from "./form.ts";
import { followOthers, followPlace, type Going } from "./going.ts";
import { followMoments } from "./moments.ts";
import type { Page } from "./page.ts";
import { afterEvents, beginning } from "./progress.ts";
import { followReadings } from "./reads.ts";
import { showProgress } from "./status.ts";

export interface Around {
  readonly storage: Storage | null;
  readonly device: string;
  readonly open: () => SocketLike;
}

export function mountTrain(host: HTMLElement, around: Around): () => void {
  const { theme, end: endTheme } = watchTheme();
  const page = pageOn(host, theme);
  const form = formIn(host);
  const tell = (problem: string) => tellProblem(form, problem);
  const drawn = openDrawn("lenet5", around.storage);
  const runs = new Runs(page, around, form);
  const ended = [
    endTheme,
    mountRemote(host, null),
    mountForm(host, (settings) => void runs.begin(settings)),
    mountPad(host, drawn),
    () => drawn.end(),
    follow(page, around, tell),
    followOthers(page, runs),
    followPlace(page),
    steer(page, tell),
    showProgress(page),
    followChart(page),
    followMoments(page),
    followReadings(page, drawn),
    share(page),
    listen(window, { popstate: () => runs.openLinked() }),
  ];
  runs.openLinked();
  return () => {
    for (const end of ended) end();
  };
}

/** A page that shows no run yet. */
const pageOn = (host: HTMLElement, theme: Page["theme"]): Page => ({
  host,
  shown: signal(null),
  progress: signal(null),
  at: signal(null),
  readings: signal(null),
  theme,
});

/** Brings runs onto the page: one that is begun here, one by its name, or that of the link. */
class Runs implements Going {
  readonly #page: Page;
  readonly #around: Around;
  readonly #form: HTMLFormElement;

  constructor(page: Page, around: Around, form: HTMLFormElement) {
    this.#page = page;
    this.#around = around;
    this.#form = form;
  }

  async begin(settings: RunSettings): Promise<void> {
    const { device, storage } = this.#around;
    this.#tell("");
    try {
      await stopOwn(this.#page);
      const { run, key } = await beginRun(device, settings);
      saveRunKey(storage, run.name, key);
      history.pushState(null, "", addressOf(run.name));
      await this.#show(run.name, key);
      // On a phone the status is above the form.
      need("[data-part=status]", this.#page.host).scrollIntoView({ block: "nearest" });
    } catch (error) {
      this.#tell(wordsOf(error));
    }
  }

  isOwn(name: string): boolean {
    return this.#keyOf(name) !== null;
  }

  open(name: string): void {
    history.replaceState(null, "", addressOf(name));
    this.#find(name);
  }

  openLinked(): void {
    const name = new URLSearchParams(location.search).get("run");
    if (name === null) this.#page.shown.value = this.#page.progress.value = null;
    else this.#find(name);
  }

  #find(name: string): void {
    this.#show(name, this.#keyOf(name)).catch((error) => this.#tell(wordsOf(error)));
  }

  async #show(name: string, key: string | null): Promise<void> {
    const { settings, place } = await fetchRun(name);
    this.#page.progress.value = beginning(settings.learning_rate, 0);
    this.#page.shown.value = { name, key, settings, place };
    fill(this.#form, settings);
  }

  #keyOf(name: string): string | null {
    return loadRunKey(this.#around.storage, name);
  }

  #tell(problem: string): void {
    tellProblem(this.#form, problem);
  }
}

const wordsOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

/** The page's own address with another run; its language stays. */
function addressOf(run: string): string {
  const query = new URLSearchParams(location.search);
  query.set("run", run);
  return `?${query}${location.hash}`;
}

/** Who begins another run stops the own one: a browser has one at a time. */
async function stopOwn({ shown, progress }: Page): Promise<void> {
  const { name, key } = shown.peek() ?? {};
  if (name === undefined || key == null || progress.peek()?.status === "ended") return;
  await steerRun(name, { key, do: "stop" }).catch(() => {});
  const wait = () => new Promise((waited) => setTimeout(waited, 200));
  for (let tries = 0; tries < 50 && (await fetchRun(name)).status !== "ended"; tries += 1)
    await wait();
}

function follow(
  { shown, progress }: Page,
  { open, device }: Around,
  tell: (problem: string) => void,
): () => void {
  let end: () => void = () => {};
  const name = computed(() => shown.value?.name ?? null);
  const stop = effect(() => {
    const run = name.value;
    end();
    end = () => {};
    if (run === null) return;
    const stopFollowing = followRun(
      run,
      {
        onNews: ({ events }) => {
          const now = progress.peek();
          if (now !== null) progress.value = afterEvents(now, events);
          if (progress.peek()?.status === "ended") stopFollowing();
        },
        gone: () => tell(phrase("train.gone")),
      },
      { open, device },
    );
    end = stopFollowing;
  });
  return () => {
    stop();
    end();
  };
}

function steer({ host, shown, progress }: Page, tell: (problem: string) => void): () => void {
  const steering = need("[data-part=steering]", host);
  const send = (command: Omit<RunCommand, "key">) => {
    const { name, key } = shown.peek() ?? {};
    if (name === undefined || key == null) return;
    tell("");
    steerRun(name, { ...command, key }).catch((error) => tell(wordsOf(error)));
  };
  const rate = need<HTMLFormElement>("[data-part=rate]", steering);
  const field = need<HTMLInputElement>("input", rate);
  const wrong = need("[data-part=rate-problem]", host);
  const tellOf = (problem: string) => {
    say(wrong, problem);
    wrong.hidden = problem === "";
  };
  {
    const ended = [
      listen(steering, {
        click: ({ target }) => {
          const asked = (target as Element).closest<HTMLElement>("[data-do]")?.dataset.do;
          const paused = progress.peek()?.status === "paused";
          if (asked === "pause") send({ do: paused ? "go_on" : "pause" });
          else if (asked !== undefined) send({ do: asked as RunCommand["do"] });
        },
      }),
      listen(rate, {
        submit: (event) => {
          event.preventDefault();
          const problem = problemOf([field]);
          tellOf(problem);
          const rate = numberIn(field);
          if (rate !== null) send({ do: "step_size", learning_rate: rate });
        },
      }),
      effect(() => {
        const now = progress.value;
        if (now !== null && document.activeElement !== field) writeNumber(field, now.rate);
      }),
    ];
    return () => {
      for (const end of ended) end();
    };
  }
}

function share({ host, shown }: Page): () => void {
  const part = need("[data-part=share]", host);
  const status = need("[data-part=copied]", part);
  {
    const stop = effect(() => {
      part.hidden = shown.value === null;
      say(status, "");
    });
    const end = listen(need("[data-part=copy]", part), {
      click: () => {
        const link = new URL(location.href);
        link.hash = "";
        navigator.clipboard.writeText(link.href).then(
          () => say(status, phrase("train.copied")),
          () => say(status, link.href),
        );
      },
    });
    return () => {
      stop();
      end();
    };
  }
}
