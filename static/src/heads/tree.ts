/** A tree of labels and the groups that they are summed to: moved by dragging, by two presses, or by keys. */
import { make, say } from "../dom/element.ts";
import { makeSvg } from "../dom/svg.ts";
import { listen } from "../events/listen.ts";
import {
  beside,
  type Grouping,
  groupsIn,
  moved,
  newGroup,
  type Sum,
  sumsIn,
  treeOf,
} from "../network/grouping.ts";
import type { Dispose } from "../state/slice.ts";
import { chance } from "../words/numbers.ts";
import { phrase } from "../words/phrases.ts";
import { nameOfGroup } from "../words/sums.ts";
import { draggedOnto } from "./dragging.ts";

/** The width of the picture of the branches; its height is one unit for each label. */
const WIDTH = 100;

export class TreeView {
  readonly element = make("div", { class: "tree" });
  readonly #labels: readonly string[];
  readonly #groups: readonly string[];
  readonly #regroup: (next: Grouping) => void;
  readonly #leaves: readonly HTMLButtonElement[];
  readonly #sums = new Map<number, HTMLButtonElement>();
  readonly #next = make("button", { type: "button", class: "group", "data-group": "next" });
  readonly #above = make("div", {
    class: "sums",
    role: "group",
    "aria-label": phrase("tree.groups"),
  });
  readonly #picture = makeSvg("svg", { "aria-hidden": "true", preserveAspectRatio: "none" });
  readonly #status = make("p", { class: "note", role: "status" });
  readonly #stop: readonly Dispose[];
  #grouping: Grouping = [];
  #taken: ReadonlySet<number> = new Set();

  constructor(
    labels: readonly string[],
    groups: readonly string[],
    regroup: (next: Grouping) => void,
  ) {
    this.#labels = labels;
    this.#groups = groups;
    this.#regroup = regroup;
    this.#leaves = labels.map((label, i) => makeLeaf(label, i));
    this.#picture.setAttribute("viewBox", `0 0 ${WIDTH} ${labels.length}`);
    this.#next.append(make("span", { text: phrase("tree.new") }));
    this.#above.append(this.#next);
    const leaves = make("div", {
      class: "leaves",
      role: "group",
      "aria-label": phrase("tree.ways"),
    });
    leaves.append(...this.#leaves);
    this.element.append(leaves, this.#picture as unknown as HTMLElement, this.#above, this.#status);
    this.#stop = [
      listen(this.element, {
        click: ({ target }) => this.#press(target as Element),
        keydown: (event) => this.#key(event),
      }),
      draggedOnto(this.element, (from, to) => {
        this.#taken = this.#of(from);
        this.#put(to);
      }),
    ];
  }

  show(grouping: Grouping, values: ArrayLike<number> | null): void {
    this.#grouping = grouping;
    const known = values ?? this.#labels.map(() => 0);
    const tree = treeOf(grouping, known);
    const sums = sumsIn(grouping, known);
    const most =
      values === null ? null : sums.reduce((one, each) => (each.sum > one.sum ? each : one));
    for (const [i, leaf] of this.#leaves.entries()) {
      leaf.classList.toggle("best", grouping[i] === most?.group);
      say(leaf.children[1] as Element, values === null ? "" : chance(values[i] ?? 0));
    }
    this.#picture.replaceChildren(
      ...tree.branches.flatMap(({ from, to, width, group }) =>
        branch(from, to, width, group === most?.group),
      ),
    );
    this.#showSums(sums, tree.places, most, values !== null);
    this.#next.style.top = `${(100 * tree.next) / this.#labels.length}%`;
    this.#mark();
  }

  #showSums(
    sums: readonly Sum[],
    places: ReadonlyMap<number, number>,
    most: Sum | null,
    isKnown: boolean,
  ): void {
    for (const [group, button] of this.#sums) {
      if (sums.some((each) => each.group === group)) continue;
      if (button.contains(document.activeElement)) this.#next.focus();
      button.remove();
      this.#sums.delete(group);
    }
    for (const sum of sums) {
      const button = this.#sums.get(sum.group) ?? makeGroup(sum.group);
      if (!this.#sums.has(sum.group)) this.#next.before(button);
      this.#sums.set(sum.group, button);
      const [name, value] = button.children;
      const text = nameOfGroup(sum, this.#labels, this.#groups);
      button.title = text;
      if (name) say(name, text);
      if (value) say(value, isKnown ? chance(sum.sum) : "");
      button.classList.toggle("best", sum.group === most?.group);
      button.style.top = `${(100 * (places.get(sum.group) ?? 0)) / this.#labels.length}%`;
    }
  }

  /** A press takes a label or a group; the next press, on a group, puts it there. */
  #press(target: Element): void {
    const button = target.closest<HTMLElement>("[data-label], [data-group]");
    if (button === null) return;
    if (button.dataset.group !== undefined && this.#taken.size > 0) {
      this.#put(button);
      return;
    }
    const pressed = this.#of(button);
    const isSame = [...pressed].every((label) => this.#taken.has(label));
    this.#taken = isSame ? new Set() : pressed;
    this.#mark();
    say(this.#status, this.#taken.size === 0 ? "" : phrase("tree.taken", { name: nameOn(button) }));
  }

  /** The labels that a button stands for. */
  #of({ dataset }: HTMLElement): ReadonlySet<number> {
    if (dataset.label !== undefined) return new Set([Number(dataset.label)]);
    const group = Number(dataset.group);
    return new Set(this.#grouping.flatMap((each, label) => (each === group ? [label] : [])));
  }

  #put({ dataset }: HTMLElement): void {
    const taken = this.#taken;
    this.#taken = new Set();
    if (dataset.label !== undefined) this.#move(taken, this.#grouping[Number(dataset.label)] ?? 0);
    else
      this.#move(
        taken,
        dataset.group === "next" ? newGroup(this.#grouping) : Number(dataset.group),
      );
  }

  #move(labels: ReadonlySet<number>, group: number): void {
    const next = moved(this.#grouping, labels, group);
    const names = [...labels].map((label) => this.#labels[label]).join(", ");
    this.#regroup(next);
    const all = sumsIn(next, []).find((each) => each.group === group);
    const name = all ? nameOfGroup(all, this.#labels, this.#groups) : "";
    say(this.#status, labels.size === 0 ? "" : phrase("tree.moved", { names, name }));
    this.#mark();
  }

  #mark(): void {
    for (const [i, leaf] of this.#leaves.entries())
      leaf.setAttribute("aria-pressed", String(this.#taken.has(i)));
    this.element.toggleAttribute("data-taking", this.#taken.size > 0);
    // A list is one stop of the Tab key: arrows go on within it.
    const sums = [
      ...groupsIn(this.#grouping).flatMap((group) => this.#sums.get(group) ?? []),
      this.#next,
    ];
    for (const list of [this.#leaves, sums]) {
      const stop = list.find((each) => each === document.activeElement) ?? list[0];
      for (const each of list) each.tabIndex = each === stop ? 0 : -1;
    }
  }

  #key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const target = (event.target as Element).closest<HTMLButtonElement>(
      "[data-label], [data-group]",
    );
    if (target === null || !this.#act(event.key, target)) return;
    event.preventDefault();
    event.stopPropagation();
  }

  #act(key: string, target: HTMLButtonElement): boolean {
    const list = [...(target.parentElement?.querySelectorAll("button") ?? [])];
    const at = list.indexOf(target);
    const to = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: list.length - 1 }[key];
    if (to !== undefined) {
      list[Math.max(0, Math.min(list.length - 1, to))]?.focus();
      this.#mark();
      return true;
    }
    if (key === "Escape" && this.#taken.size > 0) {
      this.#taken = new Set();
      this.#mark();
      return true;
    }
    const by = { ArrowLeft: -1, ArrowRight: 1 }[key] as -1 | 1 | undefined;
    if (by === undefined || target.dataset.label === undefined) return false;
    const label = Number(target.dataset.label);
    const group = beside(this.#grouping, label, by);
    if (group === null) say(this.#status, phrase("tree.end"));
    else this.#move(new Set([label]), group);
    return true;
  }

  end(): void {
    for (const stop of this.#stop) stop();
  }
}

const nameOn = (button: HTMLElement) => button.firstElementChild?.textContent ?? "";

function makeLeaf(label: string, i: number): HTMLButtonElement {
  const parts = [make("span", { text: label }), make("span", { class: "amount-of" })];
  return make("button", { type: "button", class: "leaf", "data-label": String(i) }, parts);
}

function makeGroup(group: number): HTMLButtonElement {
  const parts = [make("b"), make("span")];
  return make("button", { type: "button", class: "group", "data-group": String(group) }, parts);
}

/** A branch as a line, so that even an improbable one is visible, and its probability as the width of a band. */
function branch(from: number, to: number, width: number, isBest: boolean): SVGElement[] {
  const middle = WIDTH / 2;
  const curve = (one: number, other: number, back = false) =>
    back
      ? `L${WIDTH} ${other}C${middle} ${other} ${middle} ${one} 0 ${one}z`
      : `M0 ${one}C${middle} ${one} ${middle} ${other} ${WIDTH} ${other}`;
  const half = width / 2;
  const band = curve(from - half, to - half) + curve(from + half, to + half, true);
  return [
    makeSvg("path", { class: "way", d: curve(from, to) }),
    makeSvg("path", { class: isBest ? "best" : "band", d: band }),
  ];
}
