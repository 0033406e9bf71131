/**
 * Two networks under one pad. The network on the stage stands above; the one beside it has a state of its own that shares
 * the pad, and a live channel of its own: each frame gets to its own network alone.
 */

import { effect, untracked } from "@preact/signals-core";
import { makeButton } from "../dom/button.ts";
import { make } from "../dom/element.ts";
import { listen } from "../events/listen.ts";
import { withOneOpen } from "../network/blocks.ts";
import type { Network } from "../network/network.ts";
import type { Lab } from "../state/lab.ts";
import { type Dispose, endAll } from "../state/slice.ts";
import { course, phrase } from "../words/phrases.ts";
import { labBeside } from "./beside.ts";
import { makeScopes, type Places, showComparison } from "./comparison.ts";
import type { Listed, Side, Which, WholeCard } from "./side.ts";

/** What the comparison takes from the server. */
export interface Surroundings {
  fetchNetwork(name: string): Promise<Network>;
  fetchCard(name: string): Promise<WholeCard | null>;
  listNetworks(): Promise<readonly Listed[]>;
  /** Reads the pad for a lab until it is ended. */
  openChannel(lab: Lab): Dispose;
}

/** Ends a channel once it has connected or failed to: browsers complain of sockets that end before they have begun. */
function onceConnected({ session }: Lab, end: Dispose): Dispose {
  return () => {
    if (session.connection.peek() !== "connecting") return end();
    const stop = session.connection.subscribe((state) => {
      if (state !== "connecting") queueMicrotask(() => endAll(stop, end)());
    });
  };
}

/** `root` gets an attribute that says whether a comparison is shown instead of the stage. */
export function mountCompare(
  places: Places & { readonly root: HTMLElement },
  lab: Lab,
  surroundings: Surroundings,
): Dispose {
  const compare = new Compare(places, lab, surroundings);
  const stop = effect(() => {
    const [name, network] = [lab.look.compare.value, lab.reader.network.value];
    untracked(() => compare.follow(name, network?.whole ?? network));
  });
  return endAll(stop, () => compare.end());
}

class Compare {
  readonly #places: Places & { readonly root: HTMLElement };
  readonly #lab: Lab;
  readonly #surroundings: Surroundings;
  #now: { readonly name: string | null; readonly network: Network | null } | null = null;
  #turn = 0;
  #stop: Dispose = () => {};
  /** The element that had the keyboard's focus before the comparison, and the control that gets it next. */
  #before: Element | null = null;
  #keyboard: "close" | "chooser" | null = null;

  constructor(
    places: Places & { readonly root: HTMLElement },
    lab: Lab,
    surroundings: Surroundings,
  ) {
    this.#places = places;
    this.#lab = lab;
    this.#surroundings = surroundings;
  }

  /** What is compared now; nothing happens where that is what was compared before. */
  follow(name: string | null, network: Network | null): void {
    const before = this.#now;
    if (before?.name === name && before?.network === network) return;
    this.#now = { name, network };
    const { host, differences, root } = this.#places;
    const { activeElement, body } = host.ownerDocument;
    if (this.#keyboard !== "chooser") {
      const takes = before?.name == null ? activeElement !== body : host.contains(activeElement);
      this.#keyboard = takes ? "close" : null;
    }
    if (before?.name == null) this.#before = activeElement;
    this.#clear();
    host.hidden = name === null;
    differences.hidden = name === null;
    root.toggleAttribute("data-compare", name !== null);
    if (name === null) {
      this.#leave(before?.name != null);
      return;
    }
    if (network !== null) void this.#show(name, network);
    else this.#head([]);
  }

  end(): void {
    this.#clear();
    this.#places.root.removeAttribute("data-compare");
  }

  #clear(): void {
    this.#turn += 1;
    this.#stop();
    this.#stop = () => {};
    this.#places.host.replaceChildren();
    this.#places.differences.replaceChildren();
  }

  /** Gives the keyboard's focus back to the element that had it; if that is gone, to the network's name. */
  #leave(wasThere: boolean): void {
    const { host } = this.#places;
    const page = host.ownerDocument;
    if (!wasThere || (page.activeElement !== page.body && page.activeElement !== null)) return;
    const isThere = this.#before instanceof HTMLElement && this.#before.checkVisibility?.();
    const name = page.querySelector<HTMLElement>("[data-part=network]");
    if (isThere && this.#before !== page.body) (this.#before as HTMLElement).focus();
    else name?.focus();
  }

  async #show(name: string, network: Network): Promise<void> {
    this.#head([]);
    this.#say(phrase("compare.coming"));
    const { fetchNetwork, fetchCard, listNetworks } = this.#surroundings;
    const turn = this.#turn;
    const shownName = network.description.name;
    const listed = listNetworks().catch(() => []);
    const cardOf = (each: string) => fetchCard(each).catch(() => null);
    try {
      const known = await listed;
      if (turn !== this.#turn) return;
      if (known.length > 0 && !known.some((each) => each.name === name)) {
        this.#head(known);
        const names = known.map(({ title }) => title).join(", ");
        return this.#say(phrase("compare.unknown", { name, names }), this.#chooser(known));
      }
      const [list, card, other] = await Promise.all([
        listed,
        cardOf(shownName),
        name === shownName ? null : Promise.all([fetchNetwork(name), cardOf(name)]),
      ]);
      if (turn !== this.#turn) return;
      this.#head(list);
      if (other === null) return this.#say(phrase("compare.same"), this.#chooser(list));
      const one = this.#sideOf(network, card, list, this.#lab);
      this.#compare(one, this.#sideOf(...other, list, labBeside(this.#lab)), list);
    } catch (error) {
      if (turn !== this.#turn) return;
      const reason = error instanceof Error ? error.message : String(error);
      this.#head(await listed);
      if (turn === this.#turn) this.#refuse(name, network, reason, await listed);
    }
  }

  #sideOf(network: Network, card: WholeCard | null, list: readonly Listed[], lab: Lab): Side {
    const { description } = network;
    const blocks = description.blocks.map((block) => ({ ...block, title: course(block.title) }));
    const named = { ...network, description: { ...description, blocks } };
    return {
      title: course(description.title),
      network: withOneOpen(named, null),
      card,
      listed: list.find(({ name }) => name === description.name),
      lab,
    };
  }

  #compare(one: Side, other: Side, list: readonly Listed[]): void {
    other.lab.reader.describe(other.network);
    const sides = { one, other };
    const nameOf = (which: Which) =>
      which === "one" ? make("h3", { text: one.title }) : this.#chooser(list);
    this.#stop = endAll(
      this.#stop,
      showComparison(this.#places, this.#lab, sides, nameOf),
      onceConnected(other.lab, this.#surroundings.openChannel(other.lab)),
    );
  }

  /** The parts that every comparison has: its title, the switch of the colours' range, and the button that closes it. */
  #head(list: readonly Listed[]): void {
    const { host, differences } = this.#places;
    host.setAttribute("aria-label", phrase("compare.title"));
    differences.setAttribute("aria-label", phrase("compare.differ"));
    this.#stop();
    const scopes = makeScopes(this.#lab);
    this.#stop = scopes.stop;
    const close = makeButton(() => this.#lab.look.compareWith(null), {
      class: "close",
      "data-part": "close-comparison",
      "aria-label": phrase("compare.close"),
      title: phrase("compare.close"),
    });
    const phone = list.length > 0 ? [this.#phoneSwitch()] : [];
    // Not if the focus has moved elsewhere meanwhile.
    const takes = host.childElementCount === 0 || host.contains(host.ownerDocument.activeElement);
    host.replaceChildren(
      make("header", { class: "head" }, [
        make("h2", { text: phrase("compare.title") }),
        ...phone,
        scopes.element,
        close,
      ]),
    );
    if (this.#keyboard === "close" && takes) close.focus();
  }

  /** Phones have room for one network: this switch chooses which. */
  #phoneSwitch(): HTMLElement {
    const { host } = this.#places;
    const buttons = (["one", "other"] as const).map((which) =>
      makeButton(
        () => {
          host.dataset.shows = which;
          for (const each of buttons)
            each.setAttribute("aria-pressed", String(each.dataset.which === which));
        },
        {
          "data-which": which,
          "aria-pressed": String(which === (host.dataset.shows ?? "one")),
          text: phrase(`compare.shows.${which}`),
        },
      ),
    );
    host.dataset.shows ??= "one";
    const label = phrase("compare.shows");
    return make("div", { class: "segments which", role: "group", "aria-label": label }, buttons);
  }

  #say(text: string, ...after: readonly HTMLElement[]): void {
    this.#places.host.append(
      make("div", { class: "said" }, [make("p", { role: "status", text }), ...after]),
    );
  }

  #refuse(name: string, network: Network, reason: string, list: readonly Listed[]): void {
    const again = makeButton(() => void this.#again(name, network), {
      class: "boxed",
      text: phrase("compare.again"),
    });
    this.#say(phrase("compare.failed", { reason }), this.#chooser(list), again);
  }

  #again(name: string, network: Network): void {
    this.#clear();
    void this.#show(name, network);
  }

  /** The other network's name, as a list from which it is chosen. */
  #chooser(list: readonly Listed[]): HTMLElement {
    const shownName = this.#now?.network?.description.name;
    const chosen = this.#lab.look.compare.peek();
    const others = list.filter(
      ({ name, ready }) => name !== shownName && (ready || name === chosen),
    );
    const isListed = others.some(({ name }) => name === chosen);
    const options = others.map(({ name, title }) => make("option", { value: name, text: title }));
    const select = make(
      "select",
      { "aria-label": phrase("compare.other") },
      isListed
        ? options
        : [make("option", { value: "", text: phrase("compare.other") }), ...options],
    );
    if (isListed) select.value = chosen ?? "";
    listen(select, {
      change: () => {
        this.#keyboard = "chooser";
        if (select.value !== "") this.#lab.look.compareWith(select.value);
      },
    });
    // Focus works only once the list is on the page.
    if (this.#keyboard === "chooser") queueMicrotask(() => select.focus());
    this.#keyboard = null;
    return make("h3", {}, [select]);
  }
}
