/** A remote in a lecture goes through the moments of a film. */
import { expect, test, vi } from "vitest";
import { back, next, onward } from "../lecture/remote.ts";
import { indexNetwork } from "../network/network.ts";
import { shortcutOf } from "../shell/shortcuts.ts";
import { createLab } from "../state/lab.ts";
import { DESCRIPTION } from "../testing/description.ts";
import type { FilmDetail } from "../wire/messages.ts";
import { epochsClock } from "./clock.ts";

const FILM = { name: "good", network: DESCRIPTION.name, steps: [0, 1, 9] } as unknown as FilmDetail;

test("a remote goes through the moments of a film, and then to the lesson's next screen", () => {
  const lab = createLab({
    reader: { network: indexNetwork(DESCRIPTION) },
    lecture: { on: true },
    lesson: { steps: [{ address: "/a" }, { address: "/b" }] as never, at: 0 },
    epochs: { film: "good", moment: 0 },
  });
  lab.epochs.learnFilm(FILM);
  expect(onward(lab)).toBe("step");
  next(lab);
  next(lab);
  expect(lab.epochs.at.value).toBe(2);
  expect(onward(lab)).toBe("screen");
  back(lab);
  back(lab);
  expect([lab.epochs.at.value, lab.forward.step.value]).toEqual([0, null]);
});

test("without a lecture a remote's keys leave a film alone", () => {
  const lab = createLab({ reader: { network: indexNetwork(DESCRIPTION) } });
  lab.epochs.learnFilm(FILM);
  expect(next(lab)).toBe(false);
  expect(lab.epochs.at.value).toBe(2);
});

test("a film opens at its end, from where a lecture's remote begins it", () => {
  const lab = createLab({
    reader: { network: indexNetwork(DESCRIPTION) },
    lecture: { on: true },
  });
  lab.epochs.learnFilm(FILM);
  expect(lab.epochs.at.value).toBe(2);
  next(lab);
  expect(lab.epochs.at.value).toBe(0);
  next(lab);
  expect(lab.epochs.at.value).toBe(1);
});

test("Space plays the film that is open, and neither leaves it nor its moment", () => {
  vi.stubGlobal("matchMedia", () => ({ matches: false }));
  const lab = createLab({
    reader: { network: indexNetwork(DESCRIPTION) },
    lecture: { on: true },
  });
  lab.epochs.offerClock((still) => epochsClock(lab, still));
  lab.epochs.learnFilm(FILM);
  lab.epochs.goTo(1);
  shortcutOf(" ", false)?.act(lab, " ");
  expect([lab.epochs.playing.value, lab.trace.open.value]).toEqual([true, false]);
  shortcutOf(" ", false)?.act(lab, " ");
  expect([lab.epochs.playing.value, lab.epochs.at.value]).toEqual([false, 1]);
});
