import { beforeEach, expect, test, vi } from "vitest";
import { epochsClock } from "../epochs/clock.ts";
import { SAMPLES } from "../ink/samples.ts";
import { EMPTY } from "../ink/strokes.ts";
import { liftsOf, pointsIn } from "../ink/timeline.ts";
import { indexNetwork } from "../network/network.ts";
import { createLab, type Lab } from "../state/lab.ts";
import { DESCRIPTION } from "../testing/description.ts";
import { template } from "../testing/page.ts";
import { inEnglish } from "../testing/words.ts";
import type { FilmDetail } from "../wire/messages.ts";
import { mountTransport } from "./transport.ts";

const FOUR = SAMPLES.get("4") ?? [];
let lab: Lab;
let host: HTMLElement;
let opener: HTMLElement;

beforeEach(() => {
  document.body.innerHTML = inEnglish(template("lab.html"));
  host = document.querySelector("#transport") as HTMLElement;
  opener = document.querySelector("#begin-steps") as HTMLElement;
  open({});
});

function open(media: { still?: boolean }) {
  vi.stubGlobal("matchMedia", () => ({ matches: media.still === true }));
  lab = createLab({
    ink: { history: { ...EMPTY, drawing: FOUR } },
    reader: { network: indexNetwork(DESCRIPTION) },
  });
  const opened = lab;
  opened.epochs.offerClock((still) => epochsClock(opened, still));
  mountTransport(host, opener, lab);
}

const press = (selector: string) => host.querySelector<HTMLElement>(selector)?.click();
const pressed = () => host.querySelector("[aria-pressed=true]")?.textContent;
const slider = () => host.querySelector("input") as HTMLInputElement;
const count = () => host.querySelector(".count")?.textContent;

test("the page's button plays the steps, pauses them, and gives the whole network back", () => {
  expect(opener.textContent).toBe("Show me how it read this");
  opener.click();
  expect([lab.forward.step.value, lab.forward.autoplay.value]).toEqual([0, true]);
  expect([opener.textContent, count()]).toEqual(["Pause", "1 of 13"]);
  opener.click();
  expect([lab.forward.autoplay.value, opener.textContent]).toEqual([false, "Play on"]);
  lab.forward.stepTo(12);
  expect(opener.textContent).toBe("The whole network again");
  opener.click();
  expect([lab.forward.step.value, count()]).toEqual([null, ""]);
});

test("with reduced motion nothing goes on by itself", () => {
  open({ still: true });
  opener.click();
  expect([lab.forward.step.value, lab.forward.autoplay.value]).toEqual([0, false]);
  opener.click();
  expect(lab.forward.step.value).toBe(1);
});

test("back from the whole network is the step before its end; the slider goes anywhere", () => {
  press("[data-step=back]");
  expect(lab.forward.step.value).toBe(11);
  slider().value = "4";
  slider().dispatchEvent(new Event("input"));
  expect([lab.forward.step.value, slider().getAttribute("aria-valuetext")]).toEqual([
    3,
    "4 of 13: Pool 1",
  ]);
  press("[data-step=end]");
  expect(lab.forward.step.value).toBeNull();
});

test("the pen's clock goes from stroke to stroke, and ends the steps", () => {
  const [first = 0] = liftsOf(FOUR);
  lab.forward.stepTo(3);
  press("[data-clock=pen]");
  expect([lab.forward.step.value, lab.trace.open.value, pressed()]).toEqual([null, true, "Pen"]);
  expect(slider().max).toBe(String(pointsIn(FOUR)));
  press("[data-step=on]");
  expect(lab.trace.moment.value).toBe(first);
  press("[data-step=back]");
  expect(lab.trace.moment.value).toBe(0);
  press("[data-step=play]");
  expect(lab.trace.playing.value).toBe(true);
  press("[data-clock=layers]");
  expect([lab.trace.open.value, lab.trace.moment.value, pressed()]).toEqual([
    false,
    null,
    "Layers",
  ]);
});

test("a link with a moment and a step shows the step's clock", () => {
  lab.trace.openTrace(true);
  lab.forward.stepTo(2);
  expect(pressed()).toBe("Layers");
  lab.forward.endSteps();
  expect(pressed()).toBe("Pen");
});

const FILM = {
  name: "good",
  network: DESCRIPTION.name,
  steps: [0, 1, 200, 2096],
  on_stage: true,
} as unknown as FilmDetail;

test("the clock of epochs stops at the moments of a film, all as far apart", () => {
  press("[data-clock=pen]");
  press("[data-clock=epochs]");
  expect([pressed(), lab.trace.open.value, lab.epochs.film.value]).toEqual(["Epochs", false, ""]);
  expect(lab.look.panel.value).toBe("epochs");
  lab.epochs.learnFilm(FILM);
  expect([slider().min, slider().max, slider().value, count()]).toEqual([
    "0",
    "3",
    "3",
    "step 2,096",
  ]);
  press("[data-step=back]");
  expect([lab.epochs.at.value, count()]).toEqual([2, "step 200"]);
  press("[data-step=on]");
  press("[data-step=on]");
  expect(lab.epochs.at.value).toBe(3);
  expect(host.querySelector("[data-step=on]")?.getAttribute("aria-disabled")).toBe("true");
  lab.epochs.goTo(1);
  press("[data-step=end]");
  expect(lab.epochs.at.value).toBe(3);
  press("[data-step=play]");
  expect([lab.epochs.at.value, lab.epochs.playing.value]).toEqual([0, true]);
  press("[data-clock=layers]");
  expect([pressed(), lab.epochs.film.value, lab.epochs.playing.value]).toEqual([
    "Layers",
    null,
    false,
  ]);
});

test("next begins a film that has just been opened, as it begins the steps", () => {
  press("[data-clock=epochs]");
  lab.epochs.learnFilm(FILM);
  const on = host.querySelector("[data-step=on]");
  expect([lab.epochs.at.value, on?.getAttribute("aria-disabled")]).toEqual([3, "false"]);
  press("[data-step=on]");
  expect(lab.epochs.at.value).toBe(0);
});

test("where nothing moves by itself, play shows the next moment, and the first after the last", () => {
  open({ still: true });
  press("[data-clock=epochs]");
  lab.epochs.learnFilm(FILM);
  press("[data-step=play]");
  press("[data-step=play]");
  expect([lab.epochs.at.value, lab.epochs.playing.value]).toEqual([1, false]);
});
