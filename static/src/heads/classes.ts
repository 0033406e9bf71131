import { effect } from "@preact/signals-core";
import { make, need, say } from "../dom/element.ts";
import { paintOnChange } from "../dom/frames.ts";
import { PixelImage } from "../dom/image.ts";
import { scaleOf } from "../dom/palette.ts";
import { codesInto, colourInto } from "../math/colour.ts";
import { areDigits } from "../network/answers.ts";
import type { Reading } from "../network/reading.ts";
import { GUESSES } from "../state/covers.ts";
import type { Lab } from "../state/lab.ts";
import { type Dispose, endAll } from "../state/slice.ts";
import { percent } from "../words/numbers.ts";
import { phrase } from "../words/phrases.ts";
import { mountPlain } from "./plain.ts";

/** Long enough for the guess to have settled before it is read out. */
const SETTLED = 700;

/** Shows the image that the network reads, the two guesses, a bar for each class, and other answers. */
export function mountClasses(host: HTMLElement, lab: Lab): Dispose {
  return endAll(
    mountInput(need<HTMLCanvasElement>(".downsampled", host), lab),
    mountGuesses(host, lab),
    mountPlain(need(".bars", host), lab),
    speakGuesses(need("[data-part=spoken]", host), lab),
    mountDoubt(need(".doubt", host), lab),
  );
}

/** The reading; none while the forward pass is shown step by step and its end is not known yet. Reads signals. */
function known({ forward, reader }: Lab): Reading | null {
  return forward.atEnd.value ? reader.reading.value : null;
}

function classesOf(lab: Lab): readonly string[] {
  return lab.reader.network.value?.classes ?? [];
}

function mountGuesses(host: HTMLElement, lab: Lab): Dispose {
  const parts = [need(".first-guess", host), need(".second-guess", host)] as const;
  const [first, second] = [mountGuess(parts[0]), mountGuess(parts[1])];
  const bars = mountBars(need(".bars", host));
  const predict = need(".predict", host);
  return effect(() => {
    const [reading, classes] = [known(lab), classesOf(lab)];
    const covered = lab.lecture.isCovered(GUESSES);
    predict.hidden = !covered;
    for (const part of parts) part.hidden = covered;
    first(classes, reading, reading?.firstGuess ?? null);
    second(classes, reading, reading?.secondGuess ?? null);
    bars(classes, covered ? null : reading);
  });
}

/** Reads the guesses out once they have settled. */
function speakGuesses(spoken: HTMLElement, lab: Lab): Dispose {
  let settled: ReturnType<typeof setTimeout> | undefined;
  const stop = effect(() => {
    const [reading, classes] = [known(lab), classesOf(lab)];
    const covered = lab.lecture.isCovered(GUESSES);
    clearTimeout(settled);
    // Once: a live region reads out the same words again when they are set again.
    settled = setTimeout(() => say(spoken, inWords(classes, reading)), covered ? 0 : SETTLED);
  });
  return endAll(stop, () => clearTimeout(settled));
}

/** Not while the pen is down: what is half drawn looks like nothing yet. */
function mountDoubt(doubt: HTMLElement, lab: Lab): Dispose {
  return effect(() => {
    const [reading, classes] = [known(lab), classesOf(lab)];
    const silent = lab.session.penDown.value || reading === null || !reading.doubtful;
    say(doubt, silent ? "" : doubtInWords(classes, reading));
  });
}

/** As large as the network's input. */
function mountInput(canvas: HTMLCanvasElement, lab: Lab): Dispose {
  const image = new PixelImage(canvas);
  return endAll(
    effect(() => {
      const side = lab.reader.network.value?.side ?? canvas.width;
      if (side !== canvas.width) image.resize(side, side);
    }),
    paintOnChange(
      () => [lab.reader.network.value, lab.reader.reading.value, lab.look.theme.value],
      () => paintInput(image, lab.reader.reading.peek()),
    ),
  );
}

function mountGuess(host: HTMLElement) {
  const digit = need(".digit", host);
  const sure = need(".sure", host);
  return (classes: readonly string[], reading: Reading | null, guess: number | null) => {
    say(digit, guess === null ? "" : (classes[guess] ?? ""));
    say(sure, guess === null ? "" : percent(reading?.probabilities[guess] ?? 0));
  };
}

function mountBars(host: HTMLElement) {
  let rows: { row: HTMLElement; fill: HTMLElement; value: HTMLElement }[] = [];
  return (classes: readonly string[], reading: Reading | null) => {
    if (rows.length !== classes.length) rows = classes.map(makeBar);
    if (host.childElementCount !== rows.length) host.replaceChildren(...rows.map(({ row }) => row));
    for (const [index, { row, fill, value }] of rows.entries()) {
      const probability = reading?.blank === false ? (reading.probabilities[index] ?? 0) : 0;
      row.classList.toggle("first", index === reading?.firstGuess);
      fill.style.transform = `scaleX(${probability})`;
      say(value, reading?.blank === false ? percent(probability) : "");
    }
  };
}

function makeBar(label: string) {
  const fill = make("span", { class: "fill" });
  const value = make("span", { class: "value" });
  const track = make("span", { class: "track" }, [fill]);
  const row = make("li", {}, [make("span", { class: "label", text: label }), track, value]);
  return { row, fill, value };
}

/** The image as it came back: one canvas pixel a pixel, enlarged by CSS without smoothing. */
function paintInput(image: PixelImage, reading: Reading | null): void {
  const scale = scaleOf(image.canvas);
  const input = reading?.image;
  image.paint((words) => {
    const all = [0, words.length] as const;
    if (input?.values instanceof Uint8Array) codesInto(words, input.values, all, false, 1, scale);
    else {
      const values = input?.values ?? new Float32Array(words.length);
      colourInto(words, values, all, Math.max(1, input?.high ?? 1), scale);
    }
  });
}

function doubtInWords(classes: readonly string[], { firstGuess }: Reading): string {
  const closest = firstGuess === null ? undefined : classes[firstGuess];
  const count = classes.length;
  if (areDigits(classes))
    return closest === undefined
      ? phrase("reads.doubt")
      : phrase("reads.doubt.closest", { closest });
  return closest === undefined
    ? phrase("reads.doubt.classes", { count })
    : phrase("reads.doubt.classes.closest", { count, closest });
}

function inWords(classes: readonly string[], reading: Reading | null): string {
  if (reading === null || reading.firstGuess === null || reading.secondGuess === null) return "";
  const sure = (guess: number) =>
    `${classes[guess]}, ${percent(reading.probabilities[guess] ?? 0)}`;
  const doubt = reading.doubtful ? `${doubtInWords(classes, reading)} ` : "";
  const [first, second] = [sure(reading.firstGuess), sure(reading.secondGuess)];
  return doubt + phrase("reads.spoken", { first, second });
}
