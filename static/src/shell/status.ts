import { effect } from "@preact/signals-core";
import { need, say } from "../dom/element.ts";
import { positionIn } from "../math/shape.ts";
import { valueAt } from "../math/tensor.ts";
import { convolutionOf } from "../network/network.ts";
import { firstOfGroup } from "../network/receptive-field.ts";
import type { Lab } from "../state/lab.ts";
import type { ConnectionState, Pace } from "../state/session.ts";
import { type Dispose, endAll } from "../state/slice.ts";
import { decimals, number } from "../words/numbers.ts";
import { type Key, phrase } from "../words/phrases.ts";
import { positionInNetwork } from "../words/position.ts";

const WORDS: Readonly<Record<ConnectionState, Key>> = {
  connecting: "top.connecting",
  live: "top.live",
  requests: "top.requests",
  lost: "top.lost",
};

/** Parts of a link that are named when they mean nothing here. */
const MOST_NAMED = 3;

/** Milliseconds. */
const LEAST_SHOWN = 6000;

/** Says how the connection is, what went wrong, and what is under the pointer. */
export function mountStatus(page: HTMLElement, lab: Lab): Dispose {
  const connection = need(".connection", page);
  const word = need(".word", connection);
  const pace = need("[data-part=pace]", page);
  const notice = need(".notice", page);
  const cell = need(".cell-line", page);
  return endAll(
    effect(() => {
      connection.dataset.state = lab.session.connection.value;
      say(word, phrase(WORDS[lab.session.connection.value]));
      say(pace, inPace(lab.session.pace.value));
    }),
    effect(() => {
      const lost = lab.session.connection.value === "lost";
      const gone = phrase("top.gone");
      const problem = () => unusable(lab) ?? weightsProblem(lab) ?? deviceProblem(lab);
      const { notice: done, trouble } = lab.session;
      const text = done.value ?? trouble.value ?? (lost ? gone : problem());
      notice.textContent = text ?? "";
      notice.title = text ?? "";
      notice.hidden = text === null;
    }),
    effect(() => {
      if (!lab.session.kept.value) lab.session.notify(phrase("storage.full"));
    }),
    endNotices(lab),
    effect(() => {
      say(cell, inWords(lab));
      const weight = lab.selection.kernelCell.value !== null;
      cell.classList.toggle("idle", lab.selection.cell.value === null && !weight);
      cell.classList.toggle("weight", weight);
    }),
  );
}

/** A notice goes once somebody has drawn again and has had time to read it; no answer of the server removes it. */
function endNotices({ ink, session }: Lab): Dispose {
  let since = 0;
  return endAll(
    effect(() => {
      if (session.notice.value !== null) since = performance.now();
    }),
    effect(() => {
      ink.history.value;
      ink.picture.value;
      ink.pixels.value;
      if (performance.now() - since > LEAST_SHOWN) session.notify(null);
    }),
  );
}

function deviceProblem(lab: Lab): string | null {
  const problem = lab.session.deviceProblem.value;
  return problem === null ? null : phrase("error.device");
}

/** Without weights there are maps and guesses, but no sums. */
function weightsProblem(lab: Lab): string | null {
  const reason = lab.reader.weightsProblem.value;
  return reason === null ? null : phrase("inspector.weights.failed", { reason });
}

/** What of a link could not be used; the first few parts of it. */
function unusable(lab: Lab): string | null {
  const ignored = lab.look.ignored.value;
  if (ignored.length === 0) return null;
  const some = ignored.slice(0, MOST_NAMED).map((part) => `“${part}”`);
  const parts = some.join(", ");
  return phrase(ignored.length > some.length ? "link.unknown.more" : "link.unknown", { parts });
}

/** "38 pictures a second, 4 ms each": frames in the last second and the time to one, while there are some. */
function inPace({ rate, roundTrip }: Pace): string {
  if (rate === 0) return "";
  const time = decimals(roundTrip, roundTrip < 10 ? 1 : 0);
  return phrase("top.pace", { rate, time });
}

function inWords(lab: Lab): string {
  const kernel = inKernel(lab);
  if (kernel !== null) return kernel;
  const cell = lab.selection.cell.value;
  const network = lab.reader.network.value;
  if (cell === null || !network?.layer.has(cell.layer)) {
    return phrase(matchMedia("(hover: none)").matches ? "status.nothing.touch" : "status.nothing");
  }
  const tensor = lab.reader.tensorOf(cell.layer);
  const value = tensor === undefined ? undefined : valueAt(tensor, cell.index);
  const reads = value === undefined ? "" : `: ${number(value)}`;
  return `${positionInNetwork(network, cell.layer, cell.index)}${reads}`;
}

/** The weight of a kernel under the pointer, if there is one. */
function inKernel(lab: Lab): string | null {
  const [network, cell] = [lab.reader.network.value, lab.selection.kernelCell.value];
  const layer = cell === null ? undefined : network?.layer.get(cell.layer);
  if (network === null || cell === null || layer === undefined) return null;
  const convolution = convolutionOf(layer, network);
  const kernels = lab.reader.weights.value?.get(`${convolution?.name}.weight`);
  const [, inputs = 1, rows = 1, columns = 1] = kernels?.shape ?? [];
  const at = (cell.channel * inputs + cell.input) * rows * columns + cell.at;
  const weight = kernels?.values[at];
  const { row, column } = positionIn({ rows, columns }, cell.at);
  const first = convolution === undefined ? 0 : firstOfGroup(convolution, cell.channel);
  return phrase("status.kernel", {
    layer: layer.title,
    map: cell.channel + 1,
    input: first + cell.input + 1,
    row: row + 1,
    column: column + 1,
    weight: weight === undefined ? "…" : number(weight),
  });
}
