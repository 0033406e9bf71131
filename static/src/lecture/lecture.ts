import { effect } from "@preact/signals-core";
import { need, say } from "../dom/element.ts";
import { listen } from "../dom/listen.ts";
import { GUESSES } from "../state/covers.ts";
import type { Lab } from "../state/lab.ts";
import { type Dispose, endAll } from "../state/slice.ts";
import { phrase } from "../words/phrases.ts";

/** Lecture mode with the whole screen, the ring around the pointer, the blank screen, and predict first. */
export function mountLecture(page: Document, lab: Lab): Dispose {
  const root = page.documentElement;
  const said = need("#screen-said", page);
  const predict = need("#predict-first", page);
  const clicks: readonly [HTMLElement, () => void][] = [
    [need("#lecture", page), () => lab.lecture.giveLecture(true, true)],
    [need("#leave-lecture", page), () => lab.lecture.giveLecture(false)],
    [predict, () => lab.lecture.switchCover(GUESSES)],
    [need("#reveal", page), () => lab.lecture.switchCover(GUESSES)],
  ];
  const wake = () => {
    if (lab.lecture.blanked.peek()) lab.lecture.blankScreen(false);
  };
  return endAll(
    ...clicks.map(([button, click]) => listen(button, { click })),
    listen(window, { pointerdown: wake }),
    effect(() => {
      root.toggleAttribute("data-lecture", lab.lecture.on.value);
    }),
    effect(() => {
      predict.setAttribute("aria-pressed", String(lab.lecture.isCovered(GUESSES)));
    }),
    effect(() => {
      root.toggleAttribute("data-blank", lab.lecture.blanked.value);
      say(said, lab.lecture.blanked.value ? phrase("lecture.blank") : "");
    }),
    fillScreen(page, lab),
    followPointer(need("#spot", page), lab),
  );
}

/** Asks for the whole screen; who has none to give (a phone, an old browser) leaves the mode as it is. */
function fillScreen(page: Document, lab: Lab): Dispose {
  const changed = () => lab.session.fillScreen(page.fullscreenElement !== null);
  const stop = effect(() => {
    const wanted = lab.session.fullScreen.value;
    const filled = Boolean(page.fullscreenElement);
    if (wanted && !filled) {
      const asked = page.documentElement.requestFullscreen?.();
      asked?.catch(() => lab.session.fillScreen(false));
    }
    if (!wanted && filled) void page.exitFullscreen();
  });
  return endAll(stop, listen(page, { fullscreenchange: changed }));
}

/** Puts the middle of a ring where the pointer is; the ring takes no clicks. */
function followPointer(ring: HTMLElement, lab: Lab): Dispose {
  const follow = ({ clientX, clientY }: PointerEvent) => {
    ring.style.transform = `translate(${clientX}px, ${clientY}px)`;
  };
  const stop = effect(() => {
    ring.hidden = !lab.session.spot.value;
  });
  return endAll(
    stop,
    listen(window, { pointermove: follow, pointerdown: follow }, { passive: true }),
  );
}
