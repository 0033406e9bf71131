/** The gallery: every room in each of its states on one page, for those who work on them and for tests. Only `make gallery` serves it. */
import { make, need } from "../dom/element.ts";
import { BRUSH } from "../ink/ink.ts";
import { EMPTY } from "../ink/strokes.ts";
import { postJson, request } from "../server/api.ts";
import { readingOf, stepsOf } from "../server/arrived.ts";
import { fetchNetwork, fetchWeights } from "../server/models.ts";
import { createLab } from "../state/lab.ts";
import { decodeFrame } from "../wire/frame.ts";
import type { Prediction } from "../wire/messages.ts";
import { speakAsThePage } from "../words/phrases.ts";
import { CELLS, type Data, type GalleryCell } from "./gallery-cells.ts";

type Strokes = readonly (readonly (readonly [number, number])[])[];

const SCRIBBLE: Strokes = [0.2, 0.35, 0.5, 0.65, 0.8].map((y) => [
  [0.1, y],
  [0.9, 1 - y],
]);

async function main(): Promise<void> {
  speakAsThePage();
  const gallery = need("#gallery", document);
  const data = await fetchData(JSON.parse(need("#drawing", document).textContent ?? "[]"));
  for (const cell of CELLS) show(cell, data, gallery);
  document.documentElement.dataset.explains = "cell"; // else the inspector is hidden, and no other room is by it
  const waits = () => gallery.querySelector(".styles:not([hidden]) ol:empty") !== null;
  while (waits()) await new Promise(requestAnimationFrame); // the samples come from the server
  for (let frame = 0; frame < 4; frame++) await new Promise(requestAnimationFrame);
  wholePixels(gallery);
  for (const [at, figure] of gallery.querySelectorAll("figure[data-cell]").entries())
    keepIdsApart(figure, `-${at}`);
  // Rooms set these on the root for a whole page. Here they would count for all cells; a cell that needs them has them itself.
  const { dataset } = document.documentElement;
  for (const name of ["pinned", "tracing"]) delete dataset[name];
  dataset.ready = "";
}

/** What the network makes of a drawing, of a blank pad and of a scribble. */
async function fetchData(drawing: Strokes): Promise<Data> {
  const { network: name = "" } = document.body.dataset;
  const network = await fetchNetwork(name);
  const path = `models/${name}/predictions`;
  const read = async (strokes: Strokes) => {
    const how = postJson({ strokes });
    const headers = { ...how.headers, Accept: "application/vnd.inkling.frame" };
    const frame = await (await request(path, { ...how, headers })).arrayBuffer();
    return readingOf(decodeFrame(frame), network, null);
  };
  const explained = await request(path, postJson({ strokes: drawing, explain: true }));
  const { steps } = (await explained.json()) as Prediction;
  return {
    network,
    weights: await fetchWeights(name, network.weights),
    drawing: drawing.map((points) => ({ points, width: BRUSH })),
    steps: steps == null ? null : stepsOf(steps),
    readings: { read: await read(drawing), blank: await read([]), doubtful: await read(SCRIBBLE) },
  };
}

function show(cell: GalleryCell, data: Data, gallery: HTMLElement): void {
  const { name, inside, parts, width, height, marks = {}, opened = {}, reading = "read" } = cell;
  const host = make("section", { class: inside, "aria-label": name });
  for (const part of parts)
    host.append(
      need<HTMLTemplateElement>(`[data-template="${part}"]`, document).content.cloneNode(true),
    );
  host.style.width = `${width}px`;
  if (height !== undefined) host.style.height = `${height}px`;
  const figure = make("figure", { "data-cell": name }, [make("figcaption", { text: name }), host]);
  Object.assign(figure.dataset, marks);
  gallery.append(figure);
  const drawing =
    reading === "read" ? data.drawing : reading === "blank" ? [] : SCRIBBLE.map(stroke);
  const lab = createLab({
    ...opened,
    ink: { history: { ...EMPTY, drawing }, ...opened.ink },
    reader: { network: data.network, weights: data.weights, steps: data.steps },
    session: { connection: "live", ...opened.session },
  });
  lab.reader.receive(data.readings[reading]);
  cell.mount(host, lab);
}

/** Cells begin and end on whole pixels: what one of them looks like does not depend on those before it. */
function wholePixels(gallery: HTMLElement): void {
  for (const figure of gallery.children) {
    const { width, height } = figure.getBoundingClientRect();
    const [wide, high] = [2 * Math.ceil(width / 2), 2 * Math.ceil(height / 2)];
    (figure as HTMLElement).style.cssText = `width: ${wide}px; height: ${high}px`;
  }
}

const stroke = (points: Strokes[number]) => ({ points, width: BRUSH });

/** Cells repeat the same parts and their ids: each cell gets ids of its own, so that references stay within it. */
function keepIdsApart(cell: Element, end: string): void {
  for (const each of cell.querySelectorAll("[id]")) each.id += end;
  for (const name of ["aria-labelledby", "aria-describedby", "aria-controls", "for"])
    for (const each of cell.querySelectorAll(`[${name}]`)) {
      const ids = (each.getAttribute(name) ?? "").split(" ");
      each.setAttribute(name, ids.map((id) => `${id}${end}`).join(" "));
    }
}

void main();
