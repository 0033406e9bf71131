/** What a lecturer has: lecture mode, covers, and the bar that moves through the drawing and through the layers. */
import { need } from "../dom/element.ts";
import type { Lab } from "../state/lab.ts";
import { mountLater } from "../state/later.ts";
import { type Dispose, endAll } from "../state/slice.ts";
import { phrase, withItsWords } from "../words/phrases.ts";
import { mountQuestion } from "./question.ts";
import { mountScreen } from "./screen.ts";
import { mountTransport } from "./transport.ts";

/** Mounts the lecture of a page; `root` gets the attributes that style sheets read, `stage` is where the steps are shown. */
export function mountLecture(
  page: HTMLElement,
  root: HTMLElement,
  stage: HTMLElement,
  lab: Lab,
): Dispose {
  const opener = need("[data-part=begin-steps]", page);
  return endAll(
    mountScreen(page, root, lab),
    mountTransport(need('[data-room="lecture/transport"]', page), opener, lab),
    mountFilmLater(page, stage, lab),
    mountQuestion(need('[data-room="lecture/question"]', page), lab),
  );
}

/** The film's sentences and its time come once they are needed. */
function mountFilmLater(page: HTMLElement, stage: HTMLElement, lab: Lab): Dispose {
  const hosts = {
    caption: need("[data-part=caption]", page),
    step: need('[data-room="lecture/step"]', page),
    stage,
  };
  const load = async () => {
    const { mountFilm } = await withItsWords(() => import("./film.ts"));
    return () => mountFilm(hosts, lab);
  };
  const asked = () => lab.forward.step.value;
  return mountLater(lab, { load, asked, fail: () => lab.session.notify(phrase("page.failed")) });
}
