import { effect } from "@preact/signals-core";
import { need, say } from "../dom/element.ts";
import { GUESSES, type Store } from "../state/lab.ts";
import type { Dispose } from "../state/slice.ts";
import { phrase } from "../words/phrases.ts";

/** Lecture mode with the whole screen, the ring around the pointer, the blank screen, and predict first. */
export function mountLecture(page: Document, store: Store): Dispose {
  const root = page.documentElement;
  const said = need("#screen-said", page);
  const predict = need("#predict-first", page);
  const clicks: readonly [HTMLElement, () => void][] = [
    [need("#lecture", page), () => store.giveLecture(true, true)],
    [need("#leave-lecture", page), () => store.giveLecture(false)],
    [predict, () => store.switchCover(GUESSES)],
    [need("#reveal", page), () => store.switchCover(GUESSES)],
  ];
  for (const [button, act] of clicks) button.addEventListener("click", act);
  const stops = [
    effect(() => {
      root.toggleAttribute("data-lecture", store.lecture.value);
    }),
    effect(() => {
      predict.setAttribute("aria-pressed", String(store.isCovered(GUESSES)));
    }),
    effect(() => {
      root.toggleAttribute("data-blank", store.blanked.value);
      say(said, store.blanked.value ? phrase("lecture.blank") : "");
    }),
    fillScreen(page, store),
    followPointer(need("#spot", page), store),
  ];
  const wake = () => {
    if (store.blanked.peek()) store.blankScreen(false);
  };
  addEventListener("pointerdown", wake);
  return () => {
    for (const stop of stops) stop();
    for (const [button, act] of clicks) button.removeEventListener("click", act);
    removeEventListener("pointerdown", wake);
  };
}

/** Asks for the whole screen; who has none to give (a phone, an old browser) leaves the mode as it is. */
function fillScreen(page: Document, store: Store): Dispose {
  const changed = () => store.fillScreen(page.fullscreenElement !== null);
  page.addEventListener("fullscreenchange", changed);
  const stop = effect(() => {
    const wanted = store.fullScreen.value;
    const filled = Boolean(page.fullscreenElement);
    if (wanted && !filled) {
      const asked = page.documentElement.requestFullscreen?.();
      asked?.catch(() => store.fillScreen(false));
    }
    if (!wanted && filled) void page.exitFullscreen();
  });
  return () => {
    stop();
    page.removeEventListener("fullscreenchange", changed);
  };
}

/** Puts the middle of a ring where the pointer is; the ring takes no clicks. */
function followPointer(ring: HTMLElement, store: Store): Dispose {
  const follow = ({ clientX, clientY }: PointerEvent) => {
    ring.style.transform = `translate(${clientX}px, ${clientY}px)`;
  };
  addEventListener("pointermove", follow, { passive: true });
  addEventListener("pointerdown", follow, { passive: true });
  const stop = effect(() => {
    ring.hidden = !store.spot.value;
  });
  return () => {
    stop();
    removeEventListener("pointermove", follow);
    removeEventListener("pointerdown", follow);
  };
}
