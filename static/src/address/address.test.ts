import { expect, test } from "vitest";
import { EMPTY } from "../ink/strokes.ts";
import { ARRANGEMENTS, type Camera, PRESETS } from "../layout/pose.ts";
import { indexNetwork } from "../network/network.ts";
import { CONTROLS } from "../state/controls.ts";
import { createLab, type Opened, openAll, type Signals } from "../state/lab.ts";
import { CHAPTERS, GROUNDS, LOOK, PALETTES, PANELS, SCOPES, VIEWS } from "../state/look.ts";
import { type Chance, chanceFrom } from "../testing/chance.ts";
import { DESCRIPTION } from "../testing/description.ts";
import { allValuesOf } from "../testing/values.ts";
import { isShared, linkTo, stateIn, withState } from "./address.ts";
import { FIELDS } from "./fields.ts";
import { squareBytes } from "./kinds.ts";

const PAGE = "http://192.168.0.10:8000/course/";
const LAYERS = DESCRIPTION.layers.map(({ name }) => name);
const COUNT = 500;

/** Anywhere that the camera can be, to a hundredth. */
function anyCamera(chance: Chance): Camera {
  const hundredths = (low: number, high: number) => chance.whole(100 * low, 100 * high) / 100;
  return {
    yaw: hundredths(-180, 180),
    pitch: hundredths(-89, 89),
    distance: hundredths(2, 900),
    target: [hundredths(-50, 50), hundredths(-50, 50), hundredths(-50, 50)],
    focus: chance.one([null, "conv2"]),
  };
}

/** Any state that a person can reach, in all that links hold. */
function anyState(chance: Chance): Opened {
  return {
    look: {
      hidden: new Set(chance.some(LAYERS)),
      panel: chance.one([null, ...PANELS]),
      groups: chance.one([null, "000111222", "0z"]),
      wrong: chance.one([true, false]),
      compare: chance.one([null, "dense", "residual_44"]),
      chapter: chance.one([null, ...CHAPTERS]),
      without: new Set(chance.some(["crop", "scale", "pen_width", "centre"] as const)),
      palette: chance.one(PALETTES),
      threshold: chance.whole(5, 95) / 100,
      overlap: chance.whole(5, 95) / 100,
      round: chance.one([null, chance.whole(0, 12)]),
      ground: chance.one(GROUNDS),
      scope: chance.one(SCOPES),
      before: new Set(chance.some(["conv1", "conv2", "fc1"])),
      digits: chance.whole(1, 6),
      kernels: chance.one([true, false]),
      toScale: chance.one([true, false]),
      path: chance.one([true, false]),
      forcedTheme: chance.one([null, "light", "dark"]),
      view: chance.one(VIEWS),
    },
    selection: {
      pinned: chance.one([null, { layer: "conv1", index: chance.whole(0, 4703) }]),
      wentTo: chance.one([null, ...LAYERS]),
    },
    lecture: {
      on: chance.one([true, false]),
      covered: new Set(chance.some(["guesses", ...LAYERS.slice(0, -1)])),
      leftOut: new Set(chance.some(CONTROLS)),
    },
    ink: { tool: chance.one(["pen", "eraser"]), brush: chance.whole(3, 14) / 100 },
    trace: { open: chance.one([true, false]), moment: chance.one([null, chance.whole(0, 4000)]) },
    forward: { step: chance.one([null, chance.whole(0, 12)]) },
    space: {
      camera: chance.one([...PRESETS, anyCamera(chance)]),
      arrangement: chance.one(ARRANGEMENTS),
      spacing: chance.whole(15, 200) / 100,
      heights: chance.one([true, false]),
      lit: chance.one([true, false]),
    },
  };
}

/** The parts of a state that links hold, as text. */
function textsOf(state: Signals): Record<string, string> {
  return Object.fromEntries(FIELDS.map((field) => [field.name, field.write(state)]));
}

test("the state is readable in the address and comes back from it", () => {
  const state = openAll({
    look: {
      hidden: new Set(["conv2", "pool2"]),
      panel: "sees",
      without: new Set(["centre"] as const),
      palette: "safe",
      kernels: false,
      digits: 4,
    },
    selection: { pinned: { layer: "conv1", index: 1835 } },
    ink: { brush: 0.09 },
  });
  const address = withState(new URL("http://a/lab/?x=1#top"), state);
  expect(address.href).toBe(
    "http://a/lab/?x=1&hide=conv2,pool2&open=sees&without=centre&cell=conv1.1835&colours=safe&digits=4&kernels=off&width=9#top",
  );
  const opened = stateIn(address);
  expect(textsOf(openAll(opened.state))).toEqual(textsOf(state));
  expect(opened.ignored).toEqual(["x"]);
});

test("a page as at the beginning has a plain address", () => {
  const busy = new URL("http://a/?network=lenet5&hide=conv1&open=about&digits=3#top");
  expect(withState(busy, openAll({})).href).toBe("http://a/?network=lenet5#top");
});

test("another network than the plain address's is named, and that one is not", () => {
  const address = new URL("http://a/?network=made-up&hide=conv1#top");
  const hrefFor = (name: string) => {
    const network = indexNetwork({ ...DESCRIPTION, name });
    return withState(address, openAll({ reader: { network, plain: "lenet5" } })).href;
  };
  expect(hrefFor("other")).toBe("http://a/?network=other#top");
  expect(hrefFor("lenet5")).toBe("http://a/#top");
  const unknown = openAll({ reader: { plain: "lenet5" } }); // nothing has been described yet
  expect(withState(address, unknown).href).toBe("http://a/?network=made-up#top");
});

test("links from before there were more parts still open", () => {
  const opened = stateIn(new URL("http://a/?network=lenet5&hide=conv2%2Cpool2&open=styles"));
  expect(opened).toEqual({
    state: { look: { hidden: new Set(["conv2", "pool2"]), panel: "styles" } },
    ignored: [],
  });
});

test("any state comes back as it was", () => {
  for (let seed = 0; seed < COUNT; seed++) {
    const state = openAll(anyState(chanceFrom(seed)));
    const opened = stateIn(withState(new URL(PAGE), state));
    const again = allValuesOf(openAll(opened.state));
    expect({ seed, ...again }).toEqual({ seed, ...allValuesOf(state) });
    expect(opened.ignored).toEqual([]);
  }
});

test("a link brings the drawing behind the #, where no server sees it", () => {
  const drawing = [{ points: [[0.1, 0.2] as const, [0.3, 0.4] as const], width: 0.07 }];
  const pixels = new Uint8Array(784).fill(255, 300, 320);
  const state = openAll({
    ink: { history: { ...EMPTY, drawing }, pixels },
    look: { scope: "map" },
  });
  const link = linkTo(new URL("http://a/?network=lenet5#top"), state);
  expect(link.href).toMatch(/^http:\/\/a\/\?network=lenet5&scale=map#d=[\w-]+&pixels=[\w-]+$/);
  expect([isShared(link), isShared(new URL("http://a/?d=1#top"))]).toEqual([true, false]);
  const opened = stateIn(link);
  expect(opened.ignored).toEqual([]);
  expect(opened.state.ink?.history?.drawing).toEqual(drawing);
  expect(opened.state.ink?.pixels).toEqual(pixels);
});

test("the example that greets a newcomer is not in links", () => {
  const drawing = [{ points: [[0.1, 0.2] as const, [0.3, 0.4] as const], width: 0.07 }];
  const state = openAll({ ink: { history: { ...EMPTY, drawing, greeting: true } } });
  expect(linkTo(new URL(PAGE), state).href).toBe(PAGE);
});

test("a blank pad is shared as a blank pad", () => {
  const link = linkTo(new URL(PAGE), openAll({}));
  expect(stateIn(link).state.ink?.history).toEqual(EMPTY);
});

test("a damaged drawing is left out, and that is said", () => {
  const { state, ignored } = stateIn(new URL("http://a/?scale=map#d=IAAAAAAAA&pixels=7&:~:text=x"));
  expect(state).toEqual({ look: { scope: "map" } });
  expect(ignored).toEqual(["d IAAAAAAAA", "pixels 7"]);
});

test("made-up addresses hide, open and switch off nothing odd, and that is said", () => {
  const read = (query: string) => stateIn(new URL(`http://a/?${query}`));
  expect(read("hide=<b>,,conv1,../x")).toEqual({
    state: { look: { hidden: new Set(["conv1"]) } },
    ignored: ["hide <b>", "hide ../x"],
  });
  expect(read("hide=")).toEqual({
    state: { look: { hidden: new Set() } },
    ignored: [],
  });
  expect(read("open=constructor").state).toEqual({});
  expect(read("without=centre,sharpen,,toString").state).toEqual({
    look: { without: new Set(["centre"]) },
  });
  for (const digits of ["", "0", "7", "-1", "1e3", "NaN", "2.5", "１"])
    expect(read(`digits=${digits}`).state).toEqual({});
  for (const from of [
    "",
    "50",
    "50,16,61",
    "50,16,61,3,-2,5,a,b",
    "50,90,61,3,-2,5",
    "1,2,0,0,0,0",
    "a,b,c,d,e,f",
  ])
    expect(read(`from=${from}`).state).toEqual({});
  for (const cell of ["conv1", "conv1.", ".5", "conv1.-1", "conv1.1.2", "<b>.1"])
    expect(read(`cell=${cell}`).state).toEqual({});
  expect(read(`hide=${"a,".repeat(5000)}`).ignored).toEqual(["hide a,a,a,a,a,a,a,a,a,…"]);
  expect(read("__proto__=1&wall=3d&utm_source=mail&fbclid=7").ignored).toEqual([
    "__proto__",
    "wall",
  ]);
});

test("the first of two that say the same thing differently holds", () => {
  expect(stateIn(new URL("http://a/?scale=map&scale=network")).state).toEqual({
    look: { scope: "map" },
  });
});

test("no mutilated link throws, and what it gives is a state that a link could have", () => {
  const signs = "abcdefgz0189.,-_=&%#?<>\u0000é😀 ";
  for (let seed = 0; seed < COUNT; seed++) {
    const chance = chanceFrom(seed);
    const address = [...withState(new URL(PAGE), openAll(anyState(chance))).search];
    for (let i = chance.whole(1, 12); i > 0; i--) {
      const at = chance.whole(0, address.length);
      address.splice(at, chance.whole(0, 3), ...chance.some([...signs]).slice(0, 3));
    }
    const url = new URL(PAGE);
    url.search = address.join("");
    const opened = openAll(stateIn(url).state);
    const again = stateIn(withState(new URL(PAGE), opened));
    expect({ seed, ignored: again.ignored }).toEqual({ seed, ignored: [] });
    expect(textsOf(openAll(again.state))).toEqual(textsOf(opened));
  }
});

test("layers and cells that the network does not have are left out, and that is said", () => {
  const lab = createLab({
    look: {
      hidden: new Set(["conv1", "conv9"]),
      before: new Set(["conv2", "pool1"]),
      ignored: ["view"],
    },
    selection: { pinned: { layer: "conv1", index: 4704 } },
  });
  lab.reader.describe(indexNetwork(DESCRIPTION));
  expect([...lab.look.hidden.value]).toEqual(["conv1"]);
  expect([...lab.look.before.value]).toEqual(["conv2"]);
  expect(lab.selection.pinned.value).toBeNull();
  expect(lab.look.ignored.value).toEqual(["view", "conv9", "pool1", "conv1.4704"]);
  lab.ink.change({ type: "clear" });
  expect(lab.look.ignored.value).toEqual([]);
});

test("what is about boxes or groups is left out, and named, where a network has none", () => {
  const lab = createLab({
    look: { threshold: 0.5, overlap: 0.2, round: 2, ground: "slid", groups: "0101" },
  });
  lab.reader.describe(indexNetwork(DESCRIPTION));
  const { threshold, overlap, round, ground } = LOOK.beginning;
  const { look } = lab;
  expect([look.threshold.value, look.overlap.value]).toEqual([threshold, overlap]);
  expect([look.round.value, look.ground.value, look.groups.value]).toEqual([round, ground, null]);
  const named = ["groups 0101", "threshold", "overlap", "round", "ground"];
  expect(look.ignored.value).toEqual(named);
});

test("a round that no drawing can come to is left out, one that some can stays", () => {
  const operation = DESCRIPTION.answers[0]?.operation;
  const answer = { kind: "boxes", name: "boxes", title: "Boxes", operation, labels: [] };
  const operations = DESCRIPTION.operations.map((each) =>
    each.name === operation ? { ...each, output_shape: [15, 16, 16] } : each,
  );
  const network = { ...DESCRIPTION, operations, answers: [answer] } as typeof DESCRIPTION;
  const opened = (round: number) => {
    const lab = createLab({ look: { round, threshold: 0.5 } });
    lab.reader.describe(indexNetwork(network));
    return [lab.look.round.value, lab.look.threshold.value, ...lab.look.ignored.value];
  };
  expect(opened(999)).toEqual([null, 0.5, "round"]);
  expect(opened(3)).toEqual([3, 0.5]);
});

test("pixels of another side than 28 say how many they are along it", () => {
  const pixels = new Uint8Array(32 * 32).fill(255, 40, 50);
  const text = squareBytes.write(pixels);
  expect(text).toMatch(/^32\.[\w-]+$/);
  expect(squareBytes.read(text)).toEqual({ value: pixels, ignored: [] });
  expect(squareBytes.read("200.IAAA")).not.toHaveProperty("value");
  expect(squareBytes.write(new Uint8Array(784))).not.toContain(".");
});
