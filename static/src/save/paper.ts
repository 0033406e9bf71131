/** The lab on paper: the drawing, the guesses, every layer that is shown and the opened cell, on a sheet made for printing. */
import { make } from "../dom/element.ts";
import { PixelImage } from "../dom/image.ts";
import { scaleOf } from "../dom/palette.ts";
import { listen } from "../events/listen.ts";
import { valueAt } from "../math/tensor.ts";
import { isFirstClasses } from "../network/network.ts";
import { paintInk } from "../pad/ink-painting.ts";
import { GUESSES } from "../state/covers.ts";
import type { Lab } from "../state/lab.ts";
import type { About } from "../state/selection.ts";
import type { Dispose } from "../state/slice.ts";
import { chance, number } from "../words/numbers.ts";
import { course, phrase } from "../words/phrases.ts";
import { pictureOf } from "./on-screen.ts";

/** Side of the printed drawing, in CSS pixels, and in dots: printers are finer than screens. */
const SIDE = 160;
const DOTS = 640;
/** Dots along a value of a map. */
const FINENESS = 12;

/** Where each is explained on the screen. What can be pressed there is left out. */
const EXPLAINED: Readonly<Partial<Record<About, string>>> = {
  layer: ".level",
  kernel: ".level",
  cell: ".inspector",
};
const PRESSED = [
  "button",
  "footer",
  "input",
  "select",
  ".modes",
  ".sweep",
  ".help",
  ".more-below",
].join();

/** Lays the sheet out when somebody prints, in the colours of a light page, and takes it away afterwards. */
export function mountPaper(page: HTMLElement, root: HTMLElement, lab: Lab): Dispose {
  let sheet: HTMLElement | null = null;
  const clear = () => {
    sheet?.remove();
    sheet = null;
    root.dataset.theme = lab.look.theme.peek();
  };
  const lay = () => {
    clear();
    root.dataset.theme = "light";
    sheet = make("article", { class: "printed" });
    page.append(sheet);
    sheet.append(...partsOf(page, lab, sheet));
  };
  const stop = listen(window, { beforeprint: lay, afterprint: clear });
  return () => {
    stop();
    clear();
  };
}

function partsOf(page: HTMLElement, lab: Lab, sheet: HTMLElement): Node[] {
  const network = lab.reader.network.peek();
  const title = network === null ? "" : course(network.description.title);
  const head = make("h1", { text: title });
  const top = make("div", { class: "printed-top" }, [
    drawingOf(lab, sheet),
    ...(lab.lecture.isCovered(GUESSES) ? [] : guessesOf(page, lab)),
  ]);
  return [head, top, ...networkOf(lab, sheet), ...explainedOf(page, lab)];
}

function drawingOf(lab: Lab, sheet: HTMLElement): HTMLElement {
  const canvas = make("canvas", { width: `${DOTS}`, height: `${DOTS}` });
  canvas.style.width = canvas.style.height = `${SIDE}px`;
  sheet.append(canvas); // the ink has the colour of the text around it
  const [context, pixels] = [canvas.getContext("2d"), lab.ink.pixels.peek()];
  if (pixels !== null) {
    const side = Math.sqrt(pixels.length);
    new PixelImage(canvas, side, side).paintValues(Float32Array.from(pixels), 255, scaleOf(sheet));
  } else if (context !== null) {
    const [drawing, picture] = [lab.ink.drawing.peek(), lab.ink.picture.peek()];
    paintInk(canvas, context, { drawing, picture });
  }
  return make("figure", {}, [canvas]);
}

/** Both guesses as they stand on the screen, and each class with its score and its chance. */
function guessesOf(page: HTMLElement, lab: Lab): HTMLElement[] {
  const [network, reading] = [lab.reader.network.peek(), lab.reader.reading.peek()];
  if (network === null || reading === null || reading.firstGuess === null) return [];
  const guesses = [...page.querySelectorAll(".reads .guess")].map((each) => copyOf(each));
  const output = network.layers.find(({ name }) => isFirstClasses(network, name));
  const scores = output && lab.reader.tensorOf(output.name);
  const heads = ["", phrase("stage.score"), phrase("stage.chance")];
  const table = make("table", {}, [
    make(
      "tr",
      {},
      heads.map((text) => make("th", { text })),
    ),
    ...network.classes.map((name, index) =>
      make("tr", index === reading.firstGuess ? { class: "first" } : {}, [
        make("th", { text: name }),
        make("td", { text: scores === undefined ? "" : number(valueAt(scores, index) ?? 0) }),
        make("td", { text: chance(reading.probabilities[index] ?? 0) }),
      ]),
    ),
  ]);
  return [make("div", { class: "printed-guesses" }, guesses), table];
}

function networkOf(lab: Lab, sheet: HTMLElement): HTMLElement[] {
  const svg = pictureOf(lab, null, { element: sheet, fineness: FINENESS });
  if (svg === null) return [];
  const figure = make("figure", { class: "printed-network" });
  figure.innerHTML = svg;
  return [figure];
}

function explainedOf(page: HTMLElement, lab: Lab): HTMLElement[] {
  const part = EXPLAINED[lab.selection.about.peek()];
  const found = part === undefined ? null : page.querySelector(part);
  return found === null ? [] : [copyOf(found)];
}

/** Without what can be pressed, and with what is painted on its canvases. */
function copyOf(part: Element): HTMLElement {
  const copy = part.cloneNode(true) as HTMLElement;
  const painted = part.querySelectorAll("canvas");
  for (const [at, canvas] of copy.querySelectorAll("canvas").entries()) {
    const from = painted[at];
    if (from !== undefined && from.width > 0) canvas.getContext("2d")?.drawImage(from, 0, 0);
  }
  for (const each of [copy, ...copy.querySelectorAll("[id], [data-room]")]) {
    each.removeAttribute("id");
    each.removeAttribute("data-room");
  }
  for (const each of copy.querySelectorAll(PRESSED)) each.remove();
  return copy;
}
