/** All layers small and live, where the stage has room for one: a tap goes to a layer, a swipe over the stage to the next. */
import { effect, untracked } from "@preact/signals-core";
import { makeButton } from "../dom/button.ts";
import { followDensity } from "../dom/density.ts";
import { make } from "../dom/element.ts";
import { paintAtOnce } from "../dom/frames.ts";
import { scaleOf } from "../dom/palette.ts";
import { listen } from "../events/listen.ts";
import { standBelow } from "../layout/placed.ts";
import { type Thumb, thumbsOf } from "../layout/thumbs.ts";
import type { Scale } from "../math/colour.ts";
import { peak } from "../math/tensor.ts";
import { maskOf } from "../network/mask.ts";
import { isFirstClasses, type Layer, type Network } from "../network/network.ts";
import { GUESSES } from "../state/covers.ts";
import type { Lab } from "../state/lab.ts";
import { maskNow } from "../state/mask.ts";
import { type Dispose, endAll } from "../state/slice.ts";
import { watchColours } from "../state/watching.ts";
import { shortTitle } from "../words/titles.ts";
import { followSwipes } from "./swipe.ts";
import { mapsOf, ThumbPicture } from "./thumb.ts";

/** A place in the strip: one layer, or layers of units side by side. */
interface StripItem {
  readonly layers: readonly Layer[];
  readonly button: HTMLButtonElement;
  readonly pictures: readonly ThumbPicture[];
}

export function mountStrip(host: HTMLElement, stage: HTMLElement, lab: Lab): Dispose {
  let places: readonly StripItem[] = [];
  let scale: Scale | null = null;
  const paint = () => {
    scale ??= scaleOf(host);
    for (const { layers, pictures } of places)
      for (const [i, layer] of layers.entries())
        paintThumb(pictures[i] as ThumbPicture, layer, lab, scale);
  };
  const fitPictures = () => {
    const across = host.clientWidth;
    if (across === 0) return; // the strip is not shown
    for (const { pictures } of places) for (const each of pictures) each.fit(across);
    paint();
  };
  const build = () => {
    const network = lab.reader.network.value;
    places = network === null ? [] : makePlaces(network, lab);
    host.replaceChildren(...places.map(({ button }) => button));
    untracked(fitPictures);
  };
  const observer = new ResizeObserver(fitPictures);
  observer.observe(host);
  return endAll(
    effect(build),
    effect(() => {
      host.classList.toggle("there", standBelow(lab.reader.placed.value));
    }),
    effect(() => showChosen(host, places, lab)),
    effect(() => {
      watchColours(lab);
      scale = null;
    }),
    paintAtOnce(() => {
      watchColours(lab);
      lab.look.shown.value;
      lab.reader.network.value;
      return [lab.reader.reading.value, lab.forward.step.value, lab.lecture.covered.value];
    }, paint),
    followDensity(fitPictures),
    () => observer.disconnect(),
    listen(host, { keydown: (event) => goByKey(event, places, lab) }),
    followSwipes(stage, (by) => goBy(by, lab)),
    () => host.replaceChildren(),
  );
}

/** Layers of units without names that follow one another share a place. */
function makePlaces(network: Network, lab: Lab): StripItem[] {
  const isStrip = ({ name, shape }: Layer) => shape.length < 3 && !network.names.has(name);
  const groups: Layer[][] = [];
  for (const layer of network.layers) {
    const last = groups.at(-1);
    if (last?.[0] !== undefined && isStrip(layer) && isStrip(last[0])) last.push(layer);
    else groups.push([layer]);
  }
  const ofMaps = network.layers.filter(({ shape }) => shape.length >= 3);
  const thumbs = thumbsOf(ofMaps.map((layer) => mapsOf(layer, network)));
  const thumbOf = (layer: Layer): Thumb | null => thumbs[ofMaps.indexOf(layer)] ?? null;
  return groups.map((layers) => {
    const pictures = layers.map((layer) => new ThumbPicture(layer, thumbOf(layer), network));
    const canvases = make(
      "span",
      { class: "pictures" },
      pictures.map(({ element }) => element),
    );
    const first = layers[0] as Layer;
    const short = shortTitle(first);
    const text = layers.length > 1 ? short.replace(/ \d+$/, "") : short;
    const button = makeButton(() => lab.selection.goTo(nextIn(layers, lab).name), {}, [
      canvases,
      make("span", { class: "name", text }),
    ]);
    button.dataset.layers = layers.map(({ name }) => name).join(" ");
    button.setAttribute("aria-label", `${text}: ${layers.map(({ title }) => title).join(", ")}`);
    return { layers, button, pictures };
  });
}

/** The layer that a press on a place goes to: its first, or the one after the layer that is shown. */
function nextIn(layers: readonly Layer[], { selection }: Lab): Layer {
  const at = layers.findIndex(({ name }) => name === selection.alone.peek());
  return layers[(at + 1) % layers.length] as Layer;
}

/** Marks the place of the layer that is shown, where the Tab key stops. Reads signals. */
function showChosen(host: HTMLElement, places: readonly StripItem[], lab: Lab): void {
  lab.reader.network.value;
  const [alone, hidden] = [lab.selection.alone.value, lab.look.hidden.value];
  for (const { layers, button } of places) {
    const isChosen = layers.some(({ name }) => name === alone);
    button.setAttribute("aria-current", String(isChosen));
    button.tabIndex = isChosen ? 0 : -1;
    button.classList.toggle(
      "hidden",
      layers.every(({ name }) => hidden.has(name)),
    );
    if (isChosen) bringIntoView(host, button);
  }
}

/** Scrolls sideways only: the page stays where it is. */
function bringIntoView(host: HTMLElement, button: HTMLElement): void {
  const [from, to] = [button.offsetLeft, button.offsetLeft + button.offsetWidth];
  if (from < host.scrollLeft) host.scrollLeft = from;
  else if (to > host.scrollLeft + host.clientWidth) host.scrollLeft = to - host.clientWidth;
}

function paintThumb(picture: ThumbPicture, layer: Layer, lab: Lab, scale: Scale): void {
  const { reader, look, lecture, forward } = lab;
  const network = reader.network.peek();
  const isHidden = look.hidden.peek().has(layer.name);
  const tensor = isHidden ? null : (reader.tensorOf(layer.name) ?? null);
  const reading = reader.reading.peek();
  const isKnown = forward.atEnd.peek() && !lecture.isCovered(GUESSES) && reading?.blank === false;
  if (network !== null && isFirstClasses(network, layer.name)) {
    const guesses = [reading?.firstGuess ?? null, reading?.secondGuess ?? null] as const;
    picture.paintChances(
      isKnown && !isHidden ? (reading?.probabilities ?? null) : null,
      scale,
      guesses,
    );
    return;
  }
  const mask = network && maskOf(network, layer.name);
  if (mask) picture.paintMask(mask, isHidden ? null : maskNow(lab, mask), scale);
  else {
    const ends = look.scope.peek() === "map" ? null : tensor === null ? 0 : peak(tensor);
    picture.paintValues(tensor, scale, ends);
  }
}

function goBy(by: number, { reader, selection }: Lab): void {
  const layers = reader.network.peek()?.layers ?? [];
  const at = layers.findIndex(({ name }) => name === selection.alone.peek());
  const next = layers[Math.max(0, Math.min(layers.length - 1, at + by))];
  if (next !== undefined) selection.goTo(next.name);
}

const KEYS: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowRight: 1,
  Home: -Infinity,
  End: Infinity,
};

function goByKey(event: KeyboardEvent, places: readonly StripItem[], lab: Lab): void {
  const by = KEYS[event.key];
  if (by === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
  goBy(by, lab);
  const alone = lab.selection.alone.peek();
  places.find(({ layers }) => layers.some(({ name }) => name === alone))?.button.focus();
  event.preventDefault();
  event.stopPropagation();
}
