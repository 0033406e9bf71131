import { effect } from "@preact/signals-core";
import { type Dispose, need } from "../dom/element.ts";
import { number } from "../math/numbers.ts";
import type { Connection, Store } from "../store.ts";
import { planes } from "../tensor.ts";

const WORDS: Readonly<Record<Connection, string>> = {
  connecting: "connecting",
  live: "live",
  lost: "reconnecting",
};

/** Says how the connection is, what went wrong, and what is under the pointer. */
export function mountStatus(host: ParentNode, store: Store): Dispose {
  const connection = need("#connection", host);
  const notice = need("#notice", host);
  const cell = need("#cell", host);
  const stops = [
    effect(() => {
      connection.dataset.state = store.connection.value;
      connection.textContent = WORDS[store.connection.value];
    }),
    effect(() => {
      const lost = store.connection.value === "lost";
      const text = lost
        ? "The server is gone for a moment. Draw on: nothing is lost."
        : store.notice.value;
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

function inWords(store: Store): string {
  const cell = store.cell.value;
  const layer = cell === null ? undefined : store.network.value?.layer.get(cell.layer);
  if (cell === null || layer === undefined) {
    return "Ink is positive, red pencil negative, paper zero; each layer has its own scale. Point at a cell to read it.";
  }
  const value = store.reading.value?.maps.get(cell.layer)?.values[cell.index];
  const reads = value === undefined ? "" : `: ${number(value)}`;
  const { rows, columns } = planes(layer.shape);
  const column = (cell.index % columns) + 1;
  if (layer.shape.length < 3) return `${layer.title}, unit ${column}${reads}`;
  const row = (Math.floor(cell.index / columns) % rows) + 1;
  const channel = Math.floor(cell.index / (rows * columns)) + 1;
  const map = layer.kind === "input" ? "" : ` feature map ${channel},`;
  return `${layer.title},${map} row ${row}, column ${column}${reads}`;
}
