import { effect } from "@preact/signals-core";
import { type Dispose, make, need, say } from "../dom/element.ts";
import { number } from "../math/numbers.ts";
import type { Connection, Pace, Store } from "../store.ts";
import { planes, valueAt } from "../tensor.ts";

const WORDS: Readonly<Record<Connection, string>> = {
  connecting: "connecting",
  live: "live",
  lost: "reconnecting",
};

/** Parts of a link that are named when they mean nothing here. */
const MOST_NAMED = 3;

/** Says how the connection is, what went wrong, and what is under the pointer. */
export function mountStatus(host: ParentNode, store: Store): Dispose {
  const connection = need("#connection", host);
  const word = make("span");
  const rate = make("span", { class: "pace" });
  connection.replaceChildren(word, rate);
  const notice = need("#notice", host);
  const cell = need("#cell", host);
  const stops = [
    effect(() => {
      connection.dataset.state = store.connection.value;
      say(word, WORDS[store.connection.value]);
      say(rate, inPace(store.pace.value));
    }),
    effect(() => {
      const lost = store.connection.value === "lost";
      const gone = "The server is gone for a moment. Draw on: nothing is lost.";
      const text =
        store.notice.value ?? (lost ? gone : (unusable(store) ?? store.deviceProblem.value));
      notice.textContent = text ?? "";
      notice.title = text ?? "";
      notice.hidden = text === null;
    }),
    effect(() => {
      cell.textContent = inWords(store);
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

/** What of a link could not be used; the first few parts of it. */
function unusable(store: Store): string | null {
  const ignored = store.ignored.value;
  if (ignored.length === 0) return null;
  const some = ignored.slice(0, MOST_NAMED).map((part) => `“${part}”`);
  const more = ignored.length > some.length ? " and more" : "";
  return `This link says something that this page does not know: ${some.join(", ")}${more}. The rest is as it was shared.`;
}

/** " · 38/s · 4 ms": frames in the last second and the time to one, while there are some. */
function inPace({ rate, roundTrip }: Pace): string {
  if (rate === 0) return "";
  return ` · ${rate}/s · ${roundTrip < 10 ? roundTrip.toFixed(1) : roundTrip.toFixed(0)} ms`;
}

function inWords(store: Store): string {
  const kernel = inKernel(store);
  if (kernel !== null) return kernel;
  const cell = store.cell.value;
  const layer = cell === null ? undefined : store.network.value?.layer.get(cell.layer);
  if (cell === null || layer === undefined) {
    return "Point at a cell to see what feeds it; click it for every number.";
  }
  const tensor = store.tensorOf(cell.layer);
  const value = tensor === undefined ? undefined : valueAt(tensor, cell.index);
  const reads = value === undefined ? "" : `: ${number(value)}`;
  const { rows, columns } = planes(layer.shape);
  const column = (cell.index % columns) + 1;
  if (layer.shape.length < 3) return `${layer.title}, unit ${column}${reads}`;
  const row = (Math.floor(cell.index / columns) % rows) + 1;
  const channel = Math.floor(cell.index / (rows * columns)) + 1;
  const map = layer.kind === "input" ? "" : ` feature map ${channel},`;
  return `${layer.title},${map} row ${row}, column ${column}${reads}`;
}

/** The weight of a kernel under the pointer, if there is one. */
function inKernel(store: Store): string | null {
  const cell = store.kernelCell.value;
  const layer = cell === null ? undefined : store.network.value?.layer.get(cell.layer);
  if (cell === null || layer === undefined) return null;
  const graph = store.network.value?.graph;
  const operation = layer.operations.find(
    (name) => graph?.byName.get(name)?.kind === "convolution",
  );
  const kernels = store.weights.value?.get(`${operation}.weight`);
  const [, inputs = 1, rows = 1, columns = 1] = kernels?.shape ?? [];
  const at = (cell.channel * inputs + cell.input) * rows * columns + cell.at;
  const weight = kernels?.values[at];
  const place = `row ${Math.floor(cell.at / columns) + 1}, column ${(cell.at % columns) + 1}`;
  const which = `${layer.title}, kernel of map ${cell.channel + 1} for input map ${cell.input + 1}`;
  return `${which}, ${place}: weight ${weight === undefined ? "…" : number(weight)}`;
}
