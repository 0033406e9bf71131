/** A film on the page: opened, scrubbed, read live, left. */
import { beforeEach, expect, test, vi } from "vitest";
import { indexNetwork } from "../network/network.ts";
import { RefusedError } from "../server/api.ts";
import { createLab, type Lab } from "../state/lab.ts";
import { DESCRIPTION } from "../testing/description.ts";
import { FILM as RECORDED } from "../testing/film.ts";
import type { FilmDetail, FilmReadings } from "../wire/messages.ts";
import { type Films, mountEpochs } from "./epochs.ts";

// The curves are a picture, drawn in a browser.
const drawChart = vi.hoisted(() => vi.fn());
vi.mock(import("./chart.ts"), () => ({ drawChart }));
drawChart.mockReturnValue({ mark: () => {}, end: () => {} });

const FILM: FilmDetail = {
  ...RECORDED,
  settings: { seed: 3 },
  of_steps: 40,
  moments: 3,
  steps: [0, 1, 40],
  losses: [
    [1, 2.3],
    [40, 0.1],
  ],
  validation_loss: [2.3, 2, 0.1],
  validation_accuracy: [0.1, 0.2, 0.97],
  confusion: [0, 1, 2].map(() => Array.from({ length: 10 }, () => Array(10).fill(1))),
};

/** Weights of one number, which is the index of the moment. */
function file(): ArrayBuffer {
  const header = JSON.stringify({
    "weights.a.bias": { dtype: "F32", shape: [3, 1], data_offsets: [0, 12] },
  });
  const content = new Uint8Array(8 + header.length + 12);
  new DataView(content.buffer).setBigUint64(0, BigInt(header.length), true);
  content.set(new TextEncoder().encode(header), 8);
  content.set(new Uint8Array(Float32Array.of(5, 6, 7).buffer), 8 + header.length);
  return content.buffer;
}

const sure = (digit: number) => Array.from({ length: 10 }, (_, i) => (i === digit ? 0.91 : 0.01));
const OWN = new Map();

let lab: Lab;
let host: HTMLElement;
let curves: HTMLElement;
let films: Films;
let end: () => void;

beforeEach(() => {
  lab = createLab({ reader: { network: indexNetwork(DESCRIPTION), weights: OWN } });
  host = document.createElement("section");
  films = {
    list: vi.fn(async () => [FILM]),
    fetch: vi.fn(async (name: string) => ({ ...FILM, name })),
    fetchFile: vi.fn(async () => file()),
    read: vi.fn(async () => ({
      steps: FILM.steps,
      answer: "digit",
      outcomes: [sure(3), sure(8), sure(8)],
    })),
  };
  curves = document.createElement("div");
  end = mountEpochs(host, curves, lab, films);
});

const shownWeight = () => lab.reader.weights.value?.get("a.bias")?.values[0];
const text = (selector: string) => host.querySelector(selector)?.textContent;

test("the clock opens the network's film at its last moment, with its weights and words", async () => {
  lab.epochs.openFilm("");
  await vi.waitFor(() => expect(shownWeight()).toBe(7));
  expect([lab.epochs.film.value, lab.epochs.at.value]).toEqual(["good", 2]);
  expect(lab.look.panel.value).toBe("epochs");
  expect(lab.epochs.asked.value).toEqual({ name: "good", moment: 2 });
  expect(text(".verdict")).toBe(
    "It learns: at the end it reads 97.0\u00a0% of unseen digits, with a validation loss of 0.10.",
  );
  await vi.waitFor(() =>
    expect(text(".since")).toBe("From step 1 on it reads an 8, at the end with 91.0\u00a0%."),
  );
  expect(text(".turn")).toBe(
    "At step 0 it still took it for a 3: 91.0\u00a0% against 1.0\u00a0% for the 8, which then has 91.0\u00a0%. " +
      "By then it reads 20.0\u00a0% of unseen digits: the validation loss has fallen from 2.30 to 2.00.",
  );
  const steps = [...host.querySelectorAll(".course .below")].map((each) => each.textContent);
  expect(steps).toEqual(["0", "1", "40"]);
  const axis = [...host.querySelectorAll<HTMLElement>(".course .below")].map(({ style }) =>
    ["--row", "--column"].map((name) => style.getPropertyValue(name)),
  );
  expect(axis).toEqual([
    ["11", "2"],
    ["11", "3"],
    ["11", "4"],
  ]);
  // The panel shows the drawing's reading before the run's curves.
  const course = host.querySelector(".course") as HTMLElement;
  const chart = host.querySelector(".chart") as HTMLElement;
  expect(course.compareDocumentPosition(chart) & Node.DOCUMENT_POSITION_FOLLOWING).not.toBe(0);
});

test("a film that broke while the server ran is told, and another one is shown", async () => {
  const names = ["diverges", "fifty", "good", "sgd"];
  films.list = async () => names.map((name) => ({ ...FILM, name }));
  const broken = new Set(["good"]);
  films.fetch = async (name) => {
    if (broken.has(name)) throw new RefusedError(503, "good.film cannot be read");
    return { ...FILM, name };
  };
  const offered = () => [...host.querySelectorAll("option")].map(({ value }) => value);
  lab.epochs.openFilm("");
  await vi.waitFor(() => expect(lab.epochs.detail.value?.name).toBe("fifty"));
  expect(lab.session.notice.value).toContain("“A good run” cannot be shown now");
  expect(offered()).toEqual(["fifty", "diverges", "sgd"]);
  broken.add("sgd");
  lab.epochs.openFilm("sgd");
  await vi.waitFor(() => expect(lab.epochs.detail.value?.name).toBe("fifty"));
  expect(offered()).toEqual(["fifty", "diverges"]);
  broken.add("fifty").add("diverges");
  lab.epochs.openFilm(null);
  lab.epochs.openFilm("fifty");
  await vi.waitFor(() => expect(lab.epochs.film.value).toBeNull());
  expect(lab.look.panel.value).toBeNull();
});

test("one scrubber moves weights, words, course and confusion, and stays within the film", async () => {
  lab.epochs.openFilm("");
  await vi.waitFor(() => expect(shownWeight()).toBe(7));
  lab.epochs.goTo(0);
  expect(shownWeight()).toBe(5);
  expect(text(".note[role=status]")).toContain("Step 0 of 40: 10.0\u00a0%");
  expect(host.querySelectorAll(".course .now")).toHaveLength(10);
  expect(host.querySelector<HTMLElement>(".course .now")?.dataset.moment).toBe("0");
  const step = host.querySelector<HTMLAnchorElement>("a.link");
  expect(step?.hidden).toBe(false);
  expect(step?.getAttribute("href")).toBe("exhibits/slope?film=good&epoch=0");
  lab.epochs.goTo(9);
  expect(lab.epochs.at.value).toBe(2);
  host.querySelector<HTMLElement>('.course [data-moment="1"]')?.click();
  expect(shownWeight()).toBe(6);
});

test("the line above the stage says run and moment, and on a wall at the end what the curves show", async () => {
  lab.epochs.openFilm("");
  await vi.waitFor(() => expect(lab.epochs.caption.value).toContain("Step 40: 97.0"));
  lab.lecture.giveLecture(true);
  expect(lab.epochs.caption.value).toContain("It learns: at the end");
  lab.epochs.goTo(1);
  expect(lab.epochs.caption.value).toBe(
    "A good run. Step 1: 20.0\u00a0% of unseen digits read right.",
  );
  lab.epochs.openFilm(null);
  expect(lab.epochs.caption.value).toBeNull();
});

test("a lecture, which has no panel, shows the curves beside the guesses", async () => {
  lab.epochs.openFilm("");
  await vi.waitFor(() => expect(lab.epochs.detail.value).not.toBeNull());
  expect(curves.hidden).toBe(true);
  lab.lecture.giveLecture(true);
  expect(curves.hidden).toBe(false);
  lab.epochs.openFilm(null);
  expect(curves.hidden).toBe(true);
});

test("the curves are drawn anew where their place has another size", async () => {
  end();
  const watching: (() => void)[] = [];
  vi.stubGlobal(
    "ResizeObserver",
    class {
      constructor(act: () => void) {
        watching.push(act);
      }
      observe() {}
      disconnect() {}
    },
  );
  end = mountEpochs(host, curves, lab, films);
  lab.epochs.openFilm("");
  await vi.waitFor(() => expect(text(".verdict")).toContain("It learns"));
  await vi.waitFor(() => expect(drawChart).toHaveBeenCalled());
  drawChart.mockClear();
  const chart = host.querySelector(".chart") as HTMLElement;
  Object.defineProperty(chart, "clientWidth", { value: 268 });
  for (const act of watching) act();
  await vi.waitFor(() => expect(drawChart).toHaveBeenCalledOnce());
  expect(drawChart.mock.calls[0]?.[0]).toBe(chart);
  vi.unstubAllGlobals();
});

test("the own weights come back with the end of the film, and the panel goes", async () => {
  lab.epochs.openFilm("");
  await vi.waitFor(() => expect(shownWeight()).toBe(7));
  lab.epochs.openFilm(null);
  expect(lab.reader.weights.value).toBe(OWN);
  expect(lab.epochs.asked.value).toBeNull();
  expect(lab.look.panel.value).toBeNull();
  lab.epochs.openFilm("fifty");
  await vi.waitFor(() => expect(lab.epochs.detail.value?.name).toBe("fifty"));
  lab.trace.openTrace(true);
  expect(lab.epochs.film.value).toBeNull();
});

test("a drawing that changes while one is read is read next, and nothing between", async () => {
  let answer = () => {};
  films.read = vi.fn(
    () =>
      new Promise<FilmReadings>((done) => {
        answer = () => done({ steps: FILM.steps, answer: "digit", outcomes: [sure(1)] });
      }),
  );
  lab.epochs.openFilm("");
  await vi.waitFor(() => expect(films.read).toHaveBeenCalledTimes(1));
  for (const [x, y] of [
    [0.1, 0.1],
    [0.2, 0.2],
    [0.3, 0.3],
  ] as const)
    lab.ink.change({ type: "replace", drawing: [{ points: [[x, y]], width: 0.07 }] } as never);
  expect(films.read).toHaveBeenCalledTimes(1);
  answer();
  await vi.waitFor(() => expect(films.read).toHaveBeenCalledTimes(2));
  end();
});

test("what cannot be had is told, and the film closes", async () => {
  films.fetch = async () => {
    throw new Error("the film good cannot be shown");
  };
  lab.epochs.openFilm("good");
  await vi.waitFor(() => expect(lab.session.notice.value).toContain("cannot be shown"));
  expect(lab.epochs.film.value).toBeNull();
  films.list = async () => [];
  lab.epochs.openFilm("");
  await vi.waitFor(() => expect(lab.epochs.film.value).toBeNull());
});

test("a film of another activation has curves and readings, and leaves the stage alone", async () => {
  films.fetch = async (name) => ({ ...FILM, name, on_stage: false });
  lab.epochs.openFilm("sigmoid");
  await vi.waitFor(() => expect(films.read).toHaveBeenCalled());
  expect(lab.epochs.asked.value).toBeNull();
  expect(lab.reader.weights.value).toBe(OWN);
});
