import { effect } from "@preact/signals-core";
import { make, need, say, unbroken } from "../dom/element.ts";
import { listen } from "../dom/listen.ts";
import { peak } from "../math/tensor.ts";
import type { Lab } from "../state/lab.ts";
import { type Dispose, endAll } from "../state/slice.ts";
import { number } from "../words/numbers.ts";
import { phrase } from "../words/phrases.ts";

/** A Show/Hide switch for each layer, all and none, and each layer's largest value. */
export function mountVisibility(host: HTMLElement, lab: Lab): Dispose {
  const list = need("ul", host);
  const showAll = need("#show-all", host);
  const hideAll = need("#hide-all", host);
  let rows = new Map<string, Row>();

  const stopRows = effect(() => {
    const layers = lab.reader.network.value?.layers ?? [];
    rows = new Map(layers.map(({ name, title }) => [name, makeRow(name, title, lab)]));
    for (const [name, { control }] of rows) control.dataset.toggle = name;
    list.replaceChildren(...[...rows.values()].map(({ item }) => item));
  });
  const stopStates = effect(() => {
    lab.reader.network.value; // the rows are new
    for (const [name, { control, word, title }] of rows) {
      const shown = !lab.look.hidden.value.has(name);
      control.setAttribute("aria-checked", String(shown));
      control.setAttribute(
        "aria-label",
        phrase(shown ? "visibility.hide.layer" : "stage.show", { layer: title }),
      );
      word.textContent = phrase(shown ? "visibility.hide" : "visibility.show");
    }
  });
  const stopCovers = effect(() => {
    lab.reader.network.value; // the rows are new
    for (const [name, { cover, title }] of rows) {
      const covered = lab.lecture.isCovered(name);
      say(cover, phrase(covered ? "cover.reveal" : "cover.cover"));
      const label = covered ? "cover.reveal.label" : "cover.cover.label";
      cover.setAttribute("aria-label", phrase(label, { layer: title }));
    }
  });
  const stopPeaks = effect(() => {
    lab.reader.network.value; // the rows are new
    for (const [name, { range }] of rows) {
      const tensor = lab.reader.tensorOf(name);
      say(
        range,
        tensor === undefined ? "" : phrase("visibility.peak", { peak: number(peak(tensor)) }),
      );
    }
  });
  return endAll(
    stopRows,
    stopStates,
    stopCovers,
    stopPeaks,
    listen(showAll, { click: lab.look.showAll }),
    listen(hideAll, { click: lab.look.hideAll }),
  );
}

interface Row {
  readonly item: HTMLElement;
  readonly title: string;
  readonly range: HTMLElement;
  readonly cover: HTMLElement;
  readonly control: HTMLElement;
  readonly word: HTMLElement;
}

function makeRow(name: string, title: string, lab: Lab): Row {
  const word = make("span", { class: "word" });
  const range = make("span", { class: "range" });
  const knob = make("span", { class: "knob", "aria-hidden": "true" });
  const control = make("button", { type: "button", role: "switch", class: "switch" }, [word, knob]);
  control.addEventListener("click", () => lab.look.toggle(name));
  const cover = act("", "", () => lab.lecture.switchCover(name));
  cover.className = "cover";
  const item = make("li", {}, [
    make("span", { class: "title", text: unbroken(title) }),
    control,
    make("span", { class: "more" }, [
      range,
      act(phrase("visibility.only"), phrase("visibility.only.layer", { layer: title }), () =>
        lab.look.only(name),
      ),
      act(phrase("visibility.up-to"), phrase("visibility.up-to.layer", { layer: title }), () =>
        lab.look.upTo(name),
      ),
      cover,
    ]),
  ]);
  return { item, title, range, cover, control, word };
}

function act(text: string, label: string, action: () => void): HTMLElement {
  const button = make("button", { type: "button", text, "aria-label": label });
  button.addEventListener("click", action);
  return button;
}
