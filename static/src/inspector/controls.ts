/** Below a cell's numbers: how many decimals they have, copying them, and unpinning the cell. */
import { effect } from "@preact/signals-core";
import { make, say } from "../dom/element.ts";
import { listen } from "../events/listen.ts";
import type { Arithmetic } from "../network/arithmetic.ts";
import { asPyTorch } from "../network/explain.ts";
import type { AppliedFunction } from "../network/kinds/kind.ts";
import type { Lab } from "../state/lab.ts";
import { type Dispose, endAll } from "../state/slice.ts";
import { asText } from "../words/as-text.ts";
import { phrase } from "../words/phrases.ts";
import { button } from "./frame.ts";
import { STOP } from "./terms.ts";

/** What can be copied. */
interface Offered {
  readonly title: string;
  readonly arithmetic: Arithmetic | null;
  /** The functions that follow the arithmetic, such as ReLU. */
  readonly applied: readonly AppliedFunction[];
  /** The value in the map, after those functions. */
  readonly value: number;
}

/** Buttons for the decimals, for copying, and for unpinning the cell. */
export function makeControls(lab: Lab) {
  const release = button(phrase("inspector.release"), phrase("inspector.release.hint"), () =>
    lab.selection.pin(null),
  );
  const fewer = button("−", phrase("inspector.fewer"), () =>
    lab.look.useDigits(lab.look.digits.peek() - 1),
  );
  const more = button("+", phrase("inspector.more"), () =>
    lab.look.useDigits(lab.look.digits.peek() + 1),
  );
  let offered: Offered | null = null;
  const status = make("span", { role: "status" });
  const copy = (text: (arithmetic: Arithmetic, of: Offered) => string) => () => {
    if (offered?.arithmetic) void copyText(text(offered.arithmetic, offered), status);
  };
  const asWords = button(
    phrase("inspector.copy.text"),
    phrase("inspector.copy.text.hint"),
    copy((arithmetic, { title, value, applied }) =>
      asText(title, arithmetic, value, applied, lab.look.digits.peek()),
    ),
  );
  const asCode = button(
    phrase("inspector.copy.pytorch"),
    phrase("inspector.copy.pytorch.hint"),
    copy((arithmetic, { applied }) => asPyTorch(arithmetic, applied)),
  );
  const element = make("footer", { class: "tool-row" }, [
    make("span", { text: phrase("inspector.decimals") }),
    fewer,
    more,
    asWords,
    asCode,
    status,
  ]);
  release.classList.add("release");
  for (const each of [asWords, asCode]) each.classList.add("copy");
  const offer = (next: Offered | null) => {
    offered = next;
    element.hidden = !next?.arithmetic;
  };
  return { element, release, offer };
}

async function copyText(text: string, status: HTMLElement): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    say(status, phrase("inspector.copied"));
  } catch {
    // Clipboards need https or localhost: elsewhere the text is shown, to be copied by hand.
    const area = make("textarea", { readonly: "", "aria-label": phrase("inspector.to-copy") });
    area.value = text;
    status.replaceChildren(area);
    area.select();
  }
}

/**
 * Enter on the pinned cell moves the keyboard focus to its numbers; Escape unpins the cell and moves the focus back.
 */
export function followKeys(host: HTMLElement, body: HTMLElement, lab: Lab): Dispose {
  let from: HTMLElement | null = null;
  let entered = lab.selection.entered.peek();
  const stopEntering = effect(() => {
    const isNew = lab.selection.entered.value > entered;
    entered = lab.selection.entered.value;
    const inside = body.querySelector<HTMLElement>(STOP) ?? host.querySelector("button");
    if (!isNew || inside === null) return;
    from = document.activeElement as HTMLElement | null;
    inside.focus();
  });
  const leave = (event: KeyboardEvent) => {
    const isOpen = lab.selection.pinned.peek() !== null || lab.selection.kernel.peek() !== null;
    // A panel or a comparison that lies over the cell closes first.
    const isUnder = lab.look.panel.peek() !== null || lab.look.compare.peek() !== null;
    if (event.key !== "Escape" || !isOpen || isUnder) return;
    lab.selection.pin(null);
    event.preventDefault();
  };
  const stopReturning = effect(() => {
    if (lab.selection.pinned.value === null && host.contains(document.activeElement)) from?.focus();
  });
  return endAll(stopEntering, stopReturning, listen(document, { keydown: leave }));
}
