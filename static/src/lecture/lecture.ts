import { effect } from "@preact/signals-core";
import { need, say } from "../dom/element.ts";
import { GUESSES } from "../state/covers.ts";
import type { Lab } from "../state/lab.ts";
import type { Dispose } from "../state/slice.ts";
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
  for (const [button, act] of clicks) button.addEventListener("click", act);
  const stops = [
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
  ];
  const wake = () => {
    if (lab.lecture.blanked.peek()) lab.lecture.blankScreen(false);
  };
  addEventListener("pointerdown", wake);
  return () => {
    for (const stop of stops) stop();
    for (const [button, act] of clicks) button.removeEventListener("click", act);
    removeEventListener("pointerdown", wake);
  };
}

/** Asks for the whole screen; who has none to give (a phone, an old browser) leaves the mode as it is. */
function fillScreen(page: Document, lab: Lab): Dispose {
  const changed = () => lab.session.fillScreen(page.fullscreenElement !== null);
  page.addEventListener("fullscreenchange", changed);
  const stop = effect(() => {
    const wanted = lab.session.fullScreen.value;
    const filled = Boolean(page.fullscreenElement);
    if (wanted && !filled) {
      const asked = page.documentElement.requestFullscreen?.();
      asked?.catch(() => lab.session.fillScreen(false));
    }
    if (!wanted && filled) void page.exitFullscreen();
  });
  return () => {
    stop();
    page.removeEventListener("fullscreenchange", changed);
  };
}

/** Puts the middle of a ring where the pointer is; the ring takes no clicks. */
function followPointer(ring: HTMLElement, lab: Lab): Dispose {
  const follow = ({ clientX, clientY }: PointerEvent) => {
    ring.style.transform = `translate(${clientX}px, ${clientY}px)`;
  };
  addEventListener("pointermove", follow, { passive: true });
  addEventListener("pointerdown", follow, { passive: true });
  const stop = effect(() => {
    ring.hidden = !lab.session.spot.value;
  });
  return () => {
    stop();
    removeEventListener("pointermove", follow);
    removeEventListener("pointerdown", follow);
  };
}
