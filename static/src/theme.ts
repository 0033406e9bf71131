/** Light or dark: as chosen on the page, else as the system has it. */
import { loadTheme } from "./keep.ts";
import type { Theme } from "./store.ts";

export function systemTheme(): Theme {
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

export function currentTheme(storage: Storage | null): Theme {
  return loadTheme(storage) ?? systemTheme();
}

/** Local storage throws where a browser forbids it. */
export function localStorageOrNull(): Storage | null {
  try {
    return localStorage;
  } catch {
    return null;
  }
}
