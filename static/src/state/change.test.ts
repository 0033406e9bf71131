/** Another network in the place of the one on the stage: what goes, and what stays. */
import { effect } from "@preact/signals-core";
import { expect, test } from "vitest";
import { EMPTY } from "../ink/strokes.ts";
import { indexNetwork } from "../network/network.ts";
import { DESCRIPTION } from "../testing/description.ts";
import { NETWORK, READING, WEIGHTS } from "../testing/four.ts";
import { GUESSES } from "./covers.ts";
import { createLab, type Opened } from "./lab.ts";

const OTHER = indexNetwork({ ...DESCRIPTION, name: "other", title: "Other" });
const DRAWING = [{ points: [{ x: 0.5, y: 0.5 }], width: 0.1 }] as never;

const BUSY: Opened = {
  ink: { history: { ...EMPTY, drawing: DRAWING }, tool: "eraser", pixels: new Uint8Array(784) },
  look: {
    hidden: new Set(["conv1"]),
    before: new Set(["conv2"]),
    palette: "safe",
    scope: "map",
    digits: 4,
    panel: "about",
    view: "3d",
    without: new Set(["centre"] as const),
    forcedTheme: "dark",
  },
  selection: { pinned: { layer: "conv1", index: 3 }, wentTo: "conv2" },
  forward: { step: 3, autoplay: true },
  lecture: {
    on: true,
    covered: new Set([GUESSES, "conv2"]),
    focus: "conv2",
    leftOut: new Set(["tools"] as const),
  },
  trace: { open: true },
  space: { camera: "top", spacing: 0.4 },
  lesson: { steps: [{ title: "", link: "?" }], at: 0 },
  session: { fullScreen: true },
  reader: {
    network: NETWORK,
    weights: WEIGHTS,
    reading: { ...READING, probabilities: new Float32Array(10) },
  },
};

function changed(network = OTHER, link: Opened | null = null) {
  const lab = createLab(BUSY);
  lab.change(network, () => lab.reader.describe(network), link);
  return lab;
}

test("who looks at what comes out goes on looking at it", () => {
  const lab = createLab({
    ...BUSY,
    selection: { wentTo: NETWORK.layers.at(-1)?.name ?? "" },
  });
  lab.change(OTHER, () => lab.reader.describe(OTHER), null);
  expect(lab.selection.wentTo.value).toBe(OTHER.layers.at(-1)?.name);
});

test("names of layers, cells and steps go with the network, and all that it made", () => {
  const { look, selection, forward, lecture, reader, space, trace } = changed();
  expect(reader.network.value).toBe(OTHER);
  expect([reader.reading.value, reader.weights.value, reader.steps.value]).toEqual([
    null,
    null,
    null,
  ]);
  expect([look.hidden.value.size, look.before.value.size, look.block.value]).toEqual([0, 0, null]);
  expect(look.ignored.value).toEqual([]);
  expect([selection.pinned.value, selection.wentTo.value]).toEqual([null, null]);
  expect([forward.step.value, forward.autoplay.value]).toEqual([null, false]);
  expect([lecture.focus.value, space.camera.value]).toEqual([null, "isometric"]);
  expect([...lecture.covered.value]).toEqual([GUESSES]);
  expect(trace.penTrace.value).toBeNull();
});

test("drawing, colours, panel, lecture, lesson, full screen and 3D stay", () => {
  const { ink, look, lecture, lesson, session, space, trace } = changed();
  expect(ink.history.value.drawing).toBe(DRAWING);
  expect([ink.tool.value, ink.pixels.value?.length]).toEqual(["eraser", 784]);
  expect([look.palette.value, look.scope.value, look.digits.value]).toEqual(["safe", "map", 4]);
  expect([look.panel.value, look.view.value, look.forcedTheme.value]).toEqual([
    "about",
    "3d",
    "dark",
  ]);
  expect([...look.without.value]).toEqual(["centre"]);
  expect([lecture.on.value, [...lecture.leftOut.value]]).toEqual([true, ["tools"]]);
  expect([lesson.at.value, session.fullScreen.value]).toEqual([0, true]);
  expect([trace.open.value, space.spacing.value]).toEqual([true, 0.4]);
});

test("pixels edited by hand stay only where the next input has as many", () => {
  const small = indexNetwork({ ...DESCRIPTION, name: "small", input_shape: [1, 14, 14] });
  expect(changed(small).ink.pixels.value).toBeNull();
});

test("with a link all of the state becomes the link's, names included", () => {
  const { ink, look, lecture, lesson, session } = changed(OTHER, {
    look: { hidden: new Set(["conv2", "nothing"]), palette: "grey" },
  });
  expect([...look.hidden.value]).toEqual(["conv2"]);
  expect(look.ignored.value).toEqual(["nothing"]); // of the new network, not of the old one
  expect([look.palette.value, lecture.on.value, ink.tool.value]).toEqual(["grey", false, "pen"]);
  expect([lesson.at.value, session.fullScreen.value]).toEqual([0, true]);
});

test("nobody sees the new network beside what the old one has made", () => {
  const lab = createLab(BUSY);
  const seen: string[] = [];
  const stop = effect(() => {
    const { network, reading } = lab.reader;
    seen.push(`${network.value?.description.name} ${reading.value === null ? "nothing" : "read"}`);
  });
  lab.change(OTHER, () => lab.reader.describe(OTHER), null);
  stop();
  expect(seen).toEqual(["lenet5 read", "other nothing"]);
});

test("a wish is over once it is granted, or another link is opened", () => {
  const wish = { network: "other", link: null, inHistory: false };
  const lab = createLab(BUSY);
  lab.ask(wish);
  expect(lab.wish.value).toBe(wish);
  lab.begin({});
  expect(lab.wish.value).toBeNull();
  lab.ask(wish);
  lab.change(OTHER, () => lab.reader.describe(OTHER), null);
  expect(lab.wish.value).toBeNull();
});
