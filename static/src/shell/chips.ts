import { effect } from "@preact/signals-core";
import { make, need } from "../dom/element.ts";
import { patchChildren } from "../dom/patch.ts";
import { listen } from "../events/listen.ts";
import type { Lab } from "../state/lab.ts";
import { type Dispose, endAll } from "../state/slice.ts";
import { forgetTheme } from "../storage/local.ts";
import { phrase } from "../words/phrases.ts";
import { type Change, changesOf } from "./changes.ts";

/** A chip for each change, which takes it back; the keyboard goes on to the next one, after the last to `next`. */
export function mountChips(
  host: HTMLElement,
  next: HTMLElement,
  lab: Lab,
  storage: Storage | null,
): Dispose {
  let changes: readonly Change[] = [];
  const list = need("ul", host);
  const click = ({ target }: Event) => {
    const chip = (target as Element).closest<HTMLElement>("[data-change]");
    const at = changes.findIndex(({ name }) => name === chip?.dataset.change);
    const focused = chip?.ownerDocument.activeElement === chip;
    if (changes[at]?.name === "theme") forgetTheme(storage);
    changes[at]?.takeBack();
    if (!focused) return;
    const chips = list.querySelectorAll<HTMLElement>("[data-change]");
    (chips[Math.min(at, chips.length - 1)] ?? next).focus();
  };
  const stop = effect(() => {
    changes = changesOf(lab);
    patchChildren(list, changes.map(chipOf));
  });
  return endAll(stop, listen(list, { click }), () => list.replaceChildren());
}

function chipOf({ name, words }: Change): HTMLElement {
  const label = phrase("changes.back", { change: words });
  const chip = make("button", { type: "button", class: "chip", "data-change": name, title: label });
  chip.append(
    make("span", { text: words }),
    make("span", { class: "cross", "aria-hidden": "true" }),
  );
  chip.setAttribute("aria-label", label);
  return make("li", {}, [chip]);
}
