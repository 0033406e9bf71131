import { effect } from "@preact/signals-core";
import { need, say } from "../dom/element.ts";
import { listen } from "../events/listen.ts";
import { GUESSES } from "../state/covers.ts";
import type { Lab } from "../state/lab.ts";
import { type Dispose, endAll } from "../state/slice.ts";
import { phrase } from "../words/phrases.ts";

/** Lecture mode in full screen, the ring around the pointer, the blank screen, and predict first. */
export function mountScreen(page: HTMLElement, root: HTMLElement, lab: Lab): Dispose {
  const part = (name: string) => need(`[data-part=${name}]`, page);
  const predict = part("predict-first");
  const stopListening = endAll(
    listen(part("lecture"), { click: () => lab.lecture.giveLecture(true, true) }),
    listen(part("leave-lecture"), { click: () => lab.lecture.giveLecture(false) }),
    listen(part("reveal"), { click: () => lab.lecture.switchCover(GUESSES) }),
    listen(predict, { click: () => lab.lecture.switchCover(GUESSES) }),
    listen(window, {
      pointerdown: () => {
        if (lab.lecture.blanked.peek()) lab.lecture.blankScreen(false);
      },
    }),
  );
  return endAll(
    stopListening,
    showLecture(root, lab),
    effect(() => {
      predict.setAttribute("aria-pressed", String(lab.lecture.isCovered(GUESSES)));
    }),
    effect(() => {
      root.toggleAttribute("data-blank", lab.lecture.blanked.value);
      say(part("screen-status"), lab.lecture.blanked.value ? phrase("lecture.blank") : "");
    }),
    fillScreen(page.ownerDocument, lab),
    followPointer(need(".spot", page), lab),
  );
}

/** A lecture is not shown on phones: its link opens the ordinary page, with the state of the link. */
const PHONE = "(max-width: 700px)";

function showLecture(root: HTMLElement, { lecture }: Lab): Dispose {
  const phone = matchMedia(PHONE);
  const show = () => root.toggleAttribute("data-lecture", lecture.on.value && !phone.matches);
  return endAll(
    effect(() => void show()),
    listen(phone, { change: show }),
  );
}

/** Asks for full screen; where that is not possible (a phone, an old browser) lecture mode stays as it is. */
function fillScreen(page: Document, lab: Lab): Dispose {
  const stopListening = listen(page, {
    fullscreenchange: () => lab.session.fillScreen(page.fullscreenElement !== null),
  });
  const stop = effect(() => {
    const wanted = lab.session.fullScreen.value;
    const filled = Boolean(page.fullscreenElement);
    if (wanted && !filled) {
      const asked = page.documentElement.requestFullscreen?.();
      asked?.catch(() => lab.session.fillScreen(false));
    }
    if (!wanted && filled) void page.exitFullscreen();
  });
  return endAll(stop, stopListening);
}

/** Puts the middle of a ring where the pointer is; the ring takes no clicks. */
function followPointer(ring: HTMLElement, lab: Lab): Dispose {
  const follow = ({ clientX, clientY }: PointerEvent) => {
    ring.style.transform = `translate(${clientX}px, ${clientY}px)`;
  };
  const stopListening = listen(
    window,
    { pointermove: follow, pointerdown: follow },
    { passive: true },
  );
  const stop = effect(() => {
    ring.hidden = !lab.session.spot.value;
  });
  return endAll(stop, stopListening);
}
