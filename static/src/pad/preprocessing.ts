import { effect } from "@preact/signals-core";
import { makeButton } from "../dom/button.ts";
import { make, need, say } from "../dom/element.ts";
import { paintOnChange } from "../dom/frames.ts";
import { PixelImage } from "../dom/image.ts";
import { scaleOf } from "../dom/palette.ts";
import { listen } from "../events/listen.ts";
import {
  BOX,
  type Guess,
  MIDDLE,
  type PreprocessingSteps,
  STEPS,
  type Step,
  type StepDone,
} from "../ink/preprocessing.ts";
import type { Scale } from "../math/colour.ts";
import { GUESSES } from "../state/covers.ts";
import type { Lab } from "../state/lab.ts";
import { type Dispose, endAll } from "../state/slice.ts";
import { phrase } from "../words/phrases.ts";
import {
  guessInWords,
  guessNow,
  stepHint,
  stepsInWords,
  stepTitle,
} from "../words/preprocessing.ts";

interface StepTile {
  readonly step: Step;
  readonly item: HTMLElement;
  readonly title: HTMLElement;
  readonly control: HTMLElement;
  readonly word: HTMLElement;
  readonly canvas: HTMLCanvasElement;
  readonly result: HTMLElement;
}

/** "What the network sees": the drawing after each step of preprocessing, and the guess without that step. */
export function mountPreprocessing(host: HTMLElement, lab: Lab): Dispose {
  const tiles = STEPS.map((step) => makeTile(step, () => lab.look.switchStep(step)));
  need("ol", host).replaceChildren(...tiles.map(({ item }) => item));
  const sentence = need(".sentence", host);
  const all = need<HTMLButtonElement>(".all", host);
  return endAll(
    effect(() => nameTiles(tiles, lab)),
    effect(() => showSwitches(tiles, all, lab)),
    effect(() => showResults(tiles, sentence, lab)),
    paintOnChange(
      () => [lab.reader.steps.value, lab.look.theme.value, lab.look.panel.value],
      () => {
        const scale = scaleOf(host);
        const steps = lab.reader.steps.peek();
        for (const [index, tile] of tiles.entries())
          paintTile(tile, steps?.done[index], steps, scale);
      },
    ),
    listen(all, { click: lab.look.allSteps }),
  );
}

function makeTile(step: Step, toggle: () => void): StepTile {
  const word = make("span", { class: "word" });
  const knob = make("span", { class: "knob", "aria-hidden": "true" });
  const attributes = { role: "switch", class: "switch", "data-step": step };
  const control = makeButton(toggle, attributes, [word, knob]);
  const canvas = make("canvas", { role: "img" });
  const result = make("p", { class: "result" });
  const title = make("h3");
  const item = make("li", {}, [title, canvas, control, result]);
  return { step, item, title, control, word, canvas, result };
}

/** Names the steps: lengths in them are pixels of the network's input. Reads signals. */
function nameTiles(tiles: readonly StepTile[], { reader }: Lab): void {
  const side = reader.network.value?.side;
  if (side === undefined) return;
  for (const [index, { step, item, title, control, canvas }] of tiles.entries()) {
    const name = stepTitle(step, side);
    item.title = stepHint(step, side);
    say(title, `${index + 1} ${name}`);
    control.setAttribute("aria-label", name);
    canvas.setAttribute("aria-label", phrase("sees.after", { step: name }));
  }
}

/** Reads signals. */
function showSwitches(tiles: readonly StepTile[], all: HTMLButtonElement, { look }: Lab): void {
  const off = look.without.value;
  all.disabled = off.size === 0;
  for (const { step, item, control, word } of tiles) {
    const on = !off.has(step);
    item.classList.toggle("off", !on);
    control.setAttribute("aria-checked", String(on));
    word.textContent = phrase(on ? "sees.on" : "sees.off");
  }
}

/** What the steps did to the drawing and the guess, in words; reads signals. */
function showResults(tiles: readonly StepTile[], sentence: HTMLElement, lab: Lab): void {
  const steps = lab.reader.steps.value;
  lab.reader.network.value;
  say(sentence, inWords(lab, steps));
  for (const [index, { result }] of tiles.entries()) {
    const done = steps?.done[index];
    result.replaceChildren(
      ...(done === undefined || lab.lecture.isCovered(GUESSES)
        ? []
        : resultOf(done, currentGuess(lab))),
    );
  }
}

function currentGuess({ reader }: Lab): Guess | null | undefined {
  return guessNow(reader.network.peek(), reader.reading.peek());
}

function inWords(lab: Lab, steps: PreprocessingSteps | null): string {
  if (lab.ink.pixels.value !== null) {
    return phrase("sees.edited");
  }
  if (lab.lecture.isCovered(GUESSES)) return phrase("cover.steps");
  lab.reader.reading.value; // the guess that the words are about
  if (steps === null) return phrase("sees.nothing");
  return stepsInWords(steps, currentGuess(lab));
}

/** "without it: 8 (43 %)", marked when the guess would be another. */
function resultOf(done: StepDone, current: Guess | null | undefined): Node[] {
  if (current === undefined) return [];
  const changed = done.toggled?.label !== current?.label;
  const guess = make("b", { text: guessInWords(done.toggled) });
  guess.classList.toggle("other", changed);
  return [new Text(`${phrase(done.on ? "sees.without" : "sees.with")} `), guess];
}

function paintTile(
  { canvas, step }: StepTile,
  done: StepDone | undefined,
  steps: PreprocessingSteps | null,
  scale: Scale,
): void {
  const context = canvas.getContext("2d");
  if (context === null) return;
  const side = Math.round(canvas.clientWidth * devicePixelRatio);
  canvas.width = side;
  canvas.height = side;
  if (done === undefined || steps === null) return;
  const input = Math.min(...steps.done.map((each) => each.side));
  const image = new PixelImage(make("canvas"), done.side, done.side);
  image.paintValues(Float32Array.from(done.picture), 255, scale);
  context.imageSmoothingEnabled = done.side > input; // pixels stay squares
  context.drawImage(image.canvas, 0, 0, side, side);
  context.lineWidth = Math.max(1, Math.round(devicePixelRatio));
  context.strokeStyle = getComputedStyle(canvas).color;
  if (step === "crop") frame(context, steps.box);
  if (step === "scale") frame(context, [BOX[0], BOX[0], BOX[1], BOX[1]]);
  if (step === "centre") cross(context, steps.offset, input);
}

/** A dashed box: what was cropped, or the part of the image that the ink is to fill. */
function frame(
  context: CanvasRenderingContext2D,
  [left, top, right, bottom]: readonly [number, number, number, number],
): void {
  context.setLineDash([4, 3]);
  const { width } = context.canvas;
  // A little outside the lines' middles, but never outside the tile.
  const low = (part: number) => Math.max(1, Math.round(part * width) - 3) + 0.5;
  const high = (part: number) => Math.min(width - 2, Math.round(part * width) + 2) + 0.5;
  context.strokeRect(low(left), low(top), high(right) - low(left), high(bottom) - low(top));
  context.setLineDash([]);
}

/** Where the centre of mass should be, as hairlines, and where it is, as a ring. */
function cross(
  context: CanvasRenderingContext2D,
  [x, y]: readonly [number, number],
  input: number,
): void {
  const { width } = context.canvas;
  const pixel = width / input;
  const middle = MIDDLE * width;
  context.beginPath();
  context.moveTo(middle, 0);
  context.lineTo(middle, width);
  context.moveTo(0, middle);
  context.lineTo(width, middle);
  context.moveTo(middle + x * pixel + 5, middle + y * pixel);
  context.arc(middle + x * pixel, middle + y * pixel, 5, 0, 2 * Math.PI);
  context.stroke();
}
