/** Cells of a lecture: one layer large, an opened cell on the wall, a question, and the presenter window. */
import { signal } from "@preact/signals-core";
import { mountHallCell } from "../inspector/hall.ts";
import { mountQuestion } from "../lecture/question.ts";
import type { LinkState, PresenterLink } from "../presenter/link.ts";
import type { Shown } from "../presenter/messages.ts";
import { mountPresenter } from "../presenter/presenter.ts";
import { mountStage } from "../stage/stage.ts";
import { type GalleryCell, room, roomIn, type Shared, type State } from "./gallery-cell.ts";

const IN_LECTURE = { lecture: "" };

const STAGE: Shared = {
  inside: "network-side",
  parts: ["stage/stage"],
  width: 920,
  height: 560,
  mount: (host, lab) => mountStage(roomIn(host, "stage"), lab),
};

const large = (focus: string): State => ({
  opened: { lecture: { on: true, focus } },
  marks: IN_LECTURE,
});

const OPENED: Shared = {
  inside: "hall-host",
  parts: ["inspector/hall"],
  width: 920,
  height: 620,
  mount: (host, lab) => mountHallCell(roomIn(host, "inspector/hall"), lab),
};

const opened = (layer: string, index: number): State => ({
  opened: { lecture: { on: true }, selection: { pinned: { layer, index } } },
  marks: IN_LECTURE,
});

const QUESTION: Shared = {
  inside: "question-host",
  parts: ["lecture/question"],
  width: 920,
  mount: (host, lab) => mountQuestion(roomIn(host, "lecture/question"), lab),
};

const STEPS = [
  { title: "Draw a four", link: "?", question: "What does the network see?", notes: "Wait.\nAsk." },
  { title: "What a kernel sees", link: "?", question: "Which strokes does it look for?" },
];

/** At ten past two, twelve minutes after the lecture began. */
const NOW = new Date(2026, 0, 5, 14, 10).getTime();

const SHOWN: Shown = {
  type: "shown",
  ...{ screens: 2, screen: 1, ended: false, step: 0, steps: 13, blank: false, onward: "screen" },
  now: wordsOf(0),
  coming: wordsOf(1),
  since: NOW - 12 * 60_000,
};

function wordsOf(step: number) {
  const { title = "", question = "", notes = "" } = STEPS[step] ?? {};
  return { title, question, notes };
}

function presenter(state: string, linked: LinkState, changes: Partial<Shown>): GalleryCell {
  const link: PresenterLink = {
    state: signal(linked),
    shown: signal({ ...SHOWN, ...changes }),
    act: () => {},
    end: () => {},
  };
  const needs = { now: () => NOW, language: "en", characters: () => false };
  return {
    name: `presenter, ${state}`,
    inside: "presenter-host",
    parts: ["presenter"],
    page: { sheets: ["presenter"], shows: "header, main, footer" },
    width: 1100,
    height: 560,
    // Ended at once, or its keys would act on the whole gallery.
    mount: (host) => mountPresenter(host, link, needs)(),
  };
}

export const HALL: readonly GalleryCell[] = [
  ...room("stage in a hall", STAGE, {
    "a convolution large": large("conv2"),
    "an answer large": large("output"),
  }),
  ...room("a cell on a wall", OPENED, {
    "of six maps": opened("conv2", 305),
    "a class": opened("output", 4),
  }),
  ...room("question", QUESTION, {
    "of a screen": {
      opened: { lecture: { on: true }, lesson: { steps: STEPS, at: 0 } },
      marks: IN_LECTURE,
    },
  }),
  presenter("a screen of a lesson", "live", {}),
  presenter("its wall is gone", "gone", {}),
  presenter("no lesson", "live", {
    screen: 0,
    screens: 0,
    now: wordsOf(2),
    coming: null,
    onward: null,
  }),
];
