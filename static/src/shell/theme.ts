/** Light or dark, and the colours of the maps: as the state says, on the whole page. */
import { effect } from "@preact/signals-core";
import type { Lab } from "../state/lab.ts";
import type { Theme } from "../state/session.ts";
import { saveTheme } from "../storage/local.ts";
import { systemTheme } from "../storage/theme.ts";

export function wearTheme(button: HTMLElement, lab: Lab, storage: Storage | null): void {
  effect(() => {
    document.documentElement.dataset.theme = lab.look.theme.value;
    document.documentElement.dataset.palette = lab.look.palette.value;
  });
  const other = (): Theme => (lab.look.theme.peek() === "dark" ? "light" : "dark");
  button.addEventListener("click", () => {
    lab.look.forceTheme(other());
    saveTheme(storage, lab.look.theme.peek());
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    lab.session.useTheme(systemTheme());
  });
}
