/** Cells of what stands in the lab at all times, and of what explains it. */
import { make, need } from "../dom/element.ts";
import { mountClasses } from "../heads/classes.ts";
import { MNIST_SIDE } from "../ink/preprocessing.ts";
import { mountInspector } from "../inspector/inspector.ts";
import { mountTransport } from "../lecture/transport.ts";
import { mountCanvas } from "../pad/canvas.ts";
import { mountPenTraceLater } from "../pad/later.ts";
import { mountPixelEditor } from "../pad/pixel-editor.ts";
import { mountTools } from "../pad/tools.ts";
import { mountWays } from "../pad/ways.ts";
import { mountDrawer } from "../shell/drawer.ts";
import { mountStatus } from "../shell/status.ts";
import { mountNetwork3d } from "../space/space.ts";
import { mountLegend } from "../stage/legend.ts";
import { mountOutlines } from "../stage/outlines.ts";
import { mountStage } from "../stage/stage.ts";
import { mountVisibility } from "../stage/visibility.ts";
import { GUESSES } from "../state/covers.ts";
import { type GalleryCell, pinned, pointed, room, roomIn, type Shared } from "./gallery-cell.ts";

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

export const LAB: readonly GalleryCell[] = [
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
    "pixels edited": { opened: { ink: { pixels: lineOfPixels() } } },
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
];

/** As wide as the image, in its upper half. */
function lineOfPixels(): Uint8Array {
  const from = 7 * MNIST_SIDE + 4;
  return new Uint8Array(MNIST_SIDE ** 2).fill(255, from, from + MNIST_SIDE);
}
