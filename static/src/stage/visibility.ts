import { effect } from "@preact/signals-core";
import { makeButton } from "../dom/button.ts";
import { make, need, say, unbroken } from "../dom/element.ts";
import { rove } from "../dom/rove.ts";
import { listen } from "../events/listen.ts";
import { peak, type Tensor } from "../math/tensor.ts";
import type { Layer, Network } from "../network/network.ts";
import type { Lab } from "../state/lab.ts";
import { type Dispose, endAll } from "../state/slice.ts";
import { number } from "../words/numbers.ts";
import { phrase } from "../words/phrases.ts";

/** A Show/Hide switch for each layer, all and none, and each layer's largest value; below them, how large maps are. */
export function mountVisibility(host: HTMLElement, lab: Lab): Dispose {
  const list = need("ul", host);
  let rows = new Map<string, Row>();
  const stopRows = effect(() => {
    const network = lab.reader.network.value;
    rows = new Map(network?.layers.map((layer) => [layer.name, makeRow(layer, network, lab)]));
    const goBack = keyboardIn(list);
    list.replaceChildren(...[...rows.values()].map(({ item }) => item));
    goBack();
  });
  /** Shows something of each row, again when the rows are new. */
  const follow = (show: (row: Row, name: string) => void) =>
    effect(() => {
      lab.reader.network.value;
      for (const [name, row] of rows) show(row, name);
    });
  const sizes = makeSizes(lab);
  list.after(sizes.row);
  return endAll(
    stopRows,
    sizes.stop,
    follow((row, name) => showSwitch(row, !lab.look.hidden.value.has(name))),
    follow((row, name) => showCover(row, lab.lecture.isCovered(name))),
    follow((row, name) => showPeak(row, lab.reader.tensorOf(name))),
    follow((row, name) => showBefore(row, lab.forward.showsBefore.value.has(name))),
    listen(need("[data-part=show-all]", host), { click: lab.look.showAll }),
    listen(need("[data-part=hide-all]", host), { click: lab.look.hideAll }),
  );
}

/** Remembers where the keyboard focus is in the list; the returned function brings it back once the rows are new. */
function keyboardIn(list: HTMLElement): () => void {
  const { activeElement } = list.ownerDocument;
  const row = list.contains(activeElement)
    ? activeElement?.closest<HTMLElement>("[data-row]")?.dataset.row
    : undefined;
  if (row === undefined) return () => {};
  const before = [...list.children].findIndex((each) => each.contains(activeElement));
  const isBlock = activeElement?.matches(OF_BLOCK) === true;
  return () => {
    const same = list.querySelector(`[data-row="${row}"]`) ?? list.children[before];
    // The row's further buttons are there once the keyboard is in it.
    same?.querySelector<HTMLElement>("button")?.focus();
    if (isBlock) same?.querySelector<HTMLElement>(OF_BLOCK)?.focus();
  };
}

const OF_BLOCK = "[data-opens]";

/** The switch between maps of few cells enlarged, and all maps to scale. */
function makeSizes({ look }: Lab): { readonly row: HTMLElement; readonly stop: Dispose } {
  const half = (key: "enlarged" | "to-scale", part: "hide" | "show") =>
    make("span", { class: part, text: phrase(`visibility.${key}`) });
  const control = makeButton(
    () => look.showToScale(!look.toScale.peek()),
    { role: "switch", class: "segments", "aria-label": phrase("changes.to-scale") },
    [half("enlarged", "hide"), half("to-scale", "show")],
  );
  const row = make("p", { class: "sizes" }, [
    make("span", { text: phrase("visibility.sizes") }),
    make("span", { class: "line" }, [
      control,
      make("span", { class: "note", text: phrase("visibility.sizes.note") }),
    ]),
  ]);
  const follow = effect(() => control.setAttribute("aria-checked", String(look.toScale.value)));
  return { row, stop: endAll(follow, () => row.remove()) };
}

interface Row {
  readonly item: HTMLElement;
  readonly title: string;
  readonly range: HTMLElement;
  readonly cover: HTMLElement;
  /** The switch between before and after ReLU, where there is a choice. */
  readonly before: HTMLElement | null;
  readonly control: HTMLElement;
}

function showSwitch({ control, title }: Row, shown: boolean): void {
  const label = shown ? "visibility.hide.layer" : "stage.show";
  control.setAttribute("aria-checked", String(shown));
  control.setAttribute("aria-label", phrase(label, { layer: title }));
}

function showCover({ cover, title }: Row, covered: boolean): void {
  const label = covered ? "cover.reveal.label" : "cover.cover.label";
  say(cover, phrase(covered ? "cover.reveal" : "cover.cover"));
  cover.setAttribute("aria-label", phrase(label, { layer: title }));
}

function showBefore({ before }: Row, chosen: boolean): void {
  if (before === null) return;
  before.setAttribute("aria-pressed", String(chosen));
  say(before, phrase(chosen ? "stage.before" : "stage.after"));
}

function showPeak({ range }: Row, tensor: Tensor | undefined): void {
  const text = tensor && phrase("visibility.peak", { peak: number(peak(tensor)) });
  say(range, text ?? "");
}

/** What opens the closed block that the row stands for, or closes the one that ends with its layer. */
function blockButton(name: string, network: Network, { look }: Lab): HTMLElement[] {
  const block = network.description.blocks.find(({ layers }) => layers.at(-1) === name);
  const isOpen = block !== undefined && block.name === network.open;
  if (block === undefined || (!isOpen && network.layer.get(name)?.block === undefined)) return [];
  const text = isOpen ? phrase("block.close", { block: block.title }) : phrase("block.open");
  const label = isOpen ? text : phrase("block.open.hint", { block: block.title });
  const press = () => look.openBlock(isOpen ? null : block.name);
  return [makeButton(press, { text, "aria-label": label, "data-opens": block.name })];
}

function makeRow({ name, title }: Layer, network: Network, lab: Lab): Row {
  const range = make("span", { class: "range note" });
  const half = (shown: "show" | "hide") =>
    make("span", { class: shown, text: phrase(`visibility.${shown}`) });
  const control = makeButton(
    () => lab.look.toggle(name),
    { role: "switch", class: "segments", "data-toggle": name },
    [half("show"), half("hide")],
  );
  const cover = makeButton(() => lab.lecture.switchCover(name), {
    class: "cover",
    "data-control": "covers",
  });
  const before = network.preactivation.has(name)
    ? makeButton(() => lab.look.switchBefore(name), {
        class: "relu",
        "data-control": "relu",
        "data-stays": "",
        title: phrase("stage.relu.hint"),
      })
    : null;
  const labelled = (key: "visibility.only" | "visibility.up-to") => ({
    text: phrase(key),
    "aria-label": phrase(`${key}.layer`, { layer: title }),
  });
  const more = [
    makeButton(() => lab.look.only(name), labelled("visibility.only")),
    makeButton(() => lab.look.upTo(name), labelled("visibility.up-to")),
    cover,
    ...(before === null ? [] : [before]),
    ...blockButton(name, network, lab),
  ];
  const tools = make("span", { class: "tools", role: "toolbar", "aria-label": title }, [
    control,
    make("span", { class: "more" }, more),
  ]);
  rove(tools, [control, ...more], "across", false);
  const item = make("li", { "data-row": name }, [
    make("span", { class: "title" }, [
      make("span", { class: "name", text: unbroken(title) }),
      range,
    ]),
    tools,
  ]);
  return { item, title, range, cover, before, control };
}
