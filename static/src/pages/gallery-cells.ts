/** What stands in the gallery: a room, the state that it is in, and how large it is. */
import { make, need } from "../dom/element.ts";
import { mountClasses } from "../heads/classes.ts";
import type { Steps } from "../ink/preprocessing.ts";
import type { Drawing } from "../ink/strokes.ts";
import { mountInspector } from "../inspector/inspector.ts";
import { mountTransport } from "../lecture/transport.ts";
import { mountRow } from "../lesson/row.ts";
import type { Network } from "../network/network.ts";
import type { Reading } from "../network/reading.ts";
import type { AllWeights } from "../network/safetensors.ts";
import { mountCanvas } from "../pad/canvas.ts";
import { mountPenTraceLater, mountStylesLater } from "../pad/later.ts";
import { mountPixelEditor } from "../pad/pixel-editor.ts";
import { mountPreprocessing } from "../pad/preprocessing.ts";
import { mountTools } from "../pad/tools.ts";
import { mountWays } from "../pad/ways.ts";
import { makeSheet, type SheetPart } from "../share/sheet.ts";
import { mountCard } from "../shell/card.ts";
import { mountDrawer } from "../shell/drawer.ts";
import { mountGlossary } from "../shell/glossary.ts";
import { mountKeys } from "../shell/keys.ts";
import { mountStatus } from "../shell/status.ts";
import { mountNetwork3d } from "../space/space.ts";
import { mountLegend } from "../stage/legend.ts";
import { mountOutlines } from "../stage/outlines.ts";
import { mountStage } from "../stage/stage.ts";
import { mountVisibility } from "../stage/visibility.ts";
import { GUESSES } from "../state/covers.ts";
import type { Lab, Opened } from "../state/lab.ts";
import type { Panel } from "../state/look.ts";

/** What all cells show: one network, one drawing, and what was read of it. */
export interface Data {
  readonly network: Network;
  readonly weights: AllWeights;
  readonly drawing: Drawing;
  readonly steps: Steps | null;
  readonly readings: Readonly<Record<"read" | "blank" | "doubtful", Reading>>;
}

export interface GalleryCell {
  readonly name: string;
  /** Classes of the side of the page in which the room stands. */
  readonly inside: string;
  /** Templates of rooms, as `pad/pen-trace`. */
  readonly parts: readonly string[];
  readonly width: number;
  readonly height?: number;
  readonly reading?: keyof Data["readings"];
  readonly opened?: Opened;
  /** What the lab's page says of itself in this state. */
  readonly marks?: Readonly<Record<string, string>>;
  mount(host: HTMLElement, lab: Lab): void;
}

type Shared = Omit<GalleryCell, "name" | "reading" | "opened" | "marks">;
type State = Pick<GalleryCell, "reading" | "opened" | "marks">;

/** One room in several states. */
function room(
  name: string,
  shared: Shared,
  states: Readonly<Record<string, State>>,
): GalleryCell[] {
  return Object.entries(states).map(([state, its]) => ({
    ...shared,
    ...its,
    name: `${name}, ${state}`,
  }));
}

const PAD: Shared = {
  inside: "pad-side",
  parts: ["pad/pad", "heads/heads"],
  width: 250,
  height: 760,
  mount: (host, lab) => {
    const part = (name: string) => need(`[data-part=${name}]`, host);
    mountCanvas(need<HTMLCanvasElement>(".pad canvas", host), lab);
    mountTools(host, lab);
    mountClasses(need(".heads", host), lab);
    mountPixelEditor(host, lab);
    mountPenTraceLater(need(".pen-trace", host), part("open-trace"), part("more-ways"), lab);
    mountWays(host, lab);
  },
};

const STAGE: Shared = {
  inside: "network-side",
  parts: ["stage/stage"],
  width: 920,
  height: 560,
  mount: (host, lab) => {
    const drawing = make("span"); // where outlines of the drawing would go
    mountStage(roomIn(host, "stage"), lab);
    mountOutlines(need<HTMLCanvasElement>(".overlay", host), drawing, lab);
  },
};

/** The top row of the page, and the bar below the network. */
const SHELL: Shared = {
  inside: "rows",
  parts: ["shell/shell", "shell/drawer"],
  width: 1160,
  mount: (host, lab) => {
    mountDrawer(roomIn(host, "shell/drawer"), host, lab);
    mountStatus(host, lab);
  },
};

const SPACE: Shared = {
  ...STAGE,
  parts: ["space/space"],
  mount: (host, lab) => {
    const network = lab.reader.network.peek();
    if (network !== null) mountNetwork3d(roomIn(host, "space"), lab, network, null);
  },
};

const INSPECTOR: Shared = {
  inside: "inspector-host",
  parts: ["inspector/inspector"],
  width: 426,
  mount: (host, lab) => {
    mountInspector(roomIn(host, "inspector"), lab);
  },
};

const VISIBILITY: Shared = {
  inside: "controls-side",
  parts: ["stage/visibility", "stage/legend"],
  width: 490,
  mount: (host, lab) => {
    mountVisibility(roomIn(host, "stage/visibility"), lab);
    mountLegend(roomIn(host, "stage/legend"), lab);
    roomIn(host, "stage/visibility").hidden = false; // in the lab its button opens it
  },
};

const LESSON = {
  steps: ["Draw a four", "What a kernel sees", "Questions"].map((title) => ({ title, link: "?" })),
};

const pointed = (layer: string, index: number): State => ({
  opened: { selection: { cell: { layer, index } } },
});

const pinned = (layer: string, index: number): State => ({
  opened: { selection: { pinned: { layer, index } } },
});

export const CELLS: readonly GalleryCell[] = [
  ...room("shell", SHELL, {
    connected: pointed("conv2", 305),
    "connection lost": { opened: { session: { connection: "lost" } } },
  }),
  ...room("pad and guesses", PAD, {
    "a four": {},
    "nothing drawn": { reading: "blank", opened: { ink: {} } },
    "no digit": { reading: "doubtful" },
    eraser: { opened: { ink: { tool: "eraser", brush: 0.14 } } },
    "guesses covered": { opened: { lecture: { covered: new Set([GUESSES]) } } },
    "pixels edited": { opened: { ink: { pixels: new Uint8Array(784).fill(255, 200, 228) } } },
    "pen trace": { opened: { trace: { moment: 20 } }, marks: { tracing: "" } },
  }),
  ...room("stage", STAGE, {
    columns: {},
    "nothing drawn": { reading: "blank" },
    "two layers hidden": { opened: { look: { hidden: new Set(["conv2", "pool2"]) } } },
    "before ReLU, without kernels": {
      opened: { look: { before: new Set(["conv1", "conv2"]), kernels: false } },
    },
    "a pixel pointed at": pointed("input", 350),
    "a cell pointed at": pointed("conv2", 305),
    "a unit pointed at": pointed("fc1", 60),
    "strongest path": {
      opened: { look: { path: true }, selection: { cell: { layer: "output", index: 4 } } },
    },
    "two layers covered": { opened: { lecture: { covered: new Set(["conv1", "output"]) } } },
    "step by step": { opened: { forward: { step: 4 } } },
    "one scale": { opened: { look: { scope: "network" } } },
  }),
  ...room("narrow stage", { ...STAGE, width: 360, height: 1900 }, { "one below another": {} }),
  ...room("visibility", VISIBILITY, {
    "all shown": {},
    "some hidden and covered": {
      opened: {
        look: { hidden: new Set(["conv2"]), scope: "map", palette: "safe", kernels: false },
        lecture: { covered: new Set(["conv1"]) },
      },
    },
  }),
  ...room(
    "visibility",
    { ...VISIBILITY, width: 426 },
    {
      "beside a pinned cell": { ...pointed("conv1", 300), marks: { pinned: "" } },
    },
  ),
  ...room("space", SPACE, {
    "a row": {},
    "a stack": { opened: { space: { arrangement: "stack" } } },
  }),
  ...room("inspector", INSPECTOR, {
    "under the pointer": pointed("conv2", 305),
    "an input": pinned("input", 300),
    "a convolution": pinned("conv1", 1835),
    "a convolution of six maps": pinned("conv2", 305),
    "a maximum": pinned("pool1", 100),
    "a unit": pinned("fc1", 5),
    "a class": pinned("output", 4),
    "four decimals": {
      opened: { look: { digits: 4 }, selection: { pinned: { layer: "conv1", index: 1835 } } },
    },
    covered: {
      opened: {
        lecture: { covered: new Set(["conv1"]) },
        selection: { pinned: { layer: "conv1", index: 1835 } },
      },
    },
  }),
  ...room(
    "transport",
    {
      inside: "network-side",
      parts: ["lecture/transport"],
      width: 760,
      mount: (host, lab) => {
        mountTransport(roomIn(host, "lecture/transport"), make("button"), lab);
      },
    },
    {
      "the first step": { opened: { forward: { step: 0 } } },
      "a convolution": { opened: { forward: { step: 4 } } },
      "the last step": { opened: { forward: { step: 12 } } },
    },
  ),
  ...panel("pad/preprocessing", "sees", mountPreprocessing, {
    "all six steps": {},
    "one left out": { opened: { look: { without: new Set(["centre"]) } } },
  }),
  ...panel(
    "pad/styles",
    "styles",
    (host, lab) => mountStylesLater(host, make("span"), make("button"), lab),
    { "all styles": {} },
  ),
  ...panel("shell/card", "about", mountCard, {
    "of the network": {},
  }),
  ...panel("shell/glossary", "terms", (host, lab) => mountGlossary(host, host, lab), {
    "all terms": {},
  }),
  ...panel("shell/keys", "keys", mountKeys, {
    "all keys": {},
    "without characters": { opened: { session: { characterKeys: false } } },
  }),
  ...room(
    "lesson",
    {
      inside: "bar",
      parts: ["lesson/lesson"],
      width: 520,
      mount: (host, lab) => {
        mountRow(roomIn(host, "lesson"), lab, []);
      },
    },
    { "its second step": { opened: { lesson: { ...LESSON, at: 1 } } } },
  ),
  sheet("screen"),
  sheet("lesson", { lesson: LESSON }),
  sheet("room"),
  sheet("save"),
];

/** One part of the sheet "Share". */
function sheet(part: SheetPart, opened: Opened = {}): GalleryCell {
  const mount = (host: HTMLElement, lab: Lab) => {
    const { element } = makeSheet(lab, part);
    element.open = true;
    host.append(element);
  };
  return {
    name: `share, ${part}`,
    inside: "sheet-host",
    parts: [],
    width: 920,
    height: 640,
    opened,
    mount,
  };
}

/** A panel of the drawer: open, and alone in it. */
function panel(
  part: string,
  opens: Panel,
  mount: (host: HTMLElement, lab: Lab) => unknown,
  states: Readonly<Record<string, State>>,
): GalleryCell[] {
  const shared: Shared = {
    inside: "drawer",
    parts: [part],
    width: 920,
    mount: (host, lab) => {
      const panel = roomIn(host, part);
      mount(panel, lab);
      panel.hidden = false;
    },
  };
  const open = (state: State): State => ({
    ...state,
    opened: { ...state.opened, look: { ...state.opened?.look, panel: opens } },
  });
  const opened = Object.entries(states).map(([state, its]) => [state, open(its)] as const);
  return room(part.replace(/.*\//, ""), shared, Object.fromEntries(opened));
}

function roomIn(host: HTMLElement, name: string): HTMLElement {
  return need(`[data-room="${name}"]`, host);
}
