/** Switches on the stage: each stands on the line that it switches off, where that line is drawn. */
import { make } from "../dom/element.ts";
import { listen } from "../events/listen.ts";
import { type Placed, standBelow } from "../layout/placed.ts";
import { connectionsOf } from "../network/branches.ts";
import type { Network } from "../network/network.ts";
import { layersOf } from "../network/switch-lines.ts";
import { switchesOf } from "../network/switches.ts";
import type { Lab } from "../state/lab.ts";
import type { Dispose } from "../state/slice.ts";
import { nameOfSwitch } from "../words/switches.ts";
import { connect, connectBeside } from "./connect.ts";

/** A path that draws nothing: only where a line runs is wanted. */
const UNSEEN = { moveTo() {}, lineTo() {}, bezierCurveTo() {}, quadraticCurveTo() {} };

export class LineSwitches {
  readonly #host: HTMLElement;
  /** The buttons on the stage, by name: they stay when a line is switched, and the keyboard focus with them. */
  readonly #buttons = new Map<string, HTMLElement>();
  readonly #stop: Dispose;

  constructor(host: HTMLElement, lab: Lab) {
    this.#host = make("div", { class: "line-switches", "data-control": "inspector" });
    host.append(this.#host);
    this.#stop = listen(this.#host, {
      click: ({ target }) => {
        const name = (target as Element).closest<HTMLElement>("[data-switch]")?.dataset.switch;
        if (name !== undefined) lab.look.switchEdge(name);
      },
    });
  }

  /** Puts the switches where the lines lie now. */
  put(network: Network, placed: readonly Placed[]): void {
    const drawn = new Set(connectionsOf(network).map((pair) => pair.join()));
    const shown = new Set<string>();
    for (const each of switchesOf(network.description)) {
      const ends = layersOf(each, network);
      if (ends === null || !drawn.has(ends.join())) continue;
      const [one, other] = ends.map((name) => placed.find((layer) => layer.name === name));
      if (one === undefined || other === undefined) continue;
      if (one.part === "stub" || other.part === "stub") continue;
      const hasBlocks = network.whole !== undefined;
      const { x, y } = standBelow(placed)
        ? connectBeside(UNSEEN, one, other)
        : connect(UNSEEN, { one, other, all: placed, hasBlocks, places: network.places });
      const button = this.#button(each.name, nameOfSwitch(each, network));
      button.setAttribute("aria-checked", String(!network.off.has(each.name)));
      button.style.left = `${x}px`;
      button.style.top = `${y}px`;
      shown.add(each.name);
    }
    for (const [name, button] of this.#buttons) {
      if (shown.has(name)) continue;
      button.remove();
      this.#buttons.delete(name);
    }
  }

  #button(name: string, label: string): HTMLElement {
    const there = this.#buttons.get(name);
    const button =
      there ??
      make("button", {
        type: "button",
        role: "switch",
        class: "line-switch",
        "data-switch": name,
        "data-stays": "",
        "aria-label": label,
        title: label,
      });
    if (there === undefined) {
      this.#buttons.set(name, button);
      this.#host.append(button);
    }
    return button;
  }

  end(): void {
    this.#stop();
    this.#host.remove();
  }
}
