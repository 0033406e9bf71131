/** A link to just what is on the screen: to copy, and as a code; with controls left out for a lesson. */

import { computed, effect, type ReadonlySignal, type Signal, signal } from "@preact/signals-core";
import { linkTo } from "../address/address.ts";
import { settled } from "../address/ink-as-text.ts";
import { makeButton } from "../dom/button.ts";
import { make } from "../dom/element.ts";
import type { Part } from "../dom/part.ts";
import { listen } from "../events/listen.ts";
import { addressesForOthers, movedTo } from "../server/addresses.ts";
import { CONTROLS, type Control } from "../state/controls.ts";
import type { Lab } from "../state/lab.ts";
import { endAll } from "../state/slice.ts";
import { counted, phrase } from "../words/phrases.ts";
import { qrOf } from "./qr.ts";

/** Codes of longer links have too many squares for a phone at the other end of a hall. */
const FAR = 330;

export function makeScreen(lab: Lab): Part {
  // The drawing on the screen is rounded to the link's grid, so that the link shows exactly the same.
  lab.ink.settle(settled(lab.ink.history.peek().drawing));
  const leftOut = signal<ReadonlySet<Control>>(lab.lecture.leftOut.peek());
  const others = signal<readonly string[] | null>(null);
  void addressesForOthers().then((addresses) => {
    others.value = addresses;
  });
  const link = computed(() => linkWith(lab, leftOut, others.value));
  const { element, code, field, status, alone } = makeParts(leftOut);
  const stop = effect(() => {
    const href = link.value;
    field.value = href;
    const picture = qrOf(href, phrase("share.code"));
    code.replaceChildren(picture ?? make("p", { text: phrase("share.too-long") }));
    status.textContent = href.length > FAR ? counted("share.length", href.length) : "";
  });
  const stopWarning = effect(() => {
    alone.textContent = others.value?.length === 0 ? phrase("share.alone") : "";
  });
  return { element, end: endAll(stop, stopWarning) };
}

/** What is on the screen without these controls, at the address that others can open. Reads signals. */
function linkWith(
  lab: Lab,
  leftOut: ReadonlySignal<ReadonlySet<Control>>,
  others: readonly string[] | null,
): string {
  const shown = { ...lab, lecture: { ...lab.lecture, leftOut } };
  const here = linkTo(new URL(location.href), shown, document.documentElement.lang);
  const [base] = others ?? [];
  return (base === undefined ? here : movedTo(base, here)).href;
}

function makeParts(leftOut: Signal<ReadonlySet<Control>>) {
  const code = make("div", { class: "code" });
  const field = make("textarea", {
    readonly: "",
    rows: "5",
    spellcheck: "false",
    "aria-label": phrase("share.link"),
  });
  const status = make("p", { class: "status", role: "status" });
  const alone = make("p", { class: "warning" });
  const copy = makeButton(() => void copyLink(field, status), {
    class: "main",
    text: phrase("share.copy"),
  });
  listen(field, { focus: () => field.select() });
  const words = make("div", { class: "words" }, [
    make("h2", { text: phrase("share.screen.title") }),
    make("p", { text: phrase("share.screen.lead") }),
    field,
    make("div", { class: "actions" }, [copy, status]),
    alone,
    choices(leftOut),
  ]);
  const element = make("section", { class: "screen" }, [code, words]);
  return { element, code, field, status, alone };
}

/** A box for each control that the link may leave out. */
function choices(leftOut: Signal<ReadonlySet<Control>>): HTMLElement {
  const boxes = CONTROLS.map((control) => {
    const box = make("input", { type: "checkbox", name: control });
    box.checked = leftOut.value.has(control);
    const change = () => {
      const next = new Set(leftOut.value);
      if (box.checked) next.add(control);
      else next.delete(control);
      leftOut.value = next;
    };
    listen(box, { change });
    return make("label", {}, [box, make("span", { text: phrase(`controls.${control}`) })]);
  });
  return make("fieldset", {}, [
    make("legend", { text: phrase("controls.title") }),
    make("p", { text: phrase("controls.lead") }),
    make("div", { class: "boxes" }, boxes),
  ]);
}

/** The clipboard is forbidden on plain http but for this computer: then the link is selected, to be copied by hand. */
async function copyLink(field: HTMLTextAreaElement, status: HTMLElement): Promise<void> {
  field.select();
  let copied = false;
  try {
    await navigator.clipboard.writeText(field.value);
    copied = true;
  } catch {
    copied = document.execCommand("copy");
  }
  status.textContent = phrase(copied ? "share.copied" : "share.select");
}
