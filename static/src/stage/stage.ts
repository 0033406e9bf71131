import { effect } from "@preact/signals-core";
import { make } from "../dom/element.ts";
import { paintAtOnce, paintOnChange } from "../dom/frames.ts";
import { freeId } from "../dom/free-id.ts";
import { listen } from "../dom/listen.ts";
import { keepScrolled } from "../dom/scroll.ts";
import type { Placed } from "../layout/flat.ts";
import type { Network } from "../network/network.ts";
import type { Lab } from "../state/lab.ts";
import { type Dispose, endAll } from "../state/slice.ts";
import { watchColours } from "../state/watching.ts";
import { phrase } from "../words/phrases.ts";
import { type LayerPanels, makePanels, putInPlace, showBefore } from "./layer-panels.ts";
import { Painting } from "./painting.ts";
import { arrange, titlesFor } from "./shapes.ts";
import { keepInside, PLAIN, setTitles, type TitleSetting, titleWidths } from "./titles.ts";

/** Least height of title and shape above the maps. */
const HEADING = 96;

/** All layers in the order of computation, each with its maps, as large as the space allows. */
export function mountStage(host: HTMLElement, lab: Lab): Dispose {
  let panels: LayerPanels = new Map();
  const help = make("p", { id: freeId(host.ownerDocument, "maps-help"), hidden: "" });
  help.textContent = phrase("keys.maps");
  host.append(help);
  const painting = new Painting(host, lab, () => panels);
  const lay = () => {
    const network = lab.reader.network.peek();
    // In 3D the stage has no size and keeps its last layout.
    if (network === null || host.clientWidth === 0) return;
    lab.reader.arrange(layOut(host, network, lab, panels));
    painting.paintAll();
  };
  const stopBuilding = effect(() => {
    const network = lab.reader.network.value;
    if (network === null) return;
    panels = makePanels(network, lab);
    clear(host);
    // New layers are at once where they belong; only later changes are animated.
    host.classList.remove("settled");
    for (const { section } of panels.values())
      section.querySelector("canvas")?.setAttribute("aria-describedby", help.id);
    host.prepend(...[...panels.values()].map(({ section }) => section));
  });
  const stopSwitches = effect(() => {
    lab.reader.network.value; // the panels are new
    showBefore(panels, lab.forward.showsBefore.value);
  });
  const observer = new ResizeObserver(lay);
  observer.observe(host);
  return endAll(
    () => painting.stop(),
    stopBuilding,
    stopSwitches,
    followLayout(lab, lay),
    ...followValues(lab, painting),
    () => observer.disconnect(),
    onZoom(lay),
    goToNumbers(host, lab),
    () => clear(host),
    () => help.remove(),
  );
}

/** Enter on the pinned cell leads the keyboard to its numbers, which another room has. */
function goToNumbers(host: HTMLElement, { selection }: Lab): Dispose {
  const enter = (event: KeyboardEvent) => {
    const [pinned, cell] = [selection.pinned.peek(), selection.cell.peek()];
    const layer = (event.target as Element).closest<HTMLElement>(".layer")?.dataset.layer;
    const isOther = cell !== null && (cell.layer !== pinned?.layer || cell.index !== pinned.index);
    if (event.key !== "Enter" || layer === undefined || layer !== pinned?.layer || isOther) return;
    selection.enterNumbers();
    event.preventDefault();
    event.stopPropagation();
  };
  return listen(host, { keydown: enter }, { capture: true });
}

function clear(host: HTMLElement): void {
  for (const old of host.querySelectorAll(".layer")) old.remove();
}

function followLayout(lab: Lab, lay: () => void): Dispose {
  return paintOnChange(
    () => [
      lab.reader.network.value,
      lab.look.hidden.value,
      lab.look.kernels.value,
      lab.look.pages.value,
      lab.lecture.on.value,
    ],
    lay,
  );
}

function followValues(lab: Lab, painting: Painting): Dispose[] {
  return [
    paintOnChange(
      () => lab.reader.weights.value,
      () => painting.paintKernels(),
    ),
    paintOnChange(
      () => {
        watchColours(lab);
        lab.lecture.on.value;
      },
      () => painting.recolour(),
    ),
    paintAtOnce(
      () => [lab.reader.reading.value, lab.forward.step.value, lab.lecture.covered.value],
      () => painting.paintValues(),
    ),
  ];
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

/** Puts all layers where they belong, under headings as high as their words need. */
function layOut(
  host: HTMLElement,
  network: Network,
  lab: Lab,
  panels: LayerPanels,
): readonly Placed[] {
  const titles = lab.lecture.on.peek() ? titlesFor(host, network, lab.look) : PLAIN;
  setTitles(host, titles, titleWidths(network, lab.look.hidden.peek(), host));
  const put = (heading: number) => {
    const setting = { host, network, look: lab.look, titles, heading };
    const placed = arrange(setting, (name) => panels.get(name)?.heading.offsetHeight ?? 0);
    putAll(panels, placed, titles);
    return placed;
  };
  let placed: readonly Placed[] = [];
  keepScrolled(() => {
    const least = titles === PLAIN ? HEADING : 1;
    placed = put(least);
    const needed = measureHeadings(host, panels, titles);
    // The titles take more lines: the maps get less height.
    if (host.classList.contains("down") || needed > least - 4) placed = put(needed + 4);
  });
  if (titles.staggered) keepTitlesInside(host, panels, placed);
  requestAnimationFrame(() => host.classList.add("settled"));
  return placed;
}

function putAll(panels: LayerPanels, placed: readonly Placed[], { staggered }: TitleSetting): void {
  for (const layer of placed) {
    const panel = panels.get(layer.name);
    if (panel !== undefined) putInPlace(panel, layer);
  }
  const shown = placed.filter(({ hidden }) => !hidden);
  for (const [i, { name }] of shown.entries())
    panels.get(name)?.section.classList.toggle("second", staggered && i % 2 === 1);
}

/** The height that all headings need, which the style sheet has too. */
function measureHeadings(
  host: HTMLElement,
  panels: LayerPanels,
  { staggered }: TitleSetting,
): number {
  const highest = Math.max(...[...panels.values()].map(({ heading }) => heading.offsetHeight));
  const needed = (staggered ? 2 : 1) * highest;
  host.style.setProperty("--row", `${highest}px`);
  host.style.setProperty("--heads", `${needed}px`);
  return needed;
}

function keepTitlesInside(host: HTMLElement, panels: LayerPanels, placed: readonly Placed[]): void {
  for (const layer of placed) {
    const heading = panels.get(layer.name)?.heading;
    if (heading !== undefined) keepInside(heading, layer, host);
  }
}
