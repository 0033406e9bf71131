/** Blocks on the stage: closed, each is one layer with a button that opens it where it stands; open, it stands between brackets. */
import { effect, untracked } from "@preact/signals-core";
import { makeButton } from "../dom/button.ts";
import { make } from "../dom/element.ts";
import type { Placed } from "../layout/flat.ts";
import { type Block, blockOf, blockToOpen, ideaOf, withOneOpen } from "../network/blocks.ts";
import { compactIn } from "../network/branches.ts";
import type { Layer, Network } from "../network/network.ts";
import type { Lab } from "../state/lab.ts";
import { type Dispose, endAll } from "../state/slice.ts";
import { course, phrase } from "../words/phrases.ts";
import { operationInWords, shortestTitle, shortTitle } from "../words/titles.ts";

/** Describes a network that has blocks to the page, anew whenever one is opened or closed, and marks them on the stage. */
export function mountBlocks(host: HTMLElement, lab: Lab, described: Network): Dispose {
  const network = inOwnLanguage(described);
  const marks = new Marks(host, lab, network);
  return endAll(
    describeOpen(lab, network),
    effect(() => marks.put(lab.reader.placed.value)),
    () => marks.clear(),
    () => host.classList.remove("has-open"),
  );
}

function inOwnLanguage(network: Network): Network {
  const { description } = network;
  const blocks = description.blocks.map((block) => ({ ...block, title: course(block.title) }));
  return { ...network, description: { ...description, blocks } };
}

/** What is inside a block goes out of sight with it; what a link names inside a closed one opens it. */
function describeOpen(lab: Lab, network: Network): Dispose {
  const { look, selection, lecture, reader } = lab;
  const named = () => [
    selection.pinned.value?.layer,
    selection.kernel.value?.layer,
    lecture.focus.value,
    selection.wentTo.value,
  ];
  let before: readonly unknown[] = [];
  return effect(() => {
    const layers = named();
    const brought = layers.filter((layer, i) => layer !== before[i]);
    before = layers;
    const { blocks } = network.description;
    const asked = blocks.find(({ name }) => name === look.block.value)?.name ?? null;
    const open = blockToOpen(network, brought) ?? asked;
    untracked(() => {
      const shown = reader.network.peek();
      look.openBlock(open);
      if (shown?.whole !== network || shown.open !== open)
        reader.describe(withOneOpen(network, open));
    });
  });
}

/** Around an open block, in CSS pixels. */
const BRACKET = 4;

class Marks {
  readonly #host: HTMLElement;
  readonly #lab: Lab;
  readonly #network: Network;
  #around: HTMLElement[] = [];
  /** The block that was opened or closed by its button: the keyboard stays with it. */
  #pressed: string | null = null;

  constructor(host: HTMLElement, lab: Lab, network: Network) {
    this.#host = host;
    this.#lab = lab;
    this.#network = network;
  }

  /** Marks what lies on the stage now. */
  put(placed: readonly Placed[]): void {
    const shown = untracked(() => this.#lab.reader.network.value);
    if (shown?.whole !== this.#network) return;
    this.clear();
    this.#host.classList.toggle("has-open", shown.open !== null);
    const compact = compactIn(shown);
    for (const layer of shown.layers) {
      const header = this.#header(layer.name);
      if (header !== null) this.#mark(layer, shown, header, compact.has(layer.name));
    }
    const open = this.#network.description.blocks.find(({ name }) => name === shown.open);
    if (open !== undefined) this.#bracket(open, placed);
    this.#keepFocus();
  }

  #header(layer: string): Element | null {
    return this.#host.querySelector(`[data-layer="${layer}"] header`);
  }

  clear(): void {
    for (const each of this.#around) each.remove();
    this.#around = [];
  }

  #mark(layer: Layer, shown: Network, header: Element, isCompact: boolean): void {
    const block = blockOf(this.#network, layer.name);
    const section = header.closest(".layer");
    section?.classList.toggle("closed", layer.block !== undefined);
    section?.classList.toggle("compact", isCompact);
    if (isCompact && layer.block === undefined && header.querySelector(".what") === null)
      header.append(this.#title(layer, shown, block !== undefined));
    if (block === undefined || header.querySelector("[data-block]")) return;
    header.append(
      layer.block === undefined ? this.#closer(block) : this.#opener(block, shortTitle(layer)),
    );
  }

  /** What stands above a layer that has little room. */
  #title(layer: Layer, shown: Network, inside: boolean): HTMLElement {
    const text = shortestTitle(layer, shown, inside);
    const title = make("span", { class: "what", "aria-hidden": "true", text });
    title.classList.toggle("happens", text === operationInWords(layer, shown));
    return title;
  }

  #opener(block: Block, short: string): HTMLElement {
    const glyph = make("span", { class: "glyph", "data-idea": ideaOf(this.#network, block) });
    return makeButton(
      () => this.#open(block.name, block.name),
      {
        class: "open-block",
        "data-block": block.name,
        "data-stays": "",
        title: phrase("block.open.hint", { block: block.title }),
        "aria-label": phrase("block.open.hint", { block: block.title }),
        "aria-expanded": "false",
      },
      [
        glyph,
        make("span", { class: "name", text: short }),
        make("span", { class: "what", text: phrase("block.open") }),
      ],
    );
  }

  #closer({ name, title }: Block): HTMLElement {
    return makeButton(() => this.#open(null, name), {
      class: "close-block",
      "data-block": name,
      "data-stays": "",
      text: phrase("block.close", { block: title }),
      "aria-expanded": "true",
    });
  }

  #open(block: string | null, pressed: string): void {
    this.#pressed = pressed;
    this.#lab.look.openBlock(block);
  }

  /** Two brackets around the layers of an open block, and below them what closes it; side by side only. */
  #bracket(block: Block, placed: readonly Placed[]): void {
    const inside = placed.filter(({ name }) => block.layers.includes(name));
    const [first] = inside;
    const isBelow = ["down", "alone"].some((each) => this.#host.classList.contains(each));
    if (first === undefined || first.part !== undefined || isBelow) return;
    const { left: edge } = this.#host.getBoundingClientRect();
    const boxes = inside.flatMap(({ name, x, width }) => {
      const header = this.#header(name)?.getBoundingClientRect();
      return [
        { left: x, right: x + width },
        ...(header ? [{ left: header.left - edge, right: header.right - edge }] : []),
      ];
    });
    const left = Math.min(...boxes.map((box) => box.left)) - BRACKET;
    const right = Math.max(...boxes.map((box) => box.right)) + BRACKET;
    const bracket = make("span", { class: "bracket", "aria-hidden": "true" });
    bracket.style.left = `${left}px`;
    bracket.style.width = `${right - left}px`;
    const closer = this.#closer(block);
    closer.style.left = `${(left + right) / 2}px`;
    this.#around = [bracket, closer];
    this.#host.append(...this.#around);
  }

  #keepFocus(): void {
    if (this.#pressed === null) return;
    const buttons = this.#host.querySelectorAll<HTMLElement>(`[data-block="${this.#pressed}"]`);
    [...buttons].find((each) => each.offsetParent !== null)?.focus({ preventScroll: true });
    this.#pressed = null;
  }
}
