import { makeButton } from "../dom/button.ts";
import { make } from "../dom/element.ts";
import { explainWithin } from "../dom/term.ts";
import { listen } from "../events/listen.ts";
import { kernelsOf } from "../layout/kernels.ts";
import type { Part, Placed } from "../layout/placed.ts";
import type { Answer } from "../network/answers.ts";
import { indexOfKernel } from "../network/kernels.ts";
import {
  answerOf,
  convolutionOf,
  isFirstClasses,
  type Layer,
  type Network,
} from "../network/network.ts";
import type { Lab } from "../state/lab.ts";
import { hyphenated, whole } from "../words/hyphens.ts";
import { phrase } from "../words/phrases.ts";
import { linesOf, noteOf, operationInWords, shortTitle } from "../words/titles.ts";
import type { CellActions, LayerPicture } from "./layer-picture.ts";
import { Maps } from "./maps.ts";
import { makePages, type Pages } from "./pages.ts";
import { type RowsOf, Units } from "./units.ts";

/** What stands on the stage for one layer. */
export interface LayerPanel {
  readonly section: HTMLElement;
  readonly heading: HTMLElement;
  readonly picture: LayerPicture;
  /** Says which maps are shown and turns to others, where there are more than fit. */
  readonly pages: Pages;
  /** "covered", over its paper. */
  readonly cover: HTMLElement;
}

/** The panels of a network's layers, by name, in the order of computation. */
export type LayerPanels = ReadonlyMap<string, LayerPanel>;

export function makePanels(network: Network, lab: Lab): LayerPanels {
  const panels = new Map(
    network.layers.map((layer) => [layer.name, makePanel(layer, network, lab)] as const),
  );
  explainWithin([...panels.values()].map(({ heading }) => heading));
  return panels;
}

function makePanel(layer: Layer, network: Network, lab: Lab): LayerPanel {
  const actions = actionsOn(layer.name, lab);
  const picture = pictureOf(layer, network, actions);
  const pages = makePages(layer, actions);
  const eye = makeButton(() => lab.look.toggle(layer.name), {
    class: "eye",
    "data-control": "visibility",
    title: phrase("visibility.hide.layer", { layer: layer.title }),
    "aria-label": phrase("visibility.hide.layer", { layer: layer.title }),
  });
  const heading = makeHeading(
    layer,
    network,
    pages.element,
    eye,
    seesOf(layer, lab) ?? answersOf(layer, network, lab),
  );
  listen(heading, {
    pointerenter: () => lab.selection.pointAtLayer(layer.name),
    pointerleave: () => lab.selection.pointAtLayer(null),
  });
  const press = () => {
    const isStub = section.dataset.part === "stub";
    if (isStub) lab.lecture.focusOn(layer.name);
    else lab.look.toggle(layer.name);
  };
  const stub = makeButton(press, {
    class: "stub",
    "data-control": "visibility",
    "data-stays": "",
    text: layer.title,
    title: phrase("stage.show", { layer: layer.title }),
  });
  const cover = make("p", { class: "cover", text: phrase("cover.note") });
  const section = make("section", { class: "layer", "data-layer": layer.name }, [
    heading,
    picture.element,
    cover,
    stub,
  ]);
  return { section, heading, picture, cover, pages };
}

function pictureOf(layer: Layer, network: Network, actions: CellActions): LayerPicture {
  const names = network.names.get(layer.name);
  if (names === undefined) return new Maps(layer, kernelsOf(layer, network), actions);
  const answer = answerOf(network, layer.name);
  const key = answer?.kind === "numbers" ? "stage.units.numbers" : "stage.units.label";
  const label = phrase(key, { layer: layer.title });
  return new Units(label, rowsOf(names, answer, isFirstClasses(network, layer.name)), actions);
}

function rowsOf(names: readonly string[], answer: Answer | undefined, isFirst: boolean): RowsOf {
  if (answer?.kind === "numbers") return { names, units: answer.units, activation: null };
  const known = isFirst && answer?.kind === "classes" ? answer : null;
  return { names, activation: known?.activation ?? null, groups: known?.groups ?? [] };
}

/** Panels lie over what is opened where both stand in the right column. */
const COLUMN = "(min-width: 1361px)";

function actionsOn(layer: string, { selection, look, reader, lecture }: Lab): CellActions {
  const uncover = () => {
    if (!lecture.on.peek() && matchMedia(COLUMN).matches) look.openPanel(null);
  };
  return {
    point: (index) => selection.point(index === null ? null : { layer, index }),
    pin: (index) => {
      selection.pin({ layer, index });
      uncover();
    },
    pinned: () => {
      const cell = selection.pinned.peek();
      return cell?.layer === layer ? cell.index : null;
    },
    pointAtWeight: (weight) =>
      selection.pointAtKernel(weight === null ? null : { layer, ...weight }),
    openKernel: (kernel) => {
      const known = reader.network.peek();
      const described = known?.layer.get(layer);
      const convolution = known && described && convolutionOf(described, known);
      if (convolution) selection.openKernel({ layer, index: indexOfKernel(convolution, kernel) });
      uncover();
    },
    release: () => selection.pin(null),
    turnTo: (page) => look.turnTo(layer, page),
  };
}

/** The input's button that opens the panel with what the network sees of the drawing. */
function seesOf({ kind }: Layer, { look }: Lab): HTMLElement | null {
  if (kind !== "input") return null;
  const attributes = { class: "term", "data-control": "panels", "data-stays": "" };
  return makeButton(() => look.openPanel(look.panel.peek() === "sees" ? null : "sees"), {
    ...attributes,
    title: phrase("sees.title"),
  });
}

/** A short title of more characters than this is too long: the operation's name stands in its place. */
const LONG = 14;
/** In a narrow column a short title of more characters than this has two lines. */
const WRAPPED = 8;

/** A button in the title of the first answer's layer, which opens the list of answers. */
function answersOf({ name }: Layer, network: Network, { session }: Lab): HTMLElement | null {
  if (answerOf(network, name) !== network.description.answers[0]) return null;
  const choose = () => {
    // Once the list is there, it opens at its button.
    if (!button.hasAttribute("aria-expanded")) session.chooseAnswer();
  };
  const button = makeButton(choose, {
    class: "term",
    "data-part": "answers",
    "data-control": "networks",
    "data-stays": "",
    "aria-haspopup": "dialog",
    title: phrase("answers.open"),
  });
  return button;
}

/** Title in one or two lines, shape, and an eye that hides the layer; `sees`: a button that holds the shape. */
function makeHeading(
  layer: Layer,
  network: Network,
  pages: HTMLElement,
  eye: HTMLElement,
  sees: HTMLElement | null,
): HTMLElement {
  const lines = linesOf(layer.title).flatMap((text, i, all) => [
    ...(i > 0 && !all[i - 1]?.endsWith("-") ? [document.createTextNode(" ")] : []),
    lineOf(text, layer.title),
  ]);
  const text = noteOf(layer, answerOf(network, layer.name));
  const note = make("p", { class: "note" }, sees === null ? partsOf(text) : [sees]);
  sees?.append(text);
  const [name, happens] = [shortTitle(layer), operationInWords(layer, network)];
  const isLong = name.length > LONG && happens !== "";
  const isWrapped = (isLong ? happens : name).length > WRAPPED;
  const short = make("span", {
    class: `short${isWrapped ? " long" : ""}`,
    "aria-hidden": "true",
    text: isLong ? happens : name,
  });
  return make("header", {}, [
    make("h3", { "aria-label": layer.title }, lines),
    short,
    note,
    pages,
    eye,
  ]);
}

/** A shape, "6 maps · 28 × 28", in two parts: where there is little room they stand below one another. */
function partsOf(text: string): Node[] {
  const end = text.indexOf(" · ") + 2;
  return end < 2
    ? [document.createTextNode(text)]
    : [
        make("span", { text: text.slice(0, end) }),
        document.createTextNode(" "),
        make("span", { text: text.slice(end + 1) }),
      ];
}

/** A line of a title; a hyphen that only the break needs is added by the style sheet, as elsewhere the title has one line. */
function lineOf(text: string, title: string): HTMLElement {
  const isBroken = text.endsWith("-") && !title.includes(text);
  return isBroken
    ? make("span", { class: "broken", text: text.slice(0, -1) })
    : make("span", { text });
}

/** Where columns are narrow the words of titles are broken, between syllables and with a hyphen. */
export function breakTitles(panels: LayerPanels, narrow: boolean): void {
  const headings = [...panels.values()].map(({ heading }) => heading);
  for (const title of headings.flatMap((each) => [...each.querySelectorAll("h3, .short")])) {
    const walker = document.createTreeWalker(title, NodeFilter.SHOW_TEXT);
    for (let text = walker.nextNode(); text !== null; text = walker.nextNode()) {
      const now = text.nodeValue ?? "";
      const next = narrow ? hyphenated(whole(now)) : whole(now);
      if (next !== now) text.nodeValue = next;
    }
  }
}

/** A layer without a place is not shown at all. */
export function putInPlace(panel: LayerPanel, placed: Placed | undefined): void {
  const { section, picture, cover, pages } = panel;
  section.hidden = placed === undefined;
  sayPart(panel, placed?.part);
  if (placed === undefined) return;
  section.classList.toggle("beside", placed.x < 0); // the input, below the drawing
  section.classList.toggle("low", placed.hidden && placed.width > placed.height);
  section.style.transform = `translate(${placed.x}px, ${placed.y}px)`;
  section.style.width = `${placed.width}px`;
  section.style.height = `${placed.height}px`;
  if (placed.hidden) return;
  picture.fit(placed.grid);
  pages.show(placed.grid);
  const [top, { height }] = [placed.top - placed.y, placed.grid];
  cover.style.setProperty("--middle", `${top + height / 2}px`);
  section.style.setProperty("--bottom", `${top + height}px`);
  picture.element.style.left = `${placed.left - placed.x}px`;
  picture.element.style.top = `${top}px`;
}

/** A stub is one button, which makes its layer the large one. */
function sayPart({ section, picture }: LayerPanel, part: Part | undefined): void {
  const isTold = part === "stub";
  if (part === undefined) delete section.dataset.part;
  else section.dataset.part = part;
  picture.element.inert = isTold;
  const stub = section.querySelector<HTMLElement>(".stub");
  const layer = stub?.textContent ?? "";
  stub?.setAttribute("title", phrase(isTold ? "stage.focus" : "stage.show", { layer }));
}
