import type { Dispose } from "../dom/element.ts";
import type { Store } from "../store.ts";

/** Opens the list of terms at the one whose word was pressed, anywhere on the page. */
export function mountTerms(host: HTMLElement, store: Store): Dispose {
  let from: HTMLElement | null = null;
  const press = (event: MouseEvent) => {
    const word = (event.target as Element).closest<HTMLElement>("[data-term]");
    if (word === null) return;
    from = word;
    store.open("terms");
    for (const entry of host.querySelectorAll<HTMLElement>("[data-entry]")) {
      const chosen = entry.dataset.entry === word.dataset.term;
      entry.classList.toggle("chosen", chosen);
      if (!chosen) continue;
      entry.tabIndex = -1;
      entry.focus();
      entry.scrollIntoView({ block: "nearest" });
    }
  };
  /** Escape leads back to the word. */
  const leave = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || !host.contains(document.activeElement)) return;
    store.open(null);
    from?.focus();
    event.stopPropagation();
  };
  document.addEventListener("click", press);
  host.addEventListener("keydown", leave);
  return () => {
    document.removeEventListener("click", press);
    host.removeEventListener("keydown", leave);
  };
}
