import { effect } from "@preact/signals-core";
import { make, say, unbroken } from "../dom/element.ts";
import { paintAtOnce, paintOnChange } from "../dom/frames.ts";
import { listen } from "../dom/listen.ts";
import { scaleOf } from "../dom/palette.ts";
import { keepScrolled } from "../dom/scroll.ts";
import { explainWithin } from "../dom/term.ts";
import { layOutAcross, layOutDown, type Placed, type Room2d } from "../layout/flat.ts";
import type { LayerShape } from "../layout/grids.ts";
import { kernelsOf } from "../layout/kernels.ts";
import type { Scale } from "../math/colour.ts";
import { peak, planes } from "../math/tensor.ts";
import { columnsOf, connectionsOf } from "../network/branches.ts";
import { convolutionOf, type Layer, type Network } from "../network/network.ts";
import type { Lab } from "../state/lab.ts";
import type { Dispose } from "../state/slice.ts";
import { phrase } from "../words/phrases.ts";
import { shapeInWords } from "../words/shape.ts";
import { makeFilling } from "./filling.ts";
import { type CellActions, type LayerPicture, makeMaps, makeUnits } from "./maps.ts";
import { makePages, type Pages } from "./pages.ts";
import {
  chooseTitles,
  columnsUnder,
  heightOf,
  keepInside,
  PLAIN,
  setTitles,
  type TitleSetting,
  titleWidths,
  typeOf,
} from "./titles.ts";

/** Least height of title and shape above the maps. */
const HEADING = 96;
/** Between a heading and its maps, where layers stand one under the other. */
const UNDER_HEADING = 6;
/** CSS pixels a column of many layers, between two, and of a stage that is wide enough for layers side by side. */
const NARROWEST = 68;
const AISLE_OF_MANY = 12;
const ROOM_ACROSS = 640;
/** Room for the lines of branches: between columns, and below the maps. */
const BRANCHING_AISLE = 26;
const BELOW = 26;
/** Width of the named units, in sizes of the stage's type. */
const UNITS = 6.3;

interface Block {
  readonly section: HTMLElement;
  readonly heading: HTMLElement;
  readonly picture: LayerPicture;
  /** Says which maps are shown and turns to others, where there are more than fit. */
  readonly pages: Pages;
  /** "covered", over its paper. */
  readonly cover: HTMLElement;
  /** The switch between before and after ReLU, where there is a choice. */
  readonly ahead: HTMLElement | null;
}

/** All layers in the order of computation, each with its maps, as large as the space allows. */
export function mountStage(host: HTMLElement, lab: Lab): Dispose {
  let blocks = new Map<string, Block>();
  let placed: readonly Placed[] = [];
  let scale: Scale | null = null;

  const lay = () => {
    const network = lab.reader.network.peek();
    // While the network stands in space, the stage is not there and stays as it was.
    if (network === null || host.clientWidth === 0) return;
    const titles = lab.lecture.on.peek() ? titlesFor(network, lab, host) : PLAIN;
    setTitles(host, titles, titleWidths(network, lab.look.hidden.peek(), host));
    const rows = titles.staggered ? 2 : 1;
    const put = (heading: number) => {
      const own = (name: string) => blocks.get(name)?.heading.offsetHeight ?? 0;
      placed = arrange(network, lab, host, heading, titles, own);
      for (const place of placed) putInPlace(blocks.get(place.name), place);
      const shown = placed.filter((place) => !place.hidden);
      for (const [i, { name }] of shown.entries())
        blocks.get(name)?.section.classList.toggle("second", titles.staggered && i % 2 === 1);
    };
    keepScrolled(() => {
      const least = titles === PLAIN ? HEADING : 1;
      put(least);
      const highest = Math.max(...[...blocks.values()].map(({ heading }) => heading.offsetHeight));
      host.style.setProperty("--row", `${highest}px`);
      host.style.setProperty("--heads", `${rows * highest}px`);
      // Words broke: the maps make room.
      if (host.classList.contains("down") || rows * highest > least - 4) put(rows * highest + 4);
    });
    for (const place of placed) {
      const heading = blocks.get(place.name)?.heading;
      if (titles.staggered && heading !== undefined) keepInside(heading, place, host);
    }
    requestAnimationFrame(() => host.classList.add("settled"));
    lab.reader.arrange(placed);
    paint();
    paintKernels();
  };

  const paint = () => {
    if (lab.reader.inSpace.peek()) return;
    scale ??= scaleOf(host);
    const reading = lab.reader.reading.peek();
    const shown = placed.filter(({ hidden }) => !hidden).map(({ name }) => name);
    for (const [name, { section, picture }] of blocks) {
      const covered = lab.lecture.isCovered(name);
      section.classList.toggle("covered", covered);
      picture.cover(covered);
    }
    const tensors = shown.map((name) => lab.reader.tensorOf(name) ?? null);
    const scope = lab.look.scope.peek();
    const largest = Math.max(...tensors.map((tensor) => (tensor === null ? 0 : peak(tensor))));
    for (const [i, name] of shown.entries()) {
      const tensor = tensors[i] ?? null;
      const own = tensor === null ? 0 : peak(tensor);
      const ends = scope === "map" ? null : scope === "layer" ? own : largest;
      const output = lab.reader.network.peek()?.layer.get(name)?.kind === "output";
      const there = tensor && filling.of(name, tensor, output);
      // While the logits come, none of them is the first guess yet.
      const guess = there?.values.length === tensor?.values.length ? reading?.firstGuess : null;
      blocks.get(name)?.picture.paint(there, scale, guess ?? null, ends);
    }
    if (reading === null) return;
    document.documentElement.dataset.painted = String(reading.seq);
    lab.reader.finishPainting(reading.seq);
  };

  const filling = makeFilling(lab, paint);

  const stopBuilding = effect(() => {
    const network = lab.reader.network.value;
    if (network === null) return;
    blocks = new Map(network.layers.map((layer) => [layer.name, makeBlock(layer, network, lab)]));
    for (const old of host.querySelectorAll(".layer")) old.remove();
    // New layers are in their places at once; what moves later is seen to move.
    host.classList.remove("settled");
    explainWithin([...blocks.values()].map(({ heading }) => heading));
    host.prepend(...[...blocks.values()].map(({ section }) => section));
  });
  const paintKernels = () => {
    const weights = lab.reader.weights.peek();
    const network = lab.reader.network.peek();
    if (network === null) return;
    scale ??= scaleOf(host);
    for (const [name, { picture }] of blocks) {
      const convolution = convolutionOf(network.layer.get(name) as Layer, network);
      picture.paintKernels(weights?.get(`${convolution?.name}.weight`)?.values ?? null, scale);
    }
  };
  const stopLaying = paintOnChange(
    () => [
      lab.reader.network.value,
      lab.look.hidden.value,
      lab.look.kernels.value,
      lab.look.pages.value,
      lab.lecture.on.value,
    ],
    lay,
  );
  const stopKernels = paintOnChange(() => lab.reader.weights.value, paintKernels);
  const stopColouring = paintOnChange(
    () => [
      lab.look.theme.value,
      lab.look.palette.value,
      lab.lecture.on.value,
      lab.look.scope.value,
      lab.forward.showsBefore.value,
    ],
    () => {
      scale = null;
      paint();
      paintKernels();
    },
  );
  const stopStates = effect(() => {
    lab.reader.network.value; // the blocks are new
    const { value } = lab.forward.showsBefore;
    for (const [name, { ahead }] of blocks) {
      const before = value.has(name);
      ahead?.setAttribute("aria-pressed", String(before));
      if (ahead !== null) say(ahead, phrase(before ? "stage.before" : "stage.after"));
    }
  });
  const stopPainting = paintAtOnce(
    () => [lab.reader.reading.value, lab.forward.step.value, lab.lecture.covered.value],
    paint,
  );
  const observer = new ResizeObserver(lay);
  observer.observe(host);
  const stopZoom = onZoom(lay);

  return () => {
    filling.stop();
    stopBuilding();
    stopLaying();
    stopKernels();
    stopStates();
    stopColouring();
    stopPainting();
    observer.disconnect();
    stopZoom();
    for (const old of host.querySelectorAll(".layer")) old.remove();
  };
}

/** Zoom and other screens change the device pixels without always changing the size in CSS pixels. */
function onZoom(act: () => void): Dispose {
  const current = matchMedia(`(resolution: ${devicePixelRatio}dppx)`);
  let stop = listen(current, {
    change: () => {
      stop();
      act();
      stop = onZoom(act);
    },
  });
  return () => stop();
}

/** The largest titles of lecture mode that leave the maps their size. */
function titlesFor(network: Network, lab: Lab, host: HTMLElement): TitleSetting {
  const branching = connectionsOf(network).length > 0;
  return chooseTitles((titles) => {
    if (branching && titles.staggered) return null; // layers above one another have titles there too
    setTitles(host, titles, []);
    const heading = heightOf(titles, host);
    return layOutAcross(
      shapesOf(network, lab, host, heading, titles),
      spaceOf(network, host, heading),
    );
  });
}

/** Side by side where that fits, one under the other where it does not. */
function arrange(
  network: Network,
  lab: Lab,
  host: HTMLElement,
  heading: number,
  titles: TitleSetting,
  headingOf: (layer: string) => number,
): Placed[] {
  host.style.minHeight = "";
  const shapes = (down: boolean) => shapesOf(network, lab, host, heading, titles, down);
  const space = spaceOf(network, host, heading);
  let across = layOutAcross(shapes(false), space);
  host.classList.toggle("crowded", across === null && host.clientWidth >= ROOM_ACROSS);
  if (across === null && host.clientWidth >= ROOM_ACROSS) {
    // Many layers: their headings' words are broken.
    const narrow = shapes(false).map((shape) => ({ ...shape, narrowest: NARROWEST }));
    across = layOutAcross(narrow, { ...space, aisle: AISLE_OF_MANY });
  }
  host.classList.toggle("down", across === null);
  if (across !== null) return across;
  const withHeadings = shapes(true).map((shape) => ({
    ...shape,
    heading: headingOf(shape.name) + UNDER_HEADING,
  }));
  const placed = layOutDown(withHeadings, space);
  const last = placed.at(-1);
  host.style.minHeight = last === undefined ? "" : `${last.y + last.height}px`;
  return placed;
}

function spaceOf(network: Network, host: HTMLElement, heading: number): Room2d {
  const branching = connectionsOf(network).length > 0;
  return {
    width: host.clientWidth,
    height: host.clientHeight - (branching ? BELOW : 0),
    ratio: devicePixelRatio,
    heading,
    narrowest: 0,
    ...(branching ? { aisle: BRANCHING_AISLE } : {}),
  };
}

function shapesOf(
  network: Network,
  lab: Lab,
  host: HTMLElement,
  heading: number,
  titles: TitleSetting,
  down = false,
): LayerShape[] {
  const columns = columnsOf(network);
  const hidden = lab.look.hidden.peek();
  const widths = columnsUnder(titles, network, hidden, host);
  return network.layers.map((layer, i) => ({
    ...shapeOf(layer, hidden, down, host, heading),
    column: columns.get(layer.name) ?? 0,
    page: lab.look.pages.peek().get(layer.name) ?? 0,
    narrowest: widths[i] ?? 0,
    kernels: lab.look.kernels.peek() ? kernelsOf(layer, network) : undefined,
  }));
}

function shapeOf(
  layer: Layer,
  hidden: ReadonlySet<string>,
  down: boolean,
  host: HTMLElement,
  heading: number,
): LayerShape {
  const { channels, rows, columns } = planes(layer.shape);
  const base = { name: layer.name, channels, rows, columns, hidden: hidden.has(layer.name) };
  if (layer.kind !== "output") return { ...base, units: layer.shape.length < 3 };
  const width = down ? host.clientWidth : Math.round(UNITS * typeOf(host));
  const across = down ? 5 : 1;
  const height = down ? 116 : Math.min(host.clientHeight - heading, columns * 44);
  return {
    ...base,
    units: true,
    fixed: { width, height, across, rows: Math.ceil(columns / across) },
  };
}

function makeBlock(layer: Layer, network: Network, lab: Lab): Block {
  const { name } = layer;
  const actions: CellActions = {
    point: (index) => lab.selection.point(index === null ? null : { layer: name, index }),
    pin: (index) => lab.selection.pin({ layer: name, index }),
    pinned: () => {
      const cell = lab.selection.pinned.peek();
      return cell?.layer === name ? cell.index : null;
    },
    pointAtWeight: (weight) =>
      lab.selection.pointAtKernel(weight === null ? null : { layer: name, ...weight }),
    release: () => lab.selection.pin(null),
    turnTo: (page) => lab.look.turnTo(name, page),
  };
  const { classes } = network;
  const picture =
    layer.kind === "output" ? makeUnits(layer, classes, actions) : makeMaps(layer, actions);
  const stub = make("button", { type: "button", class: "stub", text: layer.title });
  stub.title = phrase("stage.show", { layer: layer.title });
  stub.addEventListener("click", () => lab.look.toggle(layer.name));
  const heading = make("header", {}, [
    make("h3", {}, [make("span", { text: unbroken(layer.title) })]),
    make(
      "p",
      {},
      shapeInWords(layer).map((text) => make("span", { text })),
    ),
  ]);
  if (layer.parameters > 0) {
    const text = phrase("network.parameters", { count: layer.parameters });
    heading.append(make("p", { class: "parameters", text }));
  }
  const ahead = network.preactivation.has(name)
    ? make("button", { type: "button", class: "relu", title: phrase("stage.relu.hint") })
    : null;
  ahead?.addEventListener("click", () => lab.look.switchBefore(name));
  if (ahead !== null) heading.append(ahead);
  const cover = make("p", { class: "cover", text: phrase("cover.note") });
  const section = make("section", { class: "layer", "data-layer": layer.name }, [
    heading,
    picture.element,
    cover,
    stub,
  ]);
  const pages = makePages(layer, actions);
  heading.append(pages.element);
  return { section, heading, picture, cover, ahead, pages };
}

function putInPlace(block: Block | undefined, place: Placed): void {
  if (block === undefined) return;
  const { section, picture, cover, pages } = block;
  section.classList.toggle("hidden", place.hidden);
  section.classList.toggle("low", place.hidden && place.width > place.height);
  section.style.transform = `translate(${place.x}px, ${place.y}px)`;
  section.style.width = `${place.width}px`;
  section.style.height = `${place.height}px`;
  if (place.hidden) return;
  picture.fit(place.grid);
  pages.show(place.grid);
  cover.style.setProperty("--middle", `${place.top - place.y + place.grid.height / 2}px`);
  picture.element.style.left = `${place.left - place.x}px`;
  picture.element.style.top = `${place.top - place.y}px`;
}
