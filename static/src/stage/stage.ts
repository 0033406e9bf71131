import { effect, untracked } from "@preact/signals-core";
import { followDensity } from "../dom/density.ts";
import { make } from "../dom/element.ts";
import { paintAtOnce, paintOnChange } from "../dom/frames.ts";
import { freeId } from "../dom/free-id.ts";
import { keepScrolled } from "../dom/scroll.ts";
import { listen } from "../events/listen.ts";
import type { Placed } from "../layout/placed.ts";
import type { Lab } from "../state/lab.ts";
import { mountLater } from "../state/later.ts";
import { type Dispose, endAll } from "../state/slice.ts";
import { watchColours } from "../state/watching.ts";
import { phrase } from "../words/phrases.ts";
import { putBetween } from "./between.ts";
import { bringHall, type InHall } from "./in-hall.ts";
import { breakTitles, type LayerPanels, makePanels, putInPlace } from "./layer-panels.ts";
import { Painting } from "./painting.ts";
import { arrange, type Setting } from "./shapes.ts";

/** Room beside the stage where the network's input stands, below the drawing that it is made of. */
export interface InputSlot {
  readonly slot: HTMLElement;
  /** What the slot stands in: its other parts may become higher, and move the slot. */
  readonly column: HTMLElement;
}

/** All layers in the order of computation, each with its maps, as large as the space allows. */
export function mountStage(host: HTMLElement, lab: Lab, beside: InputSlot | null = null): Dispose {
  const slot = beside?.slot ?? null;
  let panels: LayerPanels = new Map();
  const help = make("p", { id: freeId(host.ownerDocument, "maps-help"), hidden: "" });
  help.textContent = phrase("keys.maps");
  host.append(help);
  const painting = new Painting(host, lab, () => panels);
  const lay = () => {
    const network = lab.reader.network.peek();
    // In 3D the stage has no size and keeps its last layout.
    if (network === null || host.clientWidth === 0) return;
    const short = lab.lecture.on.peek();
    const alone = lab.selection.alone.peek();
    const strongest = lab.reader.strongest.peek();
    const setting = { host, network, look: lab.look, strongest, short, slot, alone };
    if (inHall.isComing()) return;
    lab.reader.arrange(layOut(setting, panels, inHall));
    painting.paintAll();
  };
  const inHall = bringHall(lab, lay);
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
  const observer = new ResizeObserver(lay);
  observer.observe(host);
  for (const each of beside?.column.children ?? []) observer.observe(each);
  return endAll(
    inHall.stop,
    stopBuilding,
    followLarge(host, lab, lay),
    followLayout(lab, lay),
    followAlone(host, lab, lay),
    ...followValues(lab, painting),
    onFonts(host.ownerDocument, lay),
    () => observer.disconnect(),
    followDensity(lay),
    goToNumbers(host, lab),
    mountFilmLater(host, lab, painting),
    () => clear(host),
    () => help.remove(),
  );
}

/** The film of a step comes once it is needed. */
function mountFilmLater(host: HTMLElement, lab: Lab, painting: Painting): Dispose {
  const load = async () => {
    const { mountFilm } = await import("./film.ts");
    return () => mountFilm(host, lab, painting);
  };
  const asked = () => lab.forward.step.value;
  return mountLater(lab, { load, asked, fail: () => {} });
}

/** Enter on the pinned cell moves the keyboard focus to its numbers, which the inspector has. */
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
  for (const old of host.querySelectorAll(".layer, .operation, .shared-title")) old.remove();
}

/** Where there is room for one layer: shows the one that somebody goes to, opens, or sees computed. */
function followAlone(host: HTMLElement, { selection, forward }: Lab, lay: () => void): Dispose {
  return endAll(
    effect(() => {
      const step = forward.currentStep.value;
      if (step !== null && host.classList.contains("alone")) selection.goTo(step.layer);
    }),
    effect(() => {
      selection.alone.value;
      if (host.classList.contains("alone")) untracked(lay);
    }),
  );
}

/** Lays the stage out for another large layer, where one is shown large in place of all. */
function followLarge(host: HTMLElement, { lecture }: Lab, lay: () => void): Dispose {
  return effect(() => {
    lecture.large.value;
    if (host.hasAttribute("data-instead")) untracked(lay);
  });
}

function followLayout(lab: Lab, lay: () => void): Dispose {
  return paintOnChange(
    () => [
      lab.reader.network.value,
      lab.look.hidden.value,
      lab.look.kernels.value,
      lab.look.toScale.value,
      lab.look.pages.value,
      lab.reader.strongest.value,
      lab.look.theme.value, // the lines have its colour
      lab.lecture.on.value,
      lab.lecture.focused.value,
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

/** Titles are as wide as their letters: the layout follows when the fonts have come. */
function onFonts({ fonts }: Document, act: () => void): Dispose {
  // A document without fonts has none.
  return fonts ? listen(fonts, { loadingdone: act }) : () => {};
}

/** Puts all layers where they belong, and the lines and words between them. */
function layOut(setting: Setting, panels: LayerPanels, inHall: InHall): readonly Placed[] {
  let placed: readonly Placed[] = [];
  for (const old of setting.host.querySelectorAll(".map-number, .left-out")) old.remove();
  keepScrolled(() => {
    const headingOf = (name: string) => panels.get(name)?.heading.offsetHeight ?? 0;
    setting.host.removeAttribute("data-instead");
    const instead = () => inHall.arrangeInstead(setting);
    placed = inHall.arrange(setting) ?? arrange(setting, headingOf, instead);
    const hidden = setting.look.hidden.peek();
    breakTitles(panels, setting.host.classList.contains("crowded"));
    for (const [name, panel] of panels) {
      panel.section.classList.toggle("hidden", hidden.has(name));
      putInPlace(
        panel,
        placed.find((each) => each.name === name),
      );
    }
    putBetween(setting, placed);
  });
  requestAnimationFrame(() => setting.host.classList.add("settled"));
  return placed;
}
