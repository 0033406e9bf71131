/** Light or dark, and the colours of the maps: as the state says, on all of `root`. */
import { effect } from "@preact/signals-core";
import { listen } from "../events/listen.ts";
import type { Lab } from "../state/lab.ts";
import type { Theme } from "../state/session.ts";
import { type Dispose, endAll } from "../state/slice.ts";
import { saveTheme } from "../storage/local.ts";
import { systemTheme } from "../storage/theme.ts";

export function wearTheme(
  button: HTMLElement,
  root: HTMLElement,
  lab: Lab,
  storage: Storage | null,
): Dispose {
  const stop = effect(() => {
    root.dataset.theme = lab.look.theme.value;
    root.dataset.palette = lab.look.palette.value;
  });
  const other = (): Theme => (lab.look.theme.peek() === "dark" ? "light" : "dark");
  const press = () => {
    lab.look.forceTheme(other());
    saveTheme(storage, lab.look.theme.peek());
  };
  const system = matchMedia("(prefers-color-scheme: dark)");
  return endAll(
    stop,
    listen(button, { click: press }),
    listen(system, { change: () => lab.session.useTheme(systemTheme()) }),
  );
}
