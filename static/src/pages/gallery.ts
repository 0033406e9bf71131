/** The gallery: every room in each of its states on one page, for those who work on them and for tests. Only `make gallery` serves it. */
import { need } from "../dom/element.ts";
import { speakAsThePage } from "../words/phrases.ts";
import { CELLS } from "./gallery-cells.ts";
import { fetchData, listFewNetworks } from "./gallery-data.ts";
import { keepIdsApart, show, type Waits, wholePixels } from "./gallery-show.ts";

async function main(): Promise<void> {
  speakAsThePage();
  const gallery = need("#gallery", document);
  const drawing = JSON.parse(need("#drawing", document).textContent ?? "[]");
  const data = await fetchData(document.body.dataset.network ?? "", drawing);
  listFewNetworks();
  const waits: Waits[] = [];
  for (const cell of CELLS) waits.push(await show(cell, data, gallery));
  const { dataset } = document.documentElement;
  dataset.explains = "cell"; // else the inspector is hidden; no other room depends on it
  while (waits.some((each) => each())) await new Promise(requestAnimationFrame);
  for (let frame = 0; frame < 4; frame++) await new Promise(requestAnimationFrame);
  (document.activeElement as HTMLElement | null)?.blur(); // lists take the keyboard when they open
  wholePixels(gallery);
  keepIdsApart(gallery);
  // Rooms set these on the root for a whole page. Here they would count for all cells; a cell that needs them has them itself.
  for (const name of ["pinned", "tracing"]) delete dataset[name];
  dataset.ready = "";
}

void main();
