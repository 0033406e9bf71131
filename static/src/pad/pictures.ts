/** Pictures from outside: pasted, dropped on the page or chosen. The server finds the ink; the page keeps it. */

import { listen } from "../events/listen.ts";
import { RefusedError } from "../server/api.ts";
import { inkOf } from "../server/pictures.ts";
import type { Lab } from "../state/lab.ts";
import { type Dispose, endAll } from "../state/slice.ts";
import { phrase, withItsWords } from "../words/phrases.ts";

/** Sends a picture to be looked at and puts its ink on the pad; a refusal becomes the page's notice. */
export async function readPicture(file: Blob, lab: Lab): Promise<void> {
  const name = lab.reader.network.peek()?.description.name;
  if (name === undefined) return;
  const turns = lab.lesson.turns.peek();
  /** False once a lesson has gone on to another screen. */
  const isForThisScreen = () => lab.lesson.turns.peek() === turns;
  try {
    if (await isDrawing(file)) return await readDrawing(file, lab);
    // With all words: why a picture is refused is not among the words of the first view.
    const { smaller } = await withItsWords(() => import("../dom/smaller-picture.ts"));
    const { ink, things } = await inkOf(name, await smaller(file));
    if (ink === null || !isForThisScreen()) return;
    lab.ink.usePicture(ink);
    lab.session.notify(things > 1 ? phrase("steps.several") : null);
  } catch (error) {
    if (!(error instanceof RefusedError)) lab.session.notify(phrase("picture.failed"));
    else if (isForThisScreen())
      lab.session.notify(phrase("picture.refused", { reason: error.message }));
  }
}

/** A drawing that was saved, rather than a picture of one: what a system takes a file for is a guess. */
async function isDrawing(file: Blob): Promise<boolean> {
  return /^\s*\{/.test(await file.slice(0, 99).text());
}

async function readDrawing(file: Blob, lab: Lab): Promise<void> {
  const { loadDrawingFile } = await withItsWords(() => import("./load.ts"));
  const fault = await loadDrawingFile(file, lab);
  lab.session.notify(fault);
}

/** Takes pictures that are pasted or dropped anywhere on the page, or chosen by the button. */
export function takePictures(
  page: HTMLElement,
  button: HTMLElement,
  field: HTMLInputElement,
  lab: Lab,
): Dispose {
  const take = (files: FileList | undefined) => {
    const file = lab.lecture.offers("pictures") ? files?.[0] : undefined;
    if (file !== undefined) void readPicture(file, lab);
    return file !== undefined;
  };
  return endAll(
    listen(document, {
      paste: (event) => {
        const text = event.clipboardData?.getData("text/plain").trim() ?? "";
        if (take(event.clipboardData?.files)) event.preventDefault();
        else if (/^\{.*"strokes"/s.test(text) && lab.lecture.offers("pictures"))
          void readDrawing(new Blob([text]), lab);
      },
    }),
    listen(page, {
      dragover: (event) => {
        if (event.dataTransfer?.types.includes("Files") !== true) return;
        event.preventDefault();
        page.dataset.dropping = "true";
      },
      dragleave: (event) => {
        if (event.relatedTarget === null) delete page.dataset.dropping;
      },
      drop: (event) => {
        delete page.dataset.dropping;
        // Even a file that cannot be read must not replace the page.
        event.preventDefault();
        take(event.dataTransfer?.files);
      },
    }),
    listen(button, { click: () => field.click() }),
    listen(field, {
      change: () => {
        take(field.files ?? undefined);
        field.value = ""; // the same file may be chosen again
      },
    }),
  );
}
