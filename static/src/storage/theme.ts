/** Light or dark: as chosen on the page, else as the system has it. */

import type { Theme } from "../state/session.ts";
import { loadTheme } from "./local.ts";

export function systemTheme(): Theme {
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

export function currentTheme(storage: Storage | null): Theme {
  return loadTheme(storage) ?? systemTheme();
}

/** Storage throws where a browser forbids it. */
export function localStorageOrNull(): Storage | null {
  return orNull(() => localStorage);
}

/** What only this tab has. */
export function sessionStorageOrNull(): Storage | null {
  return orNull(() => sessionStorage);
}

function orNull(storage: () => Storage): Storage | null {
  try {
    return storage();
  } catch {
    return null;
  }
}
