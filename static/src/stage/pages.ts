/** Which of a layer's maps are shown where not all of them fit, and the way to the others. */

import { makeButton } from "../dom/button.ts";
import { make, say } from "../dom/element.ts";
import type { Grid } from "../layout/grids.ts";
import { planes } from "../math/tensor.ts";
import type { Layer } from "../network/network.ts";
import { phrase } from "../words/phrases.ts";
import type { CellActions } from "./layer-picture.ts";

export interface Pages {
  readonly element: HTMLElement;
  show(grid: Grid): void;
}

/** "1–32 of 96", and the way to the others. */
export function makePages(layer: Layer, { turnTo }: CellActions): Pages {
  const words = make("span", { class: "which-maps" });
  const turn = (to: "previous" | "next", by: number) =>
    makeButton(() => turnTo(page + by), {
      text: phrase(`stage.pages.${to}`),
      "aria-label": phrase(`stage.pages.${to}.hint`, { layer: layer.title }),
    });
  let page = 0;
  const previous = turn("previous", -1);
  const next = turn("next", 1);
  const element = make("p", { class: "pages" }, [words, previous, next]);
  const { channels: all } = planes(layer.shape);
  const show = (grid: Grid) => {
    page = grid.page;
    element.hidden = grid.pages === 1;
    const last = grid.first + grid.channels;
    const key = grid.channels === 1 ? "stage.pages.one" : "stage.pages";
    say(words, phrase(key, { first: grid.first + 1, last, all }));
    previous.disabled = page === 0;
    next.disabled = page === grid.pages - 1;
  };
  return { element, show };
}
