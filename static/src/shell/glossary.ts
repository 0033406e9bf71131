import { listen } from "../events/listen.ts";
import type { Lab } from "../state/lab.ts";
import { type Dispose, endAll } from "../state/slice.ts";

/** Opens the list of terms at the one whose word was pressed, anywhere on the page. */
export function mountGlossary(host: HTMLElement, opener: HTMLElement, lab: Lab): Dispose {
  let from: HTMLElement | null = null;
  let part: Element | null = null;
  const press = (event: MouseEvent) => {
    const word = (event.target as Element).closest<HTMLElement>("[data-term]");
    if (word === null) return;
    from = word;
    part = word.closest("section, [role=group]");
    lab.look.openPanel("terms");
    for (const entry of host.querySelectorAll<HTMLElement>("[data-entry]")) {
      const chosen = entry.dataset.entry === word.dataset.term;
      entry.classList.toggle("chosen", chosen);
      if (!chosen) continue;
      entry.tabIndex = -1;
      entry.focus();
      entry.scrollIntoView({ block: "start", behavior: "instant" });
    }
  };
  /** Words in running text are buttons by their role only. */
  const pressByKey = (event: KeyboardEvent) => {
    const word = event.target as Element;
    if (!word.matches("[data-term][role=button]")) return;
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    event.stopPropagation();
    (word as HTMLElement).click();
  };
  /** Escape leads back to the word. */
  const leave = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || !host.contains(document.activeElement)) return;
    lab.look.openPanel(null);
    // New numbers replace the text: the pressed word may be another element by now, or missing.
    const again = part?.querySelector<HTMLElement>(`[data-term="${from?.dataset.term}"]`);
    ((from?.isConnected ? from : again) ?? opener).focus();
    event.stopPropagation();
  };
  return endAll(
    listen(document, { click: press, keydown: pressByKey }),
    listen(host, { keydown: leave }),
  );
}
