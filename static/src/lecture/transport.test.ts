import { beforeEach, expect, test, vi } from "vitest";
import { SAMPLES } from "../ink/samples.ts";
import { EMPTY } from "../ink/strokes.ts";
import { liftsOf, pointsIn } from "../ink/timeline.ts";
import { indexNetwork } from "../network/network.ts";
import { createLab, type Lab } from "../state/lab.ts";
import { DESCRIPTION } from "../testing/description.ts";
import { template } from "../testing/page.ts";
import { inEnglish } from "../testing/words.ts";
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

test("the clock of epochs says why it does not run", () => {
  press("[data-clock=epochs]");
  expect(pressed()).toBe("Layers");
  expect(lab.session.notice.value).toBe("There are no films of the training yet");
});
