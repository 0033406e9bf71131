/** What the network costs: bars at true scale, a part for each layer, and the same in numbers. */
import { effect, untracked } from "@preact/signals-core";
import { makeButton } from "../dom/button.ts";
import { make, say } from "../dom/element.ts";
import { sayMoreBelow } from "../dom/more-below.ts";
import { listen } from "../events/listen.ts";
import { averagingOf } from "../network/averaging.ts";
import {
  BYTES,
  type Cost,
  type Count,
  costOf,
  nearest,
  type Share,
  valuesOf,
} from "../network/cost.ts";
import type { Network } from "../network/network.ts";
import { type Learned, type Originals, originalOf } from "../network/originals.ts";
import type { Lab } from "../state/lab.ts";
import { type Dispose, endAll } from "../state/slice.ts";
import { decimals, number, percent } from "../words/numbers.ts";
import { phrase, written } from "../words/phrases.ts";
import { averagingParts } from "./averaging.ts";
import { originalParts } from "./original.ts";
import { overlapParts } from "./overlaps.ts";

/** A network as the server's list has it. */
export interface Listed {
  readonly name: string;
  readonly title: string;
  readonly depth: number;
  readonly multiply_adds: number;
  readonly milliseconds: number | null;
  readonly ready: boolean;
  /** The kinds of its answers. */
  readonly answers: readonly string[];
}

/** What the server knows besides the network itself; each may fail. */
export interface Known {
  /** The networks of the server. */
  list(): Promise<readonly Listed[]>;
  /** The whole model card of a network. */
  card(name: string): Promise<Learned | null>;
  originals(): Promise<Originals>;
}

/** `panel`: the panel that holds `host`, which makes it longer than the column. */
export function mountCost(host: HTMLElement, panel: HTMLElement, lab: Lab, known: Known): Dispose {
  let isEnded = false;
  const showListed = async (network: Network, { took, compare, original }: Places) => {
    const { name } = network.description;
    const [listed, card, originals] = await Promise.all([
      known.list().catch(() => []),
      known.card(name).catch(() => null),
      known.originals().catch(() => null),
    ]);
    if (isEnded || lab.reader.network.peek() !== network) return;
    const first = originals && originalOf(originals, name);
    const depth = listed.find((each) => each.name === name)?.depth ?? null;
    if (first) original.replaceChildren(...originalParts({ network, depth, card }, first));
    const current = listed.find(({ name }) => name === network.description.name);
    if (current !== undefined && current.milliseconds !== null)
      say(took, phrase("cost.milliseconds", { milliseconds: number(current.milliseconds) }));
    const next = current && nearest(current, listed);
    if (next !== undefined) compare.replaceChildren(compareButton(next, lab));
  };
  const stop = effect(() => {
    const network = lab.reader.network.value;
    // How long a forward pass takes is known after the first one: the list is fetched at each opening.
    if (lab.look.panel.value !== "about" || network === null) return;
    untracked(() => {
      const places = {
        took: make("dd", { text: "–" }),
        compare: make("p", { class: "which" }),
        original: make("div"),
      };
      host.replaceChildren(
        places.original,
        ...overlapParts(network),
        make("h3", { text: phrase("cost.title") }),
        ...(["parameters", "multiply_adds"] as const).map((count) => bar(count, network, lab)),
        ...averagingOfLast(network),
        memory(network, places.took),
        places.compare,
        table(network, lab),
      );
      void showListed(network, places);
    });
  });
  return endAll(stop, sayMoreBelow(panel), () => {
    isEnded = true;
    host.replaceChildren();
  });
}

/** What the mean of each map saves before the last dense layer, in a network that takes it. */
function averagingOfLast(network: Network): HTMLElement[] {
  const last = network.layers.findLast((layer) => averagingOf(layer, network)?.averages);
  return last === undefined ? [] : averagingParts(last, network);
}

interface Places {
  readonly took: HTMLElement;
  readonly compare: HTMLElement;
  readonly original: HTMLElement;
}

function compareButton({ name, title }: Listed, lab: Lab): HTMLElement {
  const press = () => {
    lab.look.openPanel(null);
    lab.look.compareWith(name);
  };
  return makeButton(press, {
    class: "boxed",
    "data-part": "compare",
    text: phrase("cost.compare", { network: title }),
  });
}

/** One count as a bar: the whole width is the total, and each layer has its part of it. */
function bar(count: Count, network: Network, lab: Lab): HTMLElement {
  const cost = costOf(network, count);
  const sentence = inWords(cost);
  const line = make("p", { class: "note", text: sentence });
  const parts = cost.shares.map((share) => {
    const part = make("span", { "data-way": share.way, "data-layer": share.layer.name });
    part.style.flexGrow = String(share.amount);
    return part;
  });
  const bar = make("div", { class: "bar-of-parts", "aria-hidden": "true" }, parts);
  const shareOf = ({ target }: Event) =>
    cost.shares.find(({ layer }) => layer.name === (target as HTMLElement).dataset.layer);
  listen(bar, {
    pointermove: (event) => {
      const share = shareOf(event);
      lab.selection.pointAtLayer(share?.layer.name ?? null);
      say(line, share === undefined ? sentence : shareInWords(share));
    },
    pointerleave: () => {
      // Not where the panel closed under the pointer, because a press went to the layer.
      if (lab.look.panel.peek() === "about") lab.selection.pointAtLayer(null);
      say(line, sentence);
    },
    click: (event) => {
      const share = shareOf(event);
      if (share !== undefined) goTo(share.layer.name, lab);
    },
  });
  return make("figure", { "data-count": count }, [
    make("figcaption", { text: phrase(`cost.${count}`, { total: cost.total }) }),
    bar,
    line,
  ]);
}

/** Shows the layer, which the right column then explains. */
function goTo(layer: string, { look, selection, reader }: Lab): void {
  look.openPanel(null);
  if (reader.placed.peek().length === 1) selection.goTo(layer);
  selection.pointAtLayer(layer);
}

/** "Fully-connected 95.8 %, convolution 4.2 %". */
function inWords({ ways }: Cost): string {
  const each = [...ways].map(([way, part]) => phrase(`cost.way.${way}`, { part: percent(part) }));
  return each.join(", ");
}

const shareInWords = ({ layer, amount, part }: Share) =>
  phrase("cost.share", { layer: layer.title, amount, part: percent(part) });

function memory(network: Network, took: HTMLElement): HTMLElement {
  const values = valuesOf(network);
  const { parameters } = network.description;
  const rows = [
    ["cost.memory.weights", phrase("cost.kilobytes", { size: kilobytes(parameters) })],
    ["cost.values", written(values)],
    ["cost.memory.values", phrase("cost.kilobytes", { size: kilobytes(values) })],
  ] as const;
  return make("dl", {}, [
    ...rows.map(([key, text]) =>
      make("div", {}, [make("dt", { text: phrase(key) }), make("dd", { text })]),
    ),
    make("div", {}, [make("dt", { text: phrase("cost.took") }), took]),
  ]);
}

/** The size of so many float32 numbers, in thousands of bytes. */
const kilobytes = (numbers: number) => decimals((numbers * BYTES) / 1000, 1);

/** All layers with both counts; the names lead to the layers, by keyboard too. */
function table(network: Network, lab: Lab): HTMLElement {
  const counts = (["parameters", "multiply_adds"] as const).map((count) => costOf(network, count));
  const shareOf = (cost: Cost, name: string) =>
    cost.shares.find(({ layer }) => layer.name === name);
  const layers = network.layers.filter(({ name }) => counts.some((cost) => shareOf(cost, name)));
  const cells = (name: string) =>
    counts.map((cost) => {
      const share = shareOf(cost, name);
      if (share === undefined) return make("td", { text: "0" });
      const part = make("span", { text: percent(share.part) });
      return make("td", {}, [document.createTextNode(written(share.amount)), part]);
    });
  const rows = layers.map(({ name, title }) =>
    make("tr", {}, [
      make("th", { scope: "row" }, [
        makeButton(() => goTo(name, lab), { class: "link", text: title }),
      ]),
      ...cells(name),
    ]),
  );
  const heads = ["cost.layer", "cost.table.parameters", "cost.table.multiply_adds"] as const;
  return make("details", {}, [
    make("summary", { text: phrase("cost.table") }),
    make("table", {}, [
      make("thead", {}, [
        make(
          "tr",
          {},
          heads.map((key) => make("th", { scope: "col", text: phrase(key) })),
        ),
      ]),
      make("tbody", {}, rows),
    ]),
  ]);
}
