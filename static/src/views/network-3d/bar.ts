/** The row of controls above the network in space. */
import { effect } from "@preact/signals-core";
import { type Dispose, make } from "../../dom/element.ts";
import { SPACINGS } from "../../math/space.ts";
import { PRESETS } from "../../math/viewpoints.ts";
import type { Layer } from "../../network.ts";
import type { Store } from "../../store.ts";
import { type Key, phrase } from "../../words.ts";

export interface BarActions {
  inside(): void;
  fit(): void;
  home(): void;
  readonly savings: readonly HTMLElement[];
}

export function makeBar(
  store: Store,
  actions: BarActions,
): { element: HTMLElement; stop: Dispose } {
  const button = (key: Key, act: () => void) => {
    const made = make("button", {
      type: "button",
      text: phrase(key),
      title: phrase(`${key}.hint` as Key),
    });
    made.addEventListener("click", act);
    return made;
  };
  const presets = PRESETS.map((preset) => ({
    preset,
    element: button(`space.${preset}`, () => store.look({ camera: preset })),
  }));
  const inside = button("space.inside", actions.inside);
  const arrangement = button("space.stack", () =>
    store.look({
      arrangement: store.arrangement.peek() === "row" ? "stack" : "row",
      camera: "isometric",
    }),
  );
  const heights = button("space.heights", () => store.look({ heights: !store.heights.peek() }));
  const lit = button("space.lit", () => store.look({ lit: !store.lit.peek() }));
  const slider = make("input", {
    type: "range",
    min: String(SPACINGS[0]),
    max: String(SPACINGS[1]),
    step: "0.05",
  });
  slider.addEventListener("input", () => store.look({ spacing: Number(slider.value) }));
  const spacing = make("label", { title: phrase("space.spacing.hint") }, [
    make("span", { text: phrase("space.spacing") }),
    slider,
  ]);
  const element = make(
    "div",
    { class: "controls", role: "toolbar", "aria-label": phrase("space.bar") },
    [
      group([...presets.map(({ element }) => element), inside]),
      group([button("space.fit", actions.fit), button("space.home", actions.home)]),
      group([arrangement, heights, lit, spacing]),
      group(actions.savings),
    ],
  );
  const stop = effect(() => {
    for (const { preset, element } of presets)
      element.setAttribute("aria-pressed", String(store.camera.value === preset));
    arrangement.setAttribute("aria-pressed", String(store.arrangement.value === "stack"));
    heights.setAttribute("aria-pressed", String(store.heights.value));
    lit.setAttribute("aria-pressed", String(store.lit.value));
    slider.value = String(store.spacing.value);
    const layer = insideOf(store.network.value?.layers ?? []);
    inside.hidden = layer === undefined || store.hidden.value.has(layer.name);
    if (layer !== undefined) inside.textContent = phrase("space.inside", { layer: layer.title });
  });
  return { element, stop };
}

/** The layer that one can be sent into: the last convolution. */
export function insideOf(layers: readonly Layer[]): Layer | undefined {
  return layers.findLast(({ kind }) => kind === "convolution");
}

function group(children: readonly Node[]): HTMLElement {
  return make("span", { class: "group" }, children);
}
