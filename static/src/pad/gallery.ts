import { effect } from "@preact/signals-core";
import { make, need } from "../dom/element.ts";
import { listen } from "../dom/listen.ts";
import { drawingOf, fetchSample, fetchSamples, type Sample } from "../server/samples.ts";
import type { Lab } from "../state/lab.ts";
import { type Dispose, endAll } from "../state/slice.ts";
import { course, phrase } from "../words/phrases.ts";

const SVG = "http://www.w3.org/2000/svg";

/**
 * All styles of writing as small drawings, one click each.
 *
 * "Another one" draws the last style by another hand; after one of the ten `digits`, any style of that digit.
 */
export function mountGallery(
  host: HTMLElement,
  digits: HTMLElement,
  another: HTMLElement,
  lab: Lab,
): Dispose {
  const list = need("ol", host);
  const caption = need(".sentence", host);
  let samples: readonly Sample[] = [];
  let last: Sample | null = null;
  let label: string | undefined;
  let seed = 0;

  const put = (sample: Sample) => {
    last = sample;
    lab.ink.change({ type: "replace", drawing: drawingOf(sample) });
    caption.textContent = phrase("samples.chosen", {
      sample: nameOf(sample),
      another: phrase("samples.another"),
    });
  };
  const load = async () => {
    if (samples.length === 0) samples = await fetchSamples();
  };
  /** All of them while they are looked at; closed, the page has no use for hundreds of elements. */
  const show = async () => {
    await load();
    if (lab.look.panel.peek() !== "styles") return;
    list.replaceChildren(...samples.map((sample) => thumbnail(sample, () => put(sample))));
  };
  const tell = (error: unknown) =>
    lab.session.notify(phrase("samples.failed", { reason: String(error) }));
  const drawAnother = async () => {
    const turns = lab.lesson.turns.peek();
    await load();
    const known = label === undefined ? samples : samples.filter((s) => `${s.label}` === label);
    const from = last ?? known[Math.floor(Math.random() * known.length)];
    if (from === undefined) return;
    seed += 1;
    const sample = await fetchSample(from.key, seed);
    if (lab.lesson.turns.peek() === turns) put(sample); // it was for another screen of a lesson
  };
  const click = () => void drawAnother().catch(tell);

  const chooseDigit = (event: Event) => {
    const button = (event.target as Element).closest<HTMLElement>("[data-sample]");
    if (button === null) return;
    last = null;
    label = button.dataset.sample;
  };

  const stop = effect(() => {
    if (lab.look.panel.value === "styles") void show().catch(tell);
    else list.replaceChildren();
  });
  return endAll(stop, listen(another, { click }), listen(digits, { click: chooseDigit }));
}

/** "7: with a bar", as the first words on a line. */
function nameOf({ label, title }: Sample): string {
  return `${label}: ${course(title).toLowerCase()}`;
}

function thumbnail(sample: Sample, put: () => void): HTMLElement {
  const picture = document.createElementNS(SVG, "svg");
  picture.setAttribute("viewBox", "0.15 0.15 0.7 0.7");
  picture.setAttribute("aria-hidden", "true");
  for (const points of sample.strokes) {
    const line = document.createElementNS(SVG, "polyline");
    line.setAttribute("points", points.map((point) => point.join(",")).join(" "));
    picture.append(line);
  }
  const title = nameOf(sample);
  const button = make("button", { type: "button", title, "aria-label": title }, [picture]);
  button.dataset.sampleKey = sample.key;
  button.addEventListener("click", put);
  return make("li", {}, [button]);
}
