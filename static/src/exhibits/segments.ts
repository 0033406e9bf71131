/** A row of buttons of which one is chosen: `data-NAME` is the value of each. */
import { effect, type Signal } from "@preact/signals-core";
import { listen } from "../events/listen.ts";

export function mountSegments<Value extends string>(
  row: HTMLElement,
  name: string,
  chosen: Signal<Value>,
): () => void {
  const ended = [
    listen(row, {
      click: ({ target }) => {
        const value = (target as Element).closest<HTMLElement>(`[data-${name}]`)?.dataset[name];
        if (value !== undefined) chosen.value = value as Value;
      },
    }),
    effect(() => {
      for (const each of row.querySelectorAll<HTMLElement>(`[data-${name}]`))
        each.setAttribute("aria-pressed", String(each.dataset[name] === chosen.value));
    }),
  ];
  return () => {
    for (const end of ended) end();
  };
}
