import { effect } from "@preact/signals-core";
import { type Dispose, make, unbroken } from "../dom/element.ts";
import { paintAtOnce, paintOnChange } from "../dom/frames.ts";
import { type LayerPicture, makeMaps, makeUnits } from "../dom/layer-pictures.ts";
import { scaleOf } from "../dom/palette.ts";
import type { Scale } from "../math/colour.ts";
import { type LayerShape, layOutAcross, layOutDown, type Placed } from "../math/layout.ts";
import { type Layer, type Network, shapeInWords } from "../network.ts";
import type { Store } from "../store.ts";
import { planes } from "../tensor.ts";

/** Height of title and shape above the maps. */
const HEADING = 82;
const HEADING_DOWN = 30;

interface Block {
  readonly section: HTMLElement;
  readonly picture: LayerPicture;
}

/** All layers in the order of computation, each with its maps, as large as the space allows. */
export function mountStage(host: HTMLElement, store: Store): Dispose {
  let blocks = new Map<string, Block>();
  let placed: readonly Placed[] = [];
  let scale: Scale | null = null;

  const lay = () => {
    const network = store.network.peek();
    if (network === null) return;
    placed = arrange(network, store.hidden.peek(), host);
    for (const place of placed) putInPlace(blocks.get(place.name), place);
    paint();
  };

  const paint = () => {
    scale ??= scaleOf(host);
    const reading = store.reading.peek();
    for (const { name, hidden } of placed) {
      if (hidden) continue;
      const tensor = reading?.maps.get(name) ?? null;
      blocks.get(name)?.picture.paint(tensor, scale, reading?.firstGuess ?? null);
    }
    if (reading === null) return;
    document.documentElement.dataset.painted = String(reading.seq);
    store.finishPainting(reading.seq);
  };

  const stopBuilding = effect(() => {
    const network = store.network.value;
    if (network === null) return;
    blocks = new Map(network.layers.map((layer) => [layer.name, makeBlock(layer, network, store)]));
    host.replaceChildren(...[...blocks.values()].map(({ section }) => section));
  });
  const stopLaying = paintOnChange(() => [store.network.value, store.hidden.value], lay);
  const stopColouring = paintOnChange(
    () => store.theme.value,
    () => {
      scale = null;
      paint();
    },
  );
  const stopPainting = paintAtOnce(() => store.reading.value, paint);
  const observer = new ResizeObserver(lay);
  observer.observe(host);
  const stopZoom = onZoom(lay);

  return () => {
    stopBuilding();
    stopLaying();
    stopColouring();
    stopPainting();
    observer.disconnect();
    stopZoom();
    host.replaceChildren();
  };
}

/** Zoom and other screens change the device pixels without always changing the size in CSS pixels. */
function onZoom(act: () => void): Dispose {
  const current = matchMedia(`(resolution: ${devicePixelRatio}dppx)`);
  let stop: Dispose = () => current.removeEventListener("change", change);
  const change = () => {
    act();
    stop = onZoom(act);
  };
  current.addEventListener("change", change, { once: true });
  return () => stop();
}

/** Side by side where that fits, one under the other where it does not. */
function arrange(network: Network, hidden: ReadonlySet<string>, host: HTMLElement): Placed[] {
  host.style.minHeight = "";
  const space = {
    width: host.clientWidth,
    height: host.clientHeight,
    ratio: devicePixelRatio,
    heading: HEADING,
    narrowest: widestWord(network, host),
  };
  const shapes = (down: boolean) =>
    network.layers.map((layer) => shapeOf(layer, hidden, down, host));
  const across = layOutAcross(shapes(false), space);
  host.classList.toggle("down", across === null);
  if (across !== null) return across;
  const placed = layOutDown(shapes(true), { ...space, heading: HEADING_DOWN });
  const last = placed.at(-1);
  host.style.minHeight = last === undefined ? "" : `${last.y + last.height}px`;
  return placed;
}

/** The widest word in the titles: no column may be narrower. */
function widestWord(network: Network, host: HTMLElement): number {
  const context = document.createElement("canvas").getContext("2d");
  const title = host.querySelector("h3");
  if (context === null || title === null) return 96;
  context.font = getComputedStyle(title).font;
  const words = network.layers.flatMap((layer) => layer.title.split(/[\s-]/));
  return Math.ceil(Math.max(...words.map((word) => context.measureText(word).width))) + 2;
}

function shapeOf(
  layer: Layer,
  hidden: ReadonlySet<string>,
  down: boolean,
  host: HTMLElement,
): LayerShape {
  const { channels, rows, columns } = planes(layer.shape);
  const base = { name: layer.name, channels, rows, columns, hidden: hidden.has(layer.name) };
  if (layer.kind !== "output") return { ...base, units: layer.shape.length < 3 };
  const width = down ? host.clientWidth : 88;
  const height = down ? 116 : Math.min(host.clientHeight - HEADING, columns * 44);
  return { ...base, units: true, fixed: { width, height } };
}

function makeBlock(layer: Layer, network: Network, store: Store): Block {
  const point = (index: number | null) =>
    store.point(index === null ? null : { layer: layer.name, index });
  const { classes } = network.description;
  const picture =
    layer.kind === "output" ? makeUnits(layer, classes, point) : makeMaps(layer, point);
  const stub = make("button", { type: "button", class: "stub", text: layer.title });
  stub.title = `Show ${layer.title}`;
  stub.addEventListener("click", () => store.toggle(layer.name));
  const heading = make("header", {}, [
    make("h3", { text: unbroken(layer.title) }),
    make(
      "p",
      {},
      shapeInWords(layer).map((text) => make("span", { text })),
    ),
  ]);
  const section = make("section", { class: "layer", "data-layer": layer.name }, [
    heading,
    picture.element,
    stub,
  ]);
  return { section, picture };
}

function putInPlace(block: Block | undefined, place: Placed): void {
  if (block === undefined) return;
  const { section, picture } = block;
  section.classList.toggle("hidden", place.hidden);
  section.style.transform = `translate(${place.x}px, ${place.y}px)`;
  section.style.width = `${place.width}px`;
  section.style.height = `${place.height}px`;
  if (!place.hidden) picture.fit(place.grid);
}
