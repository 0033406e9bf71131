/** The chips for the slot that is open, to press or drag, and an input for the visitor's own words. */
import { effect } from "@preact/signals-core";
import { make, need, say } from "../dom/element.ts";
import { rove } from "../dom/rove.ts";
import { listen } from "../events/listen.ts";
import { type Key, phrase } from "../words/phrases.ts";
import { CHIPS, type Choice, isWritten, SLOTS, type Slot, written } from "./approach.ts";
import { mountCarrying } from "./carry.ts";
import { nameOfChoice, nameOfSlot } from "./choice-words.ts";
import type { Worksheet } from "./worksheet.ts";

export function mountTray(host: HTMLElement, sheet: Worksheet): () => void {
  const tray = new Tray(host, sheet);
  const ended = [
    listen(tray.element, { click: ({ target }) => tray.click(target as Element) }),
    listen(need("form", tray.element), {
      submit: (event) => {
        event.preventDefault();
        tray.write();
      },
    }),
    effect(() => tray.open(sheet.slot.value)),
    effect(() => tray.mark()),
    mountCarrying(need("[data-part=slots]", host), {
      chipAt: (target) => target.closest<HTMLElement>("[data-chip]"),
      over: (chip, place) => tray.over(chip, place),
      drop: (chip, place) => tray.drop(chip, place),
      end: () => tray.over(null, null),
    }),
    () => tray.end(),
  ];
  return () => {
    for (const end of ended) end();
  };
}

class Tray {
  readonly element: HTMLElement;
  readonly #host: HTMLElement;
  readonly #sheet: Worksheet;
  #endKeys = () => {};

  constructor(host: HTMLElement, sheet: Worksheet) {
    this.element = need("[data-part=tray]", host);
    this.#host = host;
    this.#sheet = sheet;
  }

  end(): void {
    this.#endKeys();
  }

  /** Goes to the slot's row, so that Tab comes to it next. */
  open(slot: Slot): void {
    for (const each of SLOTS) {
      const button = need(`[data-slot=${each}] [data-act=open]`, this.#host);
      button.setAttribute("aria-expanded", String(each === slot));
    }
    this.#row(slot).append(this.element);
    const offered = phrase("exhibits.choice.offered", { slot: nameOfSlot(slot) });
    say(need("[data-part=offered]", this.element), offered);
    const chips = CHIPS[slot].map((name) =>
      make("button", {
        ...{ type: "button", class: "chip", "data-chip": name, text: nameOfChoice(slot, name) },
        "aria-pressed": String(this.#sheet.mine.peek()[slot]?.includes(name) ?? false),
      }),
    );
    const list = need("[data-part=chips]", this.element);
    list.replaceChildren(...chips);
    this.#endKeys();
    this.#endKeys = rove(list, chips, "across", true);
  }

  /** Which chips are in the slot. */
  mark(): void {
    const mine = this.#sheet.mine.value[this.#sheet.slot.value] ?? [];
    for (const chip of this.element.querySelectorAll<HTMLElement>("[data-chip]"))
      chip.setAttribute("aria-pressed", String(mine.includes(chip.dataset.chip ?? "")));
  }

  click(target: Element): void {
    const chip = target.closest<HTMLElement>("[data-chip]")?.dataset.chip;
    const slot = this.#sheet.slot.peek();
    if (chip === undefined) return;
    if (this.#sheet.mine.peek()[slot]?.includes(chip)) this.#take(slot, chip);
    else this.#put(slot, chip);
  }

  write(): void {
    const field = need<HTMLInputElement>("input", this.element);
    const choice = written(field.value);
    if (choice !== null) this.#put(this.#sheet.slot.peek(), choice);
    field.value = "";
  }

  over(chip: HTMLElement | null, place: HTMLElement | null): void {
    for (const each of SLOTS) {
      const row = this.#row(each);
      row.toggleAttribute("data-over", row === place);
      row.toggleAttribute("data-target", chip !== null && takes(each, chip));
    }
  }

  /** A chip is dropped: into a slot that takes it, from one slot to another, or out of its slot. */
  drop(chip: HTMLElement, place: HTMLElement | null): void {
    const choice = chip.dataset.chip ?? "";
    const from = this.#slotOf(chip);
    const isTray = this.element.contains(chip);
    const to = place === null ? null : (place.dataset.slot as Slot);
    if (to === null || to === from) {
      if (isTray && to === from) this.#put(from, choice);
      else if (!isTray && to === null) this.#take(from, choice);
    } else if (takes(to, chip)) {
      if (!isTray) this.#sheet.take(from, choice);
      this.#put(to, choice);
      this.#sheet.slot.value = to;
    } else this.#tell("elsewhere", from, choice);
  }

  #row(slot: Slot): HTMLElement {
    return need(`[data-slot=${slot}]`, this.#host);
  }

  #slotOf(chip: HTMLElement): Slot {
    return chip.closest<HTMLElement>("[data-slot]")?.dataset.slot as Slot;
  }

  #put(slot: Slot, choice: Choice): void {
    const isThere = this.#sheet.mine.peek()[slot]?.includes(choice) ?? false;
    const isPut = isThere || this.#sheet.put(slot, choice);
    this.#tell(isPut ? "put" : "full", slot, choice);
  }

  #take(slot: Slot, choice: Choice): void {
    this.#sheet.take(slot, choice);
    this.#tell("taken", slot, choice);
  }

  #tell(what: string, slot: Slot, choice: Choice): void {
    const names = { chip: nameOfChoice(slot, choice), slot: nameOfSlot(slot) };
    say(
      need("[data-part=tray-told]", this.element),
      phrase(`exhibits.choice.${what}` as Key, names),
    );
  }
}

/** Whether a chip may be put into a slot: a chip only into its own slot, the visitor's own words into any. */
function takes(slot: Slot, chip: HTMLElement): boolean {
  const from = chip.closest<HTMLElement>("[data-slot]")?.dataset.slot;
  return from === slot || isWritten(chip.dataset.chip ?? "");
}
