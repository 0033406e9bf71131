import { effect } from "@preact/signals-core";
import { make, need, say } from "../dom/element.ts";
import { paintOnChange } from "../dom/frames.ts";
import { PixelImage } from "../dom/image.ts";
import { scaleOf } from "../dom/palette.ts";
import { codesInto, colourInto } from "../math/colour.ts";
import type { Reading } from "../network/reading.ts";
import { GUESSES } from "../state/covers.ts";
import type { Lab } from "../state/lab.ts";
import type { Dispose } from "../state/slice.ts";
import { percent } from "../words/numbers.ts";
import { phrase } from "../words/phrases.ts";
import { mountPlain } from "./plain.ts";

/** Long enough for the guess to have settled before it is read out. */
const SETTLED = 700;

/** Shows the downsampled drawing, the two guesses and the ten probabilities. */
export function mountClasses(host: HTMLElement, lab: Lab): Dispose {
  const first = mountGuess(need(".first-guess", host));
  const second = mountGuess(need(".second-guess", host));
  const bars = mountBars(need(".bars", host));
  const image = new PixelImage(need<HTMLCanvasElement>(".downsampled", host));
  const stopOthers = mountPlain(need(".bars", host), lab);
  const stopSizing = effect(() => {
    const side = lab.reader.network.value?.side ?? image.canvas.width;
    if (side !== image.canvas.width) image.resize(side, side);
  });
  const spoken = need("[data-part=spoken]", host);
  const doubt = need(".doubt", host);
  const predict = need(".predict", host);
  const parts = [need(".first-guess", host), need(".second-guess", host)];
  let settled: ReturnType<typeof setTimeout> | undefined;

  /** While the forward pass is shown step by step, its end is not known yet. */
  const known = () => (lab.forward.atEnd.value ? lab.reader.reading.value : null);

  const stopWords = effect(() => {
    const reading = known();
    const classes = lab.reader.network.value?.classes ?? [];
    const covered = lab.lecture.isCovered(GUESSES);
    predict.hidden = !covered;
    for (const part of parts) part.hidden = covered;
    first(classes, reading, reading?.firstGuess ?? null);
    second(classes, reading, reading?.secondGuess ?? null);
    bars(classes, covered ? null : reading);
    clearTimeout(settled);
    // Once: a live region reads out the same words again when they are set again.
    settled = setTimeout(() => say(spoken, inWords(classes, reading)), covered ? 0 : SETTLED);
  });
  // A digit half drawn is no digit yet: while the pen is down there are no words.
  const stopDoubt = effect(() => {
    const reading = known();
    const classes = lab.reader.network.value?.classes ?? [];
    const silent = lab.session.penDown.value || reading === null || !reading.doubtful;
    say(doubt, silent ? "" : doubtInWords(classes, reading));
  });
  const stopImage = paintOnChange(
    () => [lab.reader.reading.value, lab.look.theme.value],
    () => paintInput(image, lab.reader.reading.peek()),
  );
  return () => {
    stopOthers();
    stopSizing();
    stopWords();
    stopDoubt();
    stopImage();
    clearTimeout(settled);
  };
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
  return closest === undefined ? phrase("reads.doubt") : phrase("reads.doubt.closest", { closest });
}

function inWords(classes: readonly string[], reading: Reading | null): string {
  if (reading === null || reading.firstGuess === null || reading.secondGuess === null) return "";
  const sure = (guess: number) =>
    `${classes[guess]}, ${percent(reading.probabilities[guess] ?? 0)}`;
  const doubt = reading.doubtful ? `${doubtInWords(classes, reading)} ` : "";
  const [first, second] = [sure(reading.firstGuess), sure(reading.secondGuess)];
  return doubt + phrase("reads.spoken", { first, second });
}
