/** The eight slots: what is in them, what of it does not go together, and what the course has there. */
import { effect } from "@preact/signals-core";
import { make, need, say } from "../dom/element.ts";
import { rove } from "../dom/rove.ts";
import { listen } from "../events/listen.ts";
import { phrase } from "../words/phrases.ts";
import { SLOTS, type Slot, slotOf } from "./approach.ts";
import { nameOfChoice, sentenceOfClash } from "./choice-words.ts";
import type { Worksheet } from "./worksheet.ts";

/** `vgg`: the number of parameters of VGG-16, for a sentence. */
export function mountSlots(host: HTMLElement, sheet: Worksheet, vgg: number): () => void {
  const list = need("[data-part=slots]", host);
  const values = { parameters: vgg, megabytes: Math.round((4 * vgg) / 1e6) };
  const rows = SLOTS.map((slot) => need(`[data-slot=${slot}]`, list));
  const names = rows.map((row) => need("[data-act=open]", row));
  const ended = [
    rove(list, names, "down", true),
    listen(list, {
      click: ({ target }) => {
        const row = (target as Element).closest<HTMLElement>("[data-slot]");
        if (row === null || (target as Element).closest("[data-part=tray]") !== null) return;
        const out = (target as Element).closest<HTMLElement>("[data-chip]");
        const slot = row.dataset.slot as Slot;
        if (out !== null) {
          sheet.take(slot, out.dataset.chip ?? "");
          need("[data-act=open]", row).focus();
        } else sheet.slot.value = slot;
      },
    }),
    effect(() => {
      list.toggleAttribute("data-compared", sheet.compared.value.has(sheet.at.value));
    }),
    ...rows.map((row, at) => effect(() => showRow(row, SLOTS[at] as Slot, sheet, values))),
  ];
  return () => {
    for (const end of ended) end();
  };
}

function showRow(
  row: HTMLElement,
  slot: Slot,
  sheet: Worksheet,
  values: { readonly parameters: number; readonly megabytes: number },
): void {
  const [mine, { course, why }] = [sheet.mine.value[slot] ?? [], sheet.here.value];
  const isShown = sheet.compared.value.has(sheet.at.value);
  need("[data-part=chosen]", row).replaceChildren(
    ...mine.map((choice) => {
      const isShared = isShown && course[slot]?.includes(choice);
      const name = nameOfChoice(slot, choice);
      const button = make("button", {
        ...{ type: "button", class: "chip", "data-chip": choice, text: name },
        "aria-label": phrase("exhibits.choice.take-out", { chip: name }),
      });
      button.toggleAttribute("data-shared", isShared);
      return make("li", {}, [button]);
    }),
  );
  row.toggleAttribute("data-filled", mine.length > 0);
  showClashes(row, slot, sheet, values);
  const choices = course[slot]?.map((choice) => nameOfChoice(slot, choice)).join(" · ");
  const reasons = need("[data-part=course]", row);
  reasons.hidden = !isShown;
  say(
    need("[data-part=course-choices]", reasons),
    choices === undefined
      ? phrase("exhibits.choice.open")
      : phrase("exhibits.choice.course", { choices }),
  );
  say(need("[data-part=why]", reasons), why[slot] ?? "");
}

function showClashes(
  row: HTMLElement,
  slot: Slot,
  sheet: Worksheet,
  values: { readonly parameters: number; readonly megabytes: number },
): void {
  const clashes = sheet.clashes.value;
  const here = clashes.filter((each) => slotOf(each) === slot);
  need("[data-part=clashes]", row).replaceChildren(
    ...here.map((each) =>
      make("p", { "data-level": each.level, text: sentenceOfClash(each, values) }),
    ),
  );
  const isPart = clashes.some(({ level, pair }) => {
    return level === "no" && pair.some((term) => term.startsWith(`${slot}.`));
  });
  row.toggleAttribute("data-clashes", isPart);
}
