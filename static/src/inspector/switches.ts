/** What of the network can be switched off, in the right column: of the open block, or of all of it. */
import { effect } from "@preact/signals-core";
import { make } from "../dom/element.ts";
import { patchChildren } from "../dom/patch.ts";
import { listen } from "../events/listen.ts";
import type { Block } from "../network/blocks.ts";
import type { Network } from "../network/network.ts";
import { type Switch, switchesOf } from "../network/switches.ts";
import type { Lab } from "../state/lab.ts";
import { type Dispose, endAll } from "../state/slice.ts";
import { decimals, inPercent } from "../words/numbers.ts";
import { course, phrase } from "../words/phrases.ts";
import { nameOfSwitch, wayOf } from "../words/switches.ts";

export function mountSwitches(host: HTMLElement, lab: Lab): Dispose {
  const show = () => {
    const network = lab.reader.network.value;
    const open = network?.description.blocks.find(({ name }) => name === network.open);
    const parts = network === null ? [] : switchParts(network, open);
    host.hidden = parts.length === 0;
    patchChildren(host, parts);
    standFirst(host, (open?.switches.length ?? 0) > 0);
  };
  return endAll(effect(show), listen(host, { click: (event) => press(event, lab) }), () =>
    host.replaceChildren(),
  );
}

/** Puts the switches at the top of the column while a block is open, and otherwise below what to try. */
function standFirst(host: HTMLElement, isFirst: boolean): void {
  const [column, before] = [host.parentElement, host.previousElementSibling];
  if (
    column === null ||
    (before?.tagName === "P" && before.classList.contains("crumbs")) === isFirst
  )
    return;
  column.querySelector(isFirst ? ".crumbs" : ".try")?.after(host);
}

/** The switches of a block that has any, and otherwise of the whole network. */
export function switchParts(network: Network, block?: Block): HTMLElement[] {
  const all = switchesOf(network.description);
  const [first] = all;
  if (first === undefined) return [];
  const { kind } = first;
  const blocks = network.description.blocks.filter(({ switches }) => switches.length > 0);
  const shown = block !== undefined && block.switches.length > 0 ? [block] : blocks;
  const on = all.filter(({ name }) => !network.off.has(name)).length;
  return [
    make("h2", { text: phrase(`switches.label.${kind}`) }),
    make("p", { text: phrase(`switches.try.${kind}`) }),
    ...groupsOf(network, shown),
    ...(all.length > 1 ? [allSwitches(network, kind)] : []),
    make("p", {
      class: "note",
      role: "status",
      text: phrase("switches.on", { on, count: all.length }),
    }),
    make("p", { class: "note", text: howTrained(network, kind) }),
  ];
}

/** Whether the network was trained to work without what is switched off. */
function howTrained(network: Network, kind: Switch["kind"]): string {
  const parts = Object.values(network.card?.dropped ?? {});
  if (kind !== "skip" || parts.length === 0) return phrase(`switches.trained.${kind}`);
  return phrase("switches.dropped.skip", {
    part: inPercent(decimals(100 * Math.max(...parts), 0)),
  });
}

/** Branches stand under the title of their module, where there are several; all else in one row. */
function groupsOf(network: Network, blocks: readonly Block[]): HTMLElement[] {
  const isListed = blocks.length > 1 && blocks.some(({ switches }) => switches.length > 1);
  if (!isListed)
    return [
      rowOf(
        network,
        blocks.flatMap(({ switches }) => switches),
      ),
    ];
  return blocks.flatMap(({ title, switches }) => [
    make("h3", { class: "note", text: course(title) }),
    rowOf(network, switches),
  ]);
}

function rowOf(network: Network, switches: readonly Switch[]): HTMLElement {
  const label = phrase(`switches.label.${switches[0]?.kind ?? "shortcut"}`);
  const isShort = switches.length > 1;
  const buttons = switches.map((each) => switchOf(each, network, isShort));
  return make("div", { class: "row", role: "group", "aria-label": label }, buttons);
}

function switchOf(each: Switch, network: Network, isShort: boolean): HTMLElement {
  const name = nameOfSwitch(each, network);
  return make("button", {
    type: "button",
    role: "switch",
    "data-switch": each.name,
    "data-stays": "",
    "aria-checked": String(!network.off.has(each.name)),
    "aria-label": name,
    title: name,
    text: (isShort && shortName(each, network)) || name,
  });
}

/** A branch by what happens on it, a shortcut by its number; "" where nothing shorter tells them apart. */
function shortName(each: Switch, network: Network): string {
  if (each.kind === "branch") return wayOf(each, network);
  const at = switchesOf(network.description).indexOf(each);
  return each.kind === "shortcut" ? String(at + 1) : "";
}

/** All on and all off, by name: what each does is known before it is pressed. */
function allSwitches({ off, description }: Network, kind: Switch["kind"]): HTMLElement {
  const isNone = off.size === switchesOf(description).length;
  const button = (all: "on" | "off", pressed: boolean) =>
    make("button", {
      type: "button",
      "data-all": all,
      "data-stays": "",
      "aria-pressed": String(pressed),
      text: phrase(`switches.all.${all}`),
    });
  const label = phrase(`switches.all.${kind}`);
  return make("div", { class: "row all", role: "group", "aria-label": label }, [
    button("on", off.size === 0),
    button("off", isNone),
  ]);
}

/** Switches what was pressed, or all. */
export function press({ target }: Event, { look, reader }: Lab): void {
  const button = (target as Element).closest<HTMLElement>("[data-switch], [data-all]");
  const network = reader.network.peek();
  if (button === null || network === null) return;
  const { switch: name, all: wanted } = button.dataset;
  const all = switchesOf(network.description).map((each) => each.name);
  if (name !== undefined) look.switchEdge(name);
  else look.switchOff(wanted === "off" ? all : []);
}
