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
import { followOthers, followPlace } from "./going.ts";
import { followMoments } from "./moments.ts";
import type { Page } from "./page.ts";
import { followReadings } from "./reads.ts";
import { tellProgress } from "./tells.ts";
import { afterEvents, beginning } from "./told.ts";

export interface Around {
  readonly storage: Storage | null;
  readonly device: string;
  readonly open: () => SocketLike;
}

export function mountTrain(host: HTMLElement, around: Around): () => void {
  const { theme, end: endTheme } = watchTheme();
  const page: Page = {
    host,
    shown: signal(null),
    progress: signal(null),
    at: signal(null),
    readings: signal(null),
    theme,
  };
  const form = formIn(host);
  const tell = (problem: string) => tellProblem(form, problem);
  const drawn = openDrawn("lenet5", around.storage);
  const show = async (name: string, key: string | null) => {
    const { settings, place } = await fetchRun(name);
    page.progress.value = beginning(settings.learning_rate, 0);
    page.shown.value = { name, key, settings, place };
    fill(form, settings);
  };
  const begin = async (settings: RunSettings) => {
    tell("");
    try {
      await stopOwn(page);
      const { run, key } = await beginRun(around.device, settings);
      saveRunKey(around.storage, run.name, key);
      history.pushState(null, "", addressOf(run.name));
      await show(run.name, key);
      // On a phone it is above the form that was pressed.
      need("[data-part=status]", host).scrollIntoView({ block: "nearest" });
    } catch (error) {
      tell(wordsOf(error));
    }
  };
  const going = {
    isOwn: (name: string) => loadRunKey(around.storage, name) !== null,
    open: (name: string) => {
      history.replaceState(null, "", addressOf(name));
      openRun(name);
    },
  };
  const open = () => {
    const name = new URLSearchParams(location.search).get("run");
    if (name === null) page.shown.value = page.progress.value = null;
    else openRun(name);
  };
  const openRun = (name: string) => {
    show(name, loadRunKey(around.storage, name)).catch((error) => tell(wordsOf(error)));
  };
  const ended = [
    endTheme,
    mountRemote(host, null),
    mountForm(host, (settings) => void begin(settings)),
    mountPad(host, drawn),
    () => drawn.end(),
    follow(page, around, tell),
    followOthers(page, going),
    followPlace(page),
    steer(page, tell),
    tellProgress(page),
    followChart(page),
    followMoments(page),
    followReadings(page, drawn),
    share(page),
    listen(window, { popstate: open }),
  ];
  open();
  return () => {
    for (const end of ended) end();
  };
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
    const own = followRun(
      run,
      {
        told: ({ events }) => {
          const now = progress.peek();
          if (now !== null) progress.value = afterEvents(now, events);
          if (progress.peek()?.status === "ended") own();
        },
        gone: () => tell(phrase("train.gone")),
      },
      { open, device },
    );
    end = own;
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
  const told = need("[data-part=copied]", part);
  {
    const stop = effect(() => {
      part.hidden = shown.value === null;
      say(told, "");
    });
    const end = listen(need("[data-part=copy]", part), {
      click: () => {
        const link = new URL(location.href);
        link.hash = "";
        navigator.clipboard.writeText(link.href).then(
          () => say(told, phrase("train.copied")),
          () => say(told, link.href),
        );
      },
    });
    return () => {
      stop();
      end();
    };
  }
}
