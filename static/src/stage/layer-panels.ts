import { makeButton } from "../dom/button.ts";
import { make, say, unbroken } from "../dom/element.ts";
import { explainWithin } from "../dom/term.ts";
import type { Placed } from "../layout/flat.ts";
import { answerOf, type Layer, type Network } from "../network/network.ts";
import type { Lab } from "../state/lab.ts";
import { phrase } from "../words/phrases.ts";
import { shapeInWords } from "../words/shape.ts";
import type { CellActions, LayerPicture } from "./layer-picture.ts";
import { Maps } from "./maps.ts";
import { makePages, type Pages } from "./pages.ts";
import { Units } from "./units.ts";

/** What stands on the stage for one layer. */
export interface LayerPanel {
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
  const names = network.names.get(layer.name);
  const label = phrase(
    answerOf(network, layer.name)?.kind === "numbers" ? "stage.units.numbers" : "stage.units.label",
    { layer: layer.title },
  );
  const picture = names === undefined ? new Maps(layer, actions) : new Units(label, names, actions);
  const ahead = network.preactivation.has(layer.name)
    ? makeButton(() => lab.look.switchBefore(layer.name), {
        class: "relu",
        "data-control": "relu",
        "data-stays": "",
        title: phrase("stage.relu.hint"),
      })
    : null;
  const pages = makePages(layer, actions);
  const heading = makeHeading(layer, network);
  if (ahead !== null) heading.append(ahead);
  heading.append(pages.element);
  const stub = makeButton(() => lab.look.toggle(layer.name), {
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
  return { section, heading, picture, cover, ahead, pages };
}

function actionsOn(layer: string, { selection, look }: Lab): CellActions {
  return {
    point: (index) => selection.point(index === null ? null : { layer, index }),
    pin: (index) => selection.pin({ layer, index }),
    pinned: () => {
      const cell = selection.pinned.peek();
      return cell?.layer === layer ? cell.index : null;
    },
    pointAtWeight: (weight) =>
      selection.pointAtKernel(weight === null ? null : { layer, ...weight }),
    release: () => selection.pin(null),
    turnTo: (page) => look.turnTo(layer, page),
  };
}

/** Title, shape and number of parameters. */
function makeHeading(layer: Layer, network: Network): HTMLElement {
  const shape = shapeInWords(layer, answerOf(network, layer.name)).map((text) =>
    make("span", { text }),
  );
  const heading = make("header", {}, [
    make("h3", {}, [make("span", { text: unbroken(layer.title) })]),
    make("p", {}, shape),
  ]);
  if (layer.parameters > 0) {
    const text = phrase("network.parameters", { count: layer.parameters });
    heading.append(make("p", { class: "parameters", text }));
  }
  return heading;
}

/** Says of each layer with a choice whether its values are those before ReLU. */
export function showBefore(panels: LayerPanels, before: ReadonlySet<string>): void {
  for (const [name, { ahead }] of panels) {
    if (ahead === null) continue;
    ahead.setAttribute("aria-pressed", String(before.has(name)));
    say(ahead, phrase(before.has(name) ? "stage.before" : "stage.after"));
  }
}

export function putInPlace({ section, picture, cover, pages }: LayerPanel, placed: Placed): void {
  section.classList.toggle("hidden", placed.hidden);
  section.classList.toggle("low", placed.hidden && placed.width > placed.height);
  section.style.transform = `translate(${placed.x}px, ${placed.y}px)`;
  section.style.width = `${placed.width}px`;
  section.style.height = `${placed.height}px`;
  if (placed.hidden) return;
  picture.fit(placed.grid);
  pages.show(placed.grid);
  cover.style.setProperty("--middle", `${placed.top - placed.y + placed.grid.height / 2}px`);
  picture.element.style.left = `${placed.left - placed.x}px`;
  picture.element.style.top = `${placed.top - placed.y}px`;
}
