/** Brings the keys of the page: with the first drawing on the screen, or with the first key that is pressed. */
import { signal } from "@preact/signals-core";
import { listen } from "../events/listen.ts";
import type { Lab } from "../state/lab.ts";
import { mountLater } from "../state/later.ts";
import { type Dispose, endAll } from "../state/slice.ts";
import { phrase, withItsWords } from "../words/phrases.ts";

/** What is pressed before they are there acts once they are. */
export function mountKeysLater(host: HTMLElement, lab: Lab): Dispose {
  const pressed = signal<readonly KeyboardEvent[]>([]);
  const stopWaiting = listen(window, {
    keydown: (event) => {
      pressed.value = [...pressed.peek(), event];
    },
  });
  const load = async () => {
    const { mountKeys } = await withItsWords(() => import("./keys.ts"));
    return () => {
      stopWaiting();
      const end = mountKeys(host, lab);
      for (const event of pressed.peek()) pressAgain(event);
      return end;
    };
  };
  return endAll(
    stopWaiting,
    mountLater(lab, {
      load,
      asked: () => pressed.value.at(-1) ?? (lab.look.panel.value === "keys" ? "keys" : null),
      fail: () => lab.session.notify(phrase("page.failed")),
    }),
  );
}

function pressAgain(event: KeyboardEvent): void {
  if (!event.defaultPrevented) event.target?.dispatchEvent(new KeyboardEvent(event.type, event));
}
