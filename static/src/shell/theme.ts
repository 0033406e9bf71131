/** Light or dark, and the colours of the maps: as the state says, on the whole page. */
import { effect } from "@preact/signals-core";
import { need } from "../dom/element.ts";
import type { Store, Theme } from "../state/lab.ts";
import { saveTheme } from "../storage/local.ts";
import { systemTheme } from "../storage/theme.ts";

export function wearTheme(store: Store, storage: Storage | null): void {
  effect(() => {
    document.documentElement.dataset.theme = store.theme.value;
    document.documentElement.dataset.palette = store.palette.value;
  });
  const other = (): Theme => (store.theme.peek() === "dark" ? "light" : "dark");
  need("#theme").addEventListener("click", () => {
    store.forceTheme(other());
    saveTheme(storage, store.theme.peek());
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    if (store.forcedTheme.peek() === null) store.paintIn(systemTheme());
  });
}
