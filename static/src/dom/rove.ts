import { listen } from "../events/listen.ts";

const ARROWS = { across: ["ArrowLeft", "ArrowRight"], down: ["ArrowUp", "ArrowDown"] } as const;

/**
 * Makes controls that stand in a row or a column one stop of the Tab key: arrows go from one to the next, Home and End to the
 * ends. Tab comes back to where it left, or always to the first, where the others may be left out meanwhile.
 */
export function rove(
  host: HTMLElement,
  controls: readonly HTMLElement[],
  way: keyof typeof ARROWS,
  comesBack: boolean,
): () => void {
  const stopAt = (stop: EventTarget | null | undefined) => {
    for (const each of controls) each.tabIndex = each === stop ? 0 : -1;
  };
  stopAt(controls[0]);
  return listen(host, {
    focusin: ({ target }) => stopAt(target),
    focusout: () => {
      if (!comesBack) stopAt(controls[0]);
    },
    keydown: (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
      const shown = controls.filter((each) => each.checkVisibility?.() ?? true);
      const at = shown.indexOf(event.target as HTMLElement);
      const [back, on] = ARROWS[way];
      const to = { [back]: at - 1, [on]: at + 1, Home: 0, End: shown.length - 1 }[event.key];
      if (at < 0 || to === undefined) return;
      shown[to]?.focus();
      event.preventDefault();
      event.stopPropagation();
    },
  });
}
