/** Saves the view: a picture for a slide, a film of one turn. */

import { makeButton } from "../dom/button.ts";
import { download } from "../dom/download.ts";
import { say } from "../dom/element.ts";
import { listen } from "../events/listen.ts";
import { turntable } from "../layout/viewpoints.ts";
import type { Dispose } from "../state/slice.ts";
import { phrase } from "../words/phrases.ts";
import type { Labels } from "./labels.ts";
import type { Viewer } from "./viewer.ts";

/** Drawn as if for a page of this size, with so many pixels in each of its pixels: 3840 × 2160. */
const PAGE = { width: 1280, height: 720 };
const PICTURE_RATIO = 3;
/** 1280 × 720, a full turn in so many seconds. */
const FILM_RATIO = 1;
const TURN = 10;
const FRAMES = 30;
/** Seconds that the last picture stays, so that the film has it. */
const LAST = 0.3;

export interface Saving {
  readonly buttons: readonly HTMLElement[];
  readonly stop: Dispose;
}

export function makeSaving(canvas: HTMLCanvasElement, labels: Labels, viewer: Viewer): Saving {
  let stopFilm: Dispose | null = null;
  const picture = button("space.picture", () => {
    const sheet = document.createElement("canvas");
    compose(sheet, canvas, labels, viewer, viewer.shotCamera(PAGE), PICTURE_RATIO, null);
    sheet.toBlob((blob) => blob && download(blob, "inkling-3d.png"));
  });
  const film = button("space.film", () => {
    if (stopFilm !== null) return stopFilm();
    stopFilm = record(canvas, labels, viewer, {
      progress: (second) => say(film, phrase("space.film.running", { second, all: TURN })),
      end: (blob) => {
        stopFilm = null;
        say(film, phrase("space.film"));
        viewer.touch("highlights");
        if (blob !== null) download(blob, "inkling-3d.webm");
      },
    });
  });
  film.hidden = !("MediaRecorder" in window);
  return { buttons: [picture, film], stop: () => stopFilm?.() };
}

interface Recording {
  progress(second: number): void;
  /** The film; null where there is none. */
  end(film: Blob | null): void;
}

/** Turns once round the network and records it; returns what ends it earlier. */
function record(
  canvas: HTMLCanvasElement,
  labels: Labels,
  viewer: Viewer,
  { progress, end }: Recording,
): Dispose {
  const sheet = document.createElement("canvas");
  const paper = getComputedStyle(document.body).backgroundColor;
  const paint = (part: number) => {
    const camera = turntable(viewer.shotCamera(PAGE), viewer.space, PAGE, part);
    compose(sheet, canvas, labels, viewer, camera, FILM_RATIO, paper);
  };
  paint(0);
  const parts: Blob[] = [];
  const recorder = new MediaRecorder(sheet.captureStream(FRAMES), { videoBitsPerSecond: 8e6 });
  let request = 0;
  let began: number | null = null;
  const step = (now: number) => {
    began ??= now;
    const seconds = (now - began) / 1000;
    progress(Math.min(TURN, Math.floor(seconds)));
    paint(Math.min(1, seconds / TURN));
    if (seconds < TURN + LAST) request = requestAnimationFrame(step);
    else recorder.stop();
  };
  listen(recorder, {
    dataavailable: ({ data }) => parts.push(data),
    stop: () => {
      cancelAnimationFrame(request);
      end(parts.length > 0 ? new Blob(parts, { type: "video/webm" }) : null);
    },
  });
  recorder.start(1000);
  request = requestAnimationFrame(step);
  return () => {
    if (recorder.state !== "inactive") recorder.stop();
  };
}

/** One picture of the network with its labels; `paper` null: transparent. */
function compose(
  sheet: HTMLCanvasElement,
  canvas: HTMLCanvasElement,
  labels: Labels,
  viewer: Viewer,
  camera: Parameters<Viewer["shoot"]>[0],
  ratio: number,
  paper: string | null,
): void {
  const [width, height] = [PAGE.width * ratio, PAGE.height * ratio];
  if (sheet.width !== width) sheet.width = width;
  if (sheet.height !== height) sheet.height = height;
  const context = sheet.getContext("2d");
  if (context === null) return;
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.clearRect(0, 0, width, height);
  if (paper !== null) {
    context.fillStyle = paper;
    context.fillRect(0, 0, width, height);
  }
  viewer.shoot(camera, PAGE, ratio);
  context.drawImage(canvas, 0, 0, width, height);
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  labels.write(context);
}

function button(key: "space.picture" | "space.film", act: () => void): HTMLElement {
  return makeButton(act, { class: "boxed", text: phrase(key), title: phrase(`${key}.hint`) });
}
