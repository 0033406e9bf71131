/** The row of controls above the network in space. */

import { effect } from "@preact/signals-core";
import { makeButton } from "../dom/button.ts";
import { make } from "../dom/element.ts";
import { listen } from "../events/listen.ts";
import { PRESETS } from "../layout/pose.ts";
import { SPACINGS } from "../layout/space.ts";
import type { Layer } from "../network/network.ts";
import type { Lab } from "../state/lab.ts";
import { type Dispose, endAll } from "../state/slice.ts";
import { type Key, phrase } from "../words/phrases.ts";

export interface BarActions {
  inside(): void;
  fit(): void;
  home(): void;
  readonly savings: readonly HTMLElement[];
}

/** What is often used stands in a row; the rest opens below it. On phones only sides and Home are in the row. */
export function makeBar(lab: Lab, actions: BarActions): { element: HTMLElement; stop: Dispose } {
  const presets = PRESETS.map((preset) => ({
    preset,
    element: button(`space.${preset}`, () => lab.space.adjustSpace({ camera: preset })),
  }));
  const looks = makeLooks(lab);
  const spacing = makeSpacing(lab);
  const inside = boxed("space.inside", actions.inside);
  const element = make("div", {
    class: "controls tool-row",
    "data-control": "space",
    role: "toolbar",
    "aria-label": phrase("space.bar"),
  });
  const more = boxed("space.more", () => {
    more.setAttribute("aria-expanded", String(element.classList.toggle("open")));
  });
  more.classList.add("more");
  more.setAttribute("aria-expanded", "false");
  element.append(
    make(
      "span",
      { class: "segments" },
      presets.map(({ element }) => element),
    ),
    group("", [boxed("space.home", actions.home)]),
    group("often", [boxed("space.fit", actions.fit)]),
    group("often", looks.buttons),
    more,
    group("rare", [inside, spacing.element]),
    group("rare", actions.savings),
  );
  const stop = effect(() => {
    for (const { preset, element } of presets)
      element.setAttribute("aria-pressed", String(lab.space.camera.value === preset));
    const layer = insideOf(lab.reader.network.value?.layers ?? []);
    inside.hidden = layer === undefined || lab.look.hidden.value.has(layer.name);
    if (layer !== undefined) inside.textContent = phrase("space.inside", { layer: layer.title });
  });
  return {
    element,
    stop: endAll(stop, looks.stop, spacing.stop),
  };
}

/** Row or stack, heights, light. */
function makeLooks(lab: Lab): { buttons: HTMLElement[]; stop: Dispose } {
  const arrangement = boxed("space.stack", () =>
    lab.space.adjustSpace({
      arrangement: lab.space.arrangement.peek() === "row" ? "stack" : "row",
      camera: "isometric",
    }),
  );
  const heights = boxed("space.heights", () =>
    lab.space.adjustSpace({ heights: !lab.space.heights.peek() }),
  );
  const lit = boxed("space.lit", () => lab.space.adjustSpace({ lit: !lab.space.lit.peek() }));
  const stop = effect(() => {
    arrangement.setAttribute("aria-pressed", String(lab.space.arrangement.value === "stack"));
    heights.setAttribute("aria-pressed", String(lab.space.heights.value));
    lit.setAttribute("aria-pressed", String(lab.space.lit.value));
  });
  return { buttons: [arrangement, heights, lit], stop };
}

/** From layers close together to far apart. */
function makeSpacing(lab: Lab): { element: HTMLElement; stop: Dispose } {
  const [min, max] = SPACINGS.map(String);
  const slider = make("input", { type: "range", min: min ?? "", max: max ?? "", step: "0.05" });
  listen(slider, { input: () => lab.space.adjustSpace({ spacing: Number(slider.value) }) });
  const element = make("label", { class: "line", title: phrase("space.spacing.hint") }, [
    make("span", { text: phrase("space.spacing") }),
    slider,
  ]);
  const stop = effect(() => {
    slider.value = String(lab.space.spacing.value);
  });
  return { element, stop };
}

function button(key: Key, act: () => void): HTMLElement {
  const title = phrase(`${key}.hint` as Key);
  return makeButton(act, { text: phrase(key), title });
}

function boxed(key: Key, act: () => void): HTMLElement {
  const element = button(key, act);
  element.classList.add("boxed");
  return element;
}

/** The layer that one can be sent into: the last convolution. */
export function insideOf(layers: readonly Layer[]): Layer | undefined {
  return layers.findLast(({ kind }) => kind === "convolution");
}

function group(name: string, children: readonly Node[]): HTMLElement {
  return make("span", { class: `group tool-row ${name}`.trim() }, children);
}
