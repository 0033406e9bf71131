/** Exhibit: what a framework gives you. A program in plain PyTorch that reads this drawing with a network of the lab. */
import { computed, effect, type ReadonlySignal, type Signal, signal } from "@preact/signals-core";
import { download } from "../dom/download.ts";
import { make, need, say } from "../dom/element.ts";
import { listen } from "../events/listen.ts";
import { type Drawing, toWire } from "../ink/strokes.ts";
import { apiPath, ask, postJson } from "../server/api.ts";
import type { ModelDetail, Prediction } from "../wire/messages.ts";
import { counted, type Key, phrase } from "../words/phrases.ts";
import { Asker } from "./asker.ts";
import { type ExhibitDrawing, openDrawn, opening, type Shown } from "./drawn.ts";
import { keepInLink } from "./link.ts";
import {
  type Cell,
  type CellName,
  cellsIn,
  givenCell,
  linesIn,
  notebookOf,
  printed,
  programOf,
  replaced,
  shortened,
} from "./notebook.ts";
import { mountPad } from "./pad.ts";
import { mountQuestion } from "./question.ts";
import { mountRemote } from "./remote.ts";

/** What the server gives: a program, and for each other network the code that differs. */
export interface Given {
  readonly program: string;
  readonly networks: Readonly<Record<string, { readonly title: string; readonly code: string }>>;
  /** The network of the program, unless the link names another. */
  readonly usual: string;
}

/** The program with its input and its output, once the server has given the weights' address and the prediction. */
interface ProgramInput {
  readonly cells: readonly Cell[];
  readonly weights: string;
  readonly printed: string;
}

/** What is asked for: a drawing, and the network that reads it. */
type Wanted = Shown & { readonly network: string };

/** Mounts the exhibit on its host; the drawing is that of the link, or the one in `storage`. Returns what ends it. */
export function mountFramework(
  host: HTMLElement,
  given: Given,
  storage: Storage | null,
): () => void {
  const link = new URL(location.href).searchParams;
  const answered = signal(link.get("said") ?? "");
  const { usual } = given;
  const asked = link.get("network") ?? "";
  const network = signal(Object.hasOwn(given.networks, asked) ? asked : usual);
  const drawn = openDrawn(null, storage);
  const wanted = computed(() => ({ network: network.value, ...drawn.ink.value }));
  const reader = new Asker(wanted, async (asked) => await readyFor(given, asked));
  const ended = [
    () => reader.end(),
    () => drawn.end(),
    mountQuestion(host, answered),
    mountRemote(host, answered),
    mountNetworks(need("[data-part=networks]", host), network),
    effect(() => takeStrokes(drawn)),
    mountPad(host, drawn),
    effect(() => {
      const cells = cellsOf(given, network.value);
      showCells(host, cells, network.value, drawn.ink.value.history.drawing);
      showLines(need("[data-part=lines]", host), cells);
    }),
    mountResult(host, network, wanted, reader),
    effect(() => leadTo(need(".onward .primary", host), network.value)),
    effect(() => keepInLink({ said: [answered.value, ""], network: [network.value, usual] })),
  ];
  return () => {
    for (const end of ended) end();
  };
}

/** Makes the link to the lab open the network of the program. */
function leadTo(lab: HTMLAnchorElement, network: string): void {
  const link = new URL(lab.href);
  link.searchParams.set("network", network);
  lab.href = link.href;
}

/** A picture has no strokes, and the program reads strokes: a sample stands for it. */
function takeStrokes({ ink }: ExhibitDrawing): void {
  if (ink.value.picture !== null) ink.value = opening(null, null);
}

const cellsOf = ({ program, networks }: Given, network: string): readonly Cell[] =>
  replaced(cellsIn(program), cellsIn(networks[network]?.code ?? ""));

/** Asks for the network's prediction, which makes the server load it, and then for the address of its weights; null of a blank pad. */
async function readyFor(given: Given, { network, history }: Wanted): Promise<ProgramInput | null> {
  if (history.drawing.length === 0) return null;
  const cells = cellsOf(given, network);
  const path = `models/${encodeURIComponent(network)}`;
  const strokes = toWire(history.drawing);
  const { outcomes } = await ask<Prediction>(`${path}/predictions`, postJson({ strokes }));
  const { weights, description } = await ask<ModelDetail>(path);
  const address = new URL(apiPath(`${path}/weights/${weights}`), document.baseURI).href;
  const chances = outcomes[description.answers[0]?.name ?? ""] ?? [];
  return {
    cells: replaced(cells, [givenCell(network, address, strokes)]),
    weights: address,
    printed: printed(chances),
  };
}

function mountNetworks(row: HTMLElement, network: Signal<string>): () => void {
  const ended = [
    listen(row, {
      click: ({ target }) => {
        const name = (target as Element).closest<HTMLElement>("[data-network]")?.dataset.network;
        if (name !== undefined) network.value = name;
      },
    }),
    effect(() => {
      for (const each of row.querySelectorAll<HTMLElement>("[data-network]"))
        each.setAttribute("aria-pressed", String(each.dataset.network === network.value));
    }),
  ];
  return () => {
    for (const end of ended) end();
  };
}

function showCells(
  host: HTMLElement,
  cells: readonly Cell[],
  network: string,
  drawing: Drawing,
): void {
  const sentence = givenCell(network, "…", toWire(drawing));
  for (const { name, code } of replaced(cells, [shortened(sentence)]))
    say(need(`[data-cell=${name}] code`, host), code);
}

/** The steps that the question is about, each with its cells. */
const STEPS: readonly (readonly [CellName, ...CellName[]])[] = [
  ["network"],
  ["load"],
  ["preprocess", "cut"],
  ["predict"],
];

/** How many lines of its own each step takes, as numbers and at one scale. */
function showLines(host: HTMLElement, cells: readonly Cell[]): void {
  const counts = STEPS.map((names) => {
    const codes = cells.filter(({ name }) => names.includes(name)).map(({ code }) => code);
    return [names.length === 1 ? names[0] : "both", linesIn(codes.join("\n"))] as const;
  });
  const most = Math.max(...counts.map(([, count]) => count));
  host.replaceChildren(
    ...counts.map(([name, count]) => {
      const bar = make("span", { class: "length" });
      bar.style.width = `${(100 * count) / most}%`;
      const title = phrase(`exhibits.framework.cell.${name}` as Key);
      return make("tr", {}, [
        make("th", { scope: "row", text: title }),
        make("td", { text: counted("exhibits.framework.lines", count) }),
        make("td", {}, [bar]),
      ]);
    }),
  );
}

/** What the program prints; its files can be downloaded only while they are of the drawing on the pad. */
function mountResult(
  host: HTMLElement,
  network: ReadonlySignal<string>,
  wanted: ReadonlySignal<Wanted>,
  { answer, problem }: Asker<Wanted, ProgramInput | null>,
): () => void {
  const files = need("[data-part=files]", host);
  const weights = need<HTMLAnchorElement>("[data-part=weights]", files);
  const now = computed(() => (answer.value?.asked === wanted.value ? answer.value.reply : null));
  const give = (kind: string) => {
    const read = now.peek();
    if (read === null) return;
    const name = `inkling-${network.peek()}`;
    if (kind === "program") download(asFile(programOf(read.cells), "text/x-python"), `${name}.py`);
    else
      download(
        asFile(notebookOf(read.cells, wordsOfCell), "application/x-ipynb+json"),
        `${name}.ipynb`,
      );
  };
  const ended = [
    listen(files, {
      click: ({ target }) => {
        const kind = (target as Element).closest<HTMLElement>("[data-give]")?.dataset.give;
        if (kind !== undefined) give(kind);
      },
    }),
    effect(() => {
      const read = now.value;
      say(need("[data-part=printed]", host), read?.printed ?? "…");
      say(need("[data-part=problem]", host), problem.value);
      for (const each of files.querySelectorAll<HTMLButtonElement>("button"))
        each.disabled = read === null;
      weights.hidden = read === null;
      if (read === null) return;
      weights.href = read.weights;
      weights.download = `${network.peek()}.safetensors`;
    }),
  ];
  return () => {
    for (const end of ended) end();
  };
}

const asFile = (text: string, type: string) => new Blob([text], { type });

/** What a notebook says before a cell. */
function wordsOfCell(name: CellName): string {
  const title = phrase(`exhibits.framework.cell.${name}` as Key);
  const words = phrase(`exhibits.framework.does.${name}` as Key);
  return `## ${title}\n\n${words}`;
}
