/** Blocks on the stage: closed, each is one layer with a button that opens it where it stands; open, it stands between brackets. */
import { effect, untracked } from "@preact/signals-core";
import { makeButton } from "../dom/button.ts";
import { make } from "../dom/element.ts";
import type { Placed } from "../layout/placed.ts";
import { type Block, blockOf, ideaOf } from "../network/blocks.ts";
import { answeringOperations, branchesAround, compactIn } from "../network/branches.ts";
import type { Layer, Network } from "../network/network.ts";
import { uShapeOf } from "../network/u-shape.ts";
import type { Lab } from "../state/lab.ts";
import { type Dispose, endAll } from "../state/slice.ts";
import { phrase } from "../words/phrases.ts";
import { noteOf, operationInLittleRoom, shortestTitle, shortTitle } from "../words/titles.ts";
import { mountFinished } from "./finished.ts";
import { mountHalfWay } from "./half-way.ts";
import { LineSwitches } from "./switches.ts";

/** Marks the blocks of a network on the stage, which `closed.ts` has described to the page. */
export function mountBlocks(host: HTMLElement, lab: Lab, network: Network): Dispose {
  const marks = new Marks(host, lab, network);
  return endAll(
    effect(() => marks.put(lab.reader.placed.value)),
    mountFinished(host, lab),
    mountHalfWay(host, lab),
    () => marks.end(),
  );
}

/** Between an open block and its brackets, in CSS pixels. */
const BRACKET = 8;

class Marks {
  readonly #host: HTMLElement;
  readonly #lab: Lab;
  readonly #network: Network;
  readonly #switches: LineSwitches;
  #around: HTMLElement[] = [];
  /** The block that was opened or closed by its button: the keyboard stays with it. */
  #pressed: string | null = null;

  constructor(host: HTMLElement, lab: Lab, network: Network) {
    this.#host = host;
    this.#lab = lab;
    this.#network = network;
    this.#switches = new LineSwitches(host, lab);
  }

  /** Marks what lies on the stage now. */
  put(placed: readonly Placed[]): void {
    const shown = untracked(() => this.#lab.reader.network.value);
    if (shown?.whole !== this.#network) return;
    // The button that closes the block is made anew and takes over the keyboard focus.
    const focused = this.#around.find((each) => each === this.#host.ownerDocument.activeElement);
    this.#pressed ??= focused?.dataset.block ?? null;
    this.clear();
    this.#host.classList.toggle("has-open", shown.open !== null);
    this.#host.classList.toggle("levels", uShapeOf(shown) !== null);
    const [compact, saying] = [compactIn(shown), answeringOperations(shown)];
    for (const layer of shown.layers) {
      const header = this.#header(layer.name);
      const title = compact.has(layer.name)
        ? shortestTitle(layer, shown, saying.has(layer.name))
        : null;
      if (header !== null) this.#mark(layer, shown, header, title);
    }
    const open = this.#network.description.blocks.find(({ name }) => name === shown.open);
    if (open !== undefined) this.#bracket(open, shown, placed);
    this.#switches.put(shown, placed);
    this.#keepFocus();
  }

  #header(layer: string): Element | null {
    return this.#host.querySelector(`[data-layer="${layer}"] header`);
  }

  end(): void {
    this.#switches.end();
    this.clear();
    this.#host.classList.remove("has-open", "levels");
  }

  clear(): void {
    for (const each of this.#around) each.remove();
    this.#around = [];
  }

  /** `title`: what stands above a layer that has little room. */
  #mark(layer: Layer, shown: Network, header: Element, title: string | null): void {
    const block = blockOf(this.#network, layer.name);
    const section = header.closest(".layer");
    section?.classList.toggle("closed", layer.block !== undefined);
    section?.classList.toggle("compact", title !== null);
    const { inside = false, branch } = shown.places?.get(layer.name) ?? {};
    section?.classList.toggle("joins", inside && branch === undefined);
    if (title !== null && layer.block === undefined && header.querySelector(".what") === null)
      header.append(this.#title(title, title === operationInLittleRoom(layer, shown)));
    if (block === undefined || header.querySelector("[data-block]")) return;
    header.append(
      layer.block === undefined
        ? this.#closer(block)
        : this.#opener(block, shortTitle(layer), shown.off),
    );
    const branches = branchesAround(shown, layer.name);
    if (branches.length > 0) header.append(this.#branches(layer, branches));
  }

  #title(text: string, isOperation: boolean): HTMLElement {
    const title = make("span", { class: "what", "aria-hidden": "true", text });
    title.classList.toggle("happens", isOperation);
    return title;
  }

  /** The button that opens a block; its sign is red where an edge of the block is switched off. */
  #opener(block: Block, short: string, off: ReadonlySet<string>): HTMLElement {
    const glyph = make("span", { class: "glyph", "data-idea": ideaOf(this.#network, block) });
    glyph.classList.toggle(
      "cut",
      block.switches.some(({ name }) => off.has(name)),
    );
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

  /** Where a layer stands alone, the way from branch to branch: each shows the last layer of its branch. */
  #branches(layer: Layer, branches: readonly (readonly Layer[])[]): HTMLElement {
    const buttons = branches.map((branch) => {
      const last = branch.at(-1) ?? layer;
      return makeButton(() => this.#lab.selection.goTo(last.name), {
        "data-stays": "",
        "aria-current": String(branch.includes(layer)),
        "aria-label": last.title,
        text: shortTitle(last),
      });
    });
    return make("nav", { class: "branches", "aria-label": phrase("block.branches") }, buttons);
  }

  #open(block: string | null, pressed: string): void {
    this.#pressed = pressed;
    this.#lab.look.openBlock(block);
  }

  /** Two brackets around the layers of an open block, and below them what closes it; side by side only. */
  #bracket(block: Block, shown: Network, placed: readonly Placed[]): void {
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
    const title = this.#nameOf(block, shown);
    title.style.left = `${(left + right) / 2}px`;
    const closer = this.#closer(block);
    closer.style.left = `${(left + right) / 2}px`;
    if (uShapeOf(shown) !== null) inLevel(bracket, closer, inside, goesUpAfter(block, shown));
    this.#around = [bracket, ...(uShapeOf(shown) === null ? [title] : []), closer];
    this.#host.append(...this.#around);
  }

  /** Its title, and the shape of what comes out of it. */
  #nameOf({ title, layers }: Block, shown: Network): HTMLElement {
    const last = shown.layer.get(layers.at(-1) ?? "");
    return make("p", { class: "block-title" }, [
      make("b", { text: title }),
      make("span", { class: "note", text: last === undefined ? "" : noteOf(last) }),
    ]);
  }

  #keepFocus(): void {
    if (this.#pressed === null) return;
    const buttons = this.#host.querySelectorAll<HTMLElement>(`[data-block="${this.#pressed}"]`);
    [...buttons].find((each) => each.offsetParent !== null)?.focus({ preventScroll: true });
    this.#pressed = null;
  }
}

/** In a U the brackets are no higher than their level, and the button that closes the block stands where no line leads up or down. */
function inLevel(
  bracket: HTMLElement,
  closer: HTMLElement,
  inside: readonly Placed[],
  isBelow: boolean,
): void {
  const top = Math.min(...inside.map(({ y }) => y)) - BRACKET;
  const bottom = Math.max(...inside.map(({ y, height }) => y + height)) + BRACKET;
  bracket.style.top = `${top}px`;
  bracket.style.bottom = "auto";
  bracket.style.height = `${bottom - top}px`;
  closer.style.top = isBelow ? `${bottom + BRACKET}px` : `calc(${top - BRACKET}px - 1.75rem)`;
  closer.style.bottom = "auto";
}

/** Whether what follows the block stands above it. */
function goesUpAfter({ layers }: Block, shown: Network): boolean {
  const last = shown.layers.findIndex(({ name }) => name === layers.at(-1));
  const level = (at: number) => uShapeOf(shown)?.level.get(shown.layers[at]?.name ?? "") ?? 0;
  return level(last + 1) < level(last);
}
