/** Opens the presenter window of this page, and is its wall for as long as the tab is there. */
import { makeButton } from "../dom/button.ts";
import { make } from "../dom/element.ts";
import { listen } from "../events/listen.ts";
import type { Lab } from "../state/lab.ts";
import type { Dispose } from "../state/slice.ts";
import { loadWall, saveWall } from "../storage/local.ts";
import { phrase } from "../words/phrases.ts";
import { newId, openChannel } from "./messages.ts";
import { linkWall } from "./wall.ts";

export interface Presenting {
  /** Opens the window, or brings it to the front; where the browser blocks it, shows a link to it. */
  open(): void;
  end: Dispose;
}

/** `tab`: the storage of this tab alone, by which a page that is loaded again stays the same wall. */
export function present(page: HTMLElement, lab: Lab, tab: Storage | null): Presenting {
  let wall = loadWall(tab) ?? { id: newId(), since: Date.now() };
  let window_: Window | null = null;
  let unlink = link();
  function link(): Dispose {
    saveWall(tab, wall);
    return linkWall(lab, {
      channel: openChannel(wall.id),
      since: wall.since,
      now: Date.now,
      keep: (since) => {
        wall = { ...wall, since };
        saveWall(tab, wall);
      },
      taken: () => {
        unlink();
        wall = { id: newId(), since: Date.now() };
        unlink = link();
      },
    });
  }
  return {
    open: () => {
      if (window_ !== null && !window_.closed) return window_.focus();
      const { href } = addressOf(wall.id);
      window_ = window.open(href, targetOf(wall.id), "popup,width=1100,height=720");
      if (window_ === null) offerLink(page, href, targetOf(wall.id));
    },
    end: () => unlink(),
  };
}

const targetOf = (id: string) => `inkling-presenter-${id}`;

/** The id stands behind the "#": no server has a use for it. */
function addressOf(id: string): URL {
  const { lang } = document.documentElement;
  return new URL(`presenter?lang=${lang}#${id}`, new URL(".", document.baseURI));
}

/** A link that is pressed opens a window wherever the browser keeps scripts from it. */
function offerLink(page: HTMLElement, href: string, target: string): void {
  const link = make("a", { href, target, text: phrase("presenter.open") });
  const close = makeButton(() => box.close(), { text: phrase("presenter.close") });
  const box: HTMLDialogElement = make("dialog", { class: "blocked" }, [
    make("p", { text: phrase("presenter.blocked") }),
    make("p", { class: "line" }, [link, close]),
  ]);
  listen(link, { click: () => box.close() });
  listen(box, { keydown: (event) => event.stopPropagation(), close: () => box.remove() });
  page.append(box);
  box.showModal();
}
