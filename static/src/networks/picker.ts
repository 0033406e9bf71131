/** The list of networks, at the name of the one on the stage: each with its place in time, its idea, and a live guess. */
import { effect, untracked } from "@preact/signals-core";
import { makeButton } from "../dom/button.ts";
import { make } from "../dom/element.ts";
import { mountPopover } from "../dom/popover.ts";
import { listen } from "../events/listen.ts";
import { nearest } from "../network/cost.ts";
import { GUESSES } from "../state/covers.ts";
import type { Lab } from "../state/lab.ts";
import { type Dispose, endAll } from "../state/slice.ts";
import type { ModelSummary } from "../wire/messages.ts";
import { phrase } from "../words/phrases.ts";
import { askForGuess, type Descriptions, listNetworks, reasonOf } from "./ask.ts";
import { ColumnView, FIGURES } from "./column.ts";
import { type Guess, guessOf } from "./guess.ts";
import { type Column, columnsOf, shownOf } from "./lineage.ts";
import { LiveGuesses } from "./live.ts";

const STEPS: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowUp: -1,
  PageUp: -1,
  ArrowRight: 1,
  ArrowDown: 1,
  PageDown: 1,
  Home: -Infinity,
  End: Infinity,
};

export interface PickerNeeds {
  /** The network's name above the stage. */
  readonly opener: HTMLElement;
  /** What is used while the list is open: the pad. */
  readonly beside: readonly HTMLElement[];
  readonly descriptions: Descriptions;
  /** Takes all networks, as soon as the list has them. */
  learn(networks: readonly ModelSummary[]): void;
}

export function mountPicker(host: HTMLElement, lab: Lab, needs: PickerNeeds): Dispose {
  const picker = new Picker(host, lab, needs);
  const isOpen = new MutationObserver(() => picker.follow(!host.hidden));
  isOpen.observe(host, { attributes: true, attributeFilter: ["hidden"] });
  let asked = 0;
  return endAll(
    mountPopover(needs.opener, host, needs.beside),
    effect(() => {
      const wanted = lab.session.choosing.value;
      if (wanted !== asked) untracked(() => needs.opener.click());
      asked = wanted;
    }),
    listen(host, { keydown: (event) => picker.walk(event) }),
    () => isOpen.disconnect(),
    () => picker.follow(false),
    () => host.replaceChildren(),
  );
}

class Picker {
  readonly #host: HTMLElement;
  readonly #lab: Lab;
  readonly #needs: PickerNeeds;
  readonly #live: LiveGuesses;
  readonly #list = make("ul", { class: "lineage", role: "list" });
  readonly #problem = make("p", { class: "note", role: "status" });
  /** Two networks side by side: the one on the stage, and at first the one whose cost is nearest. */
  readonly #compare = makeButton(() => this.#lab.look.compareWith(this.#compare.value), {
    "data-part": "compare-two",
    "data-closes": "",
    class: "link",
    text: phrase("networks.compare"),
    hidden: "",
  });
  #columns: readonly (readonly [Column, ColumnView])[] = [];
  /** The network that was picked in a column of several depths: column -> name. */
  readonly #picked = new Map<string, string>();
  /** Networks whose time was asked for, once each. */
  readonly #timed = new Set<string>();
  readonly #failed = new Set<ColumnView>();
  /** The network that each column describes, or has asked for. */
  readonly #described = new Map<ColumnView, string>();
  readonly #guesses = new Map<string, Guess | string>();
  #end: Dispose | null = null;
  /** Where the keyboard was before: on phones another button opens the list. */
  #from: HTMLElement | null = null;

  constructor(host: HTMLElement, lab: Lab, needs: PickerNeeds) {
    this.#host = host;
    this.#lab = lab;
    this.#needs = needs;
    this.#live = new LiveGuesses(lab, {
      names: () => this.#others(),
      ask: async (name, signal) => askForGuess(await needs.descriptions.get(name), lab, signal),
      tell: (name, guess) => {
        this.#guesses.set(name, guess);
        this.#show();
        if (typeof guess === "object") this.#learnTime(name);
      },
    });
    const about = makeButton(() => lab.look.openPanel("about"), {
      "data-part": "about",
      "data-closes": "",
      "data-control": "panels",
      class: "link",
      text: phrase("about.title"),
    });
    host.append(
      make("div", { class: "heading" }, [
        make("h2", { id: "networks-title", text: phrase("networks.title") }),
        make("p", { class: "note", text: phrase("networks.note") }),
        about,
        this.#compare,
        wayToTrain(),
      ]),
      this.#list,
      this.#problem,
    );
  }

  /** While the list is open, it is kept up to date and asks for guesses. */
  follow(isOpen: boolean): void {
    if (isOpen === (this.#end !== null)) return;
    this.#end?.();
    this.#end = null;
    if (!isOpen) return;
    this.#from = this.#host.ownerDocument.activeElement as HTMLElement | null;
    // What did not come is asked for again.
    for (const view of this.#failed) this.#described.delete(view);
    this.#failed.clear();
    const { reader, lecture, forward, look } = this.#lab;
    this.#end = endAll(
      this.#live.follow(),
      effect(() => {
        reader.network.value;
        reader.reading.value;
        forward.atEnd.value;
        look.theme.value;
        look.palette.value;
        lecture.isCovered(GUESSES);
        untracked(() => this.#show());
      }),
    );
    void this.#fetchList().then(() => this.#focus());
  }

  /** Arrows go from network to network. */
  walk(event: KeyboardEvent): void {
    const by = STEPS[event.key];
    if (by === undefined || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey)
      return;
    const buttons = this.#columns.map(([, { button }]) => button);
    const here = (event.target as Element).closest("li");
    const at = buttons.findIndex((each) => each.closest("li") === here);
    buttons[Math.max(0, Math.min(buttons.length - 1, at + by))]?.focus();
    event.preventDefault();
    event.stopPropagation();
  }

  async #fetchList(): Promise<void> {
    try {
      const networks = await listNetworks();
      this.#needs.learn(networks);
      const onStage = networks.find(({ name }) => name === this.#onStage());
      // Where no other network gives this kind of answer, the nearest of any kind: its maps can be compared.
      const other =
        onStage && (nearest(onStage, networks) ?? nearest(onStage, networks, () => true));
      this.#compare.value = other?.name ?? "";
      this.#compare.hidden = this.#compare.value === "";
      this.#problem.textContent = "";
      this.#fill(columnsOf(networks));
    } catch (error) {
      this.#problem.textContent = phrase("networks.list.failed", { reason: reasonOf(error) });
    }
  }

  /** New columns only where there are other networks than before: the keyboard stays where it is. */
  #fill(columns: readonly Column[]): void {
    const key = (all: readonly Column[]) =>
      all.flatMap(({ networks }) => networks.map(({ name }) => name)).join();
    const before = this.#columns;
    const isSame = key(before.map(([column]) => column)) === key(columns);
    this.#columns = columns.map((column, i) => {
      const view = isSame ? before[i]?.[1] : undefined;
      return [column, view ?? this.#makeColumn(columns, i)] as const;
    });
    if (!isSame)
      this.#list.replaceChildren(heads(), ...this.#columns.map(([, { element }]) => element));
    this.#list.style.setProperty("--columns", String(columns.length));
    this.#show();
    this.#live.go();
  }

  #makeColumn(columns: readonly Column[], at: number): ColumnView {
    const column = columns[at] as Column;
    const acts = {
      choose: (name: string) => this.#choose(name),
      pick: (name: string) => {
        this.#picked.set(column.title, name);
        this.#show();
        this.#live.go();
      },
    };
    return new ColumnView(column, acts, columns[at - 1], columns[at + 1]);
  }

  #choose(network: string): void {
    this.#needs.opener.click();
    // Opened by a key while nothing had the focus: the focus goes to the network's name.
    const isSomewhere = this.#from !== null && this.#from !== document.body;
    ((isSomewhere ? this.#from : null) ?? this.#needs.opener).focus();
    if (network === this.#onStage()) this.#lab.ask(null);
    else this.#lab.ask({ network, link: null, inHistory: false });
  }

  #focus(): void {
    const current = this.#columns.find(
      ([, { button }]) => button.getAttribute("aria-current") === "true",
    );
    const [, first] = current ?? this.#columns[0] ?? [];
    const { activeElement } = this.#host.ownerDocument;
    // Whoever went on to draw meanwhile is left alone.
    const isElsewhere = activeElement !== this.#from && activeElement !== document.body;
    if (!isElsewhere && !this.#host.hidden) first?.button.focus();
  }

  #onStage(): string {
    return this.#lab.reader.network.peek()?.description.name ?? "";
  }

  #shown(): readonly (readonly [ModelSummary, ColumnView])[] {
    return this.#columns.map(([column, view]) => {
      const picked = this.#picked.get(column.title);
      return [shownOf(column, picked, this.#onStage()), view] as const;
    });
  }

  /** The networks that are asked: all but the one on the stage, whose guess is known. */
  #others(): readonly string[] {
    const names = this.#shown().map(([{ name }]) => name);
    return names.filter((name) => name !== this.#onStage());
  }

  /** The first drawing that a network reads tells the server how long that takes. */
  #learnTime(name: string): void {
    const network = this.#shown().find(([each]) => each.name === name)?.[0];
    if (network?.milliseconds !== null || this.#timed.has(name)) return;
    this.#timed.add(name);
    void this.#fetchList();
  }

  #show(): void {
    const { theme, palette } = this.#lab.look;
    const colours = `${theme.peek()} ${palette.peek()}`;
    const isKnown =
      this.#lab.forward.atEnd.peek() && !this.#lab.lecture.covered.peek().has(GUESSES);
    for (const [network, view] of this.#shown()) {
      view.show(network, network.name === this.#onStage());
      view.guess(isKnown ? this.#guessOf(network) : phrase("networks.covered"), colours);
      if (this.#described.get(view) !== network.name) void this.#describe(network.name, view);
    }
  }

  #guessOf({ name, ready }: ModelSummary): Guess | string | null {
    const { network, reading } = this.#lab.reader;
    const [shown, read] = [network.peek(), reading.peek()];
    if (shown?.description.name !== name) {
      const guess = this.#guesses.get(name) ?? null;
      return ready || guess !== null ? guess : phrase("networks.not-ready");
    }
    if (read === null) return null;
    const outcomes = [...read.outcomes].map(([answer, { values }]) => [answer, values] as const);
    return guessOf(shown, new Map(read.blank ? [] : outcomes));
  }

  async #describe(name: string, view: ColumnView): Promise<void> {
    this.#described.set(view, name);
    const network = await this.#needs.descriptions.get(name).catch(() => null);
    if (view.element.dataset.network === name) view.describe(network);
    if (network === null) this.#failed.add(view);
  }
}

/** The titles of the rows, beside them. */
function heads(): HTMLElement {
  const texts = ["", "", "", phrase("networks.idea"), phrase("networks.guess")];
  const figures = FIGURES.map((figure) => phrase(`networks.${figure}`));
  const cells = (all: readonly string[]) => all.map((text) => make("span", { text }));
  return make("li", { class: "heads", "aria-hidden": "true" }, [
    ...cells(texts),
    make("span", { class: "figures" }, cells(figures)),
  ]);
}

/** The page of live runs, in the language and the mode that this page has when it is pressed. */
function wayToTrain(): HTMLElement {
  const link = make("a", {
    "data-part": "train",
    "data-control": "panels",
    class: "link",
    href: "train",
    text: phrase("networks.train"),
  });
  const keep = () => {
    const here = new URLSearchParams(location.search);
    const kept = ["lang", "lecture"].flatMap((name) => {
      const value = here.get(name);
      return value === null ? [] : [[name, value]];
    });
    link.search = new URLSearchParams(kept).toString();
  };
  listen(link, { pointerdown: keep, focus: keep, click: keep });
  return link;
}
