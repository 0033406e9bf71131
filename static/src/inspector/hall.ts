/** An opened cell on a wall: its pictures, its numbers and its result in the stage's place, all on one screen. */
import { effect, signal } from "@preact/signals-core";
import { make, say } from "../dom/element.ts";
import { paintOnChange } from "../dom/frames.ts";
import { scaleOf } from "../dom/palette.ts";
import { patchChildren } from "../dom/patch.ts";
import { listen } from "../events/listen.ts";
import { indexIn, positionIn } from "../math/shape.ts";
import { planes } from "../math/tensor.ts";
import type { ClassesAnswer } from "../network/answers.ts";
import { softmaxOf } from "../network/arithmetic.ts";
import { stepsOf, valuesOf } from "../network/explain.ts";
import { answerOf } from "../network/network.ts";
import type { Cell } from "../network/reading.ts";
import type { Lab } from "../state/lab.ts";
import { panelSeen } from "../state/panel.ts";
import { type Dispose, endAll } from "../state/slice.ts";
import { functionName } from "../words/functions.ts";
import { chance, decimals } from "../words/numbers.ts";
import { phrase } from "../words/phrases.ts";
import { positionInLayer } from "../words/position.ts";
import { button, type Showing } from "./frame.ts";
import { type HallContent, hallContent } from "./hall-content.ts";
import { HallPictures } from "./hall-pictures.ts";
import { hallSizes } from "./hall-sizes.ts";
import { type Line, ledger } from "./hall-working.ts";
import { type Inspected, inspect } from "./inspected.ts";
import { whatIsMissing } from "./inspector.ts";
import { makeSweep } from "./sweep.ts";

const MOST_DIGITS = 2;

/** What stands in the host, in this order. */
function makeParts(lab: Lab) {
  const release = button(phrase("inspector.release"), phrase("inspector.release.hint"), () =>
    lab.selection.pin(null),
  );
  release.classList.add("release");
  return {
    title: make("h2"),
    release,
    missing: make("p", { class: "missing" }),
    working: make("div", { class: "working" }),
    partial: make("div", { class: "partial", role: "group" }),
    sums: make("div", { class: "sums" }),
    result: make("p", { class: "result", role: "status" }),
  };
}

/** Shown only in a lecture, and where layers stand side by side. */
export function mountHallCell(host: HTMLElement, lab: Lab): Dispose {
  const parts = makeParts(lab);
  /** The map whose products somebody chose to see, for one cell; for other cells it is the map that adds most. */
  const chosen = signal<{ readonly cell: Cell; readonly map: number } | null>(null);
  const pictures = new HallPictures((down, across) => chooseBeside(lab, down, across));
  parts.partial.setAttribute("aria-label", phrase("hall.partial"));
  const sweep = makeSweep(lab);
  host.replaceChildren(
    make("header", {}, [parts.title, sweep.element, parts.release]),
    parts.missing,
    pictures.element,
    make("div", { class: "work" }, [
      parts.working,
      parts.partial,
      make("div", { class: "end" }, [parts.sums, parts.result]),
    ]),
  );
  const paint = () => {
    if (host.clientWidth > 0) show(host, parts, pictures, lab, chosen.peek());
  };
  return endAll(
    paintOnChange(() => [watched(lab), chosen.value], paint),
    effect(() => {
      const isOpen = lab.selection.pinned.value !== null && lab.lecture.on.value;
      host.hidden = !isOpen || panelSeen(lab) !== null; // a panel lies over it
    }),
    listen(window, { resize: paint }),
    listen(parts.partial, {
      click: ({ target }) => {
        const map = (target as Element).closest<HTMLElement>("[data-map]")?.dataset.map;
        const cell = lab.selection.pinned.peek();
        if (map !== undefined && cell !== null) chosen.value = { cell, map: Number(map) };
      },
    }),
    pictures.stop,
    sweep.stop,
    () => host.replaceChildren(),
  );
}

function watched({ look, reader, selection, lecture, forward }: Lab): unknown {
  return [
    [selection.pinned.value, lecture.on.value, look.digits.value, look.panel.value],
    [look.theme.value, look.palette.value, look.before.value, forward.step.value],
    [reader.reading.value, reader.weights.value, reader.weightsProblem.value],
  ];
}

type Parts = ReturnType<typeof makeParts>;

function show(
  host: HTMLElement,
  parts: Parts,
  pictures: HallPictures,
  lab: Lab,
  chosen: { readonly cell: Cell; readonly map: number } | null,
): void {
  const cell = lab.selection.pinned.peek();
  const network = lab.reader.network.peek();
  if (cell === null || network === null) return;
  patchChildren(parts.title, [
    make("span", { text: network.layer.get(cell.layer)?.title ?? "" }),
    make("span", { class: "note", text: positionInLayer(network, cell.layer, cell.index) }),
  ]);
  const inspected = inspectedIn(lab);
  const why = typeof inspected === "string" ? inspected : "";
  if (inspected === null) return; // the previous numbers stay until the next ones are here
  say(parts.missing, why);
  host.classList.toggle("has-numbers", why === "");
  if (typeof inspected === "string") return;
  const digits = lab.look.digits.peek();
  // A table has no room for more decimals.
  const showing = { digits: Math.min(MOST_DIGITS, digits), scale: scaleOf(host) };
  const map = chosen?.cell === cell ? chosen.map : null;
  const content = hallContent(inspected, lab, showing, map);
  lay(host, parts, pictures, content, showing);
  const lines = [...content.lines, ...functionLines(inspected, showing), ...chances(inspected)];
  patchChildren(parts.sums, [
    ...(content.sentence === "" ? [] : [make("p", { text: content.sentence })]),
    ledger(lines),
  ]);
  say(parts.result, inspected.words(digits).result);
}

/** Why there are no numbers; null while they are on their way. */
function inspectedIn(lab: Lab): Inspected | string | null {
  const cell = lab.selection.pinned.peek();
  const cover = lab.selection.cover.peek();
  if (cover !== null) return phrase(`cover.${cover}`);
  const snapshot = lab.reader.snapshot.peek();
  if (snapshot === null || cell === null) return whatIsMissing(lab) || null;
  return inspect(snapshot, cell, {
    arithmetic: lab.selection.arithmetic.peek(),
    field: lab.selection.field.peek(),
  });
}

/** Sets the parts' sizes, in CSS pixels that follow from the room. */
function lay(
  host: HTMLElement,
  parts: Parts,
  pictures: HallPictures,
  content: HallContent,
  { scale }: Showing,
): void {
  const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;
  const style = getComputedStyle(host);
  const inner = (size: number, ...sides: string[]) =>
    size - sides.reduce((all, side) => all + (Number.parseFloat(side) || 0), 0);
  const width = inner(host.clientWidth, style.paddingLeft, style.paddingRight);
  const height = inner(host.clientHeight, style.paddingTop, style.paddingBottom);
  const { tables, rows, columns } = content.table;
  const several = content.partial.length > 0;
  const sizes = hallSizes({ width, height, rem }, { tables, rows, columns, partial: several });
  host.classList.toggle("beside", sizes.beside);
  host.style.setProperty("--cell", `${sizes.cell}px`);
  patchChildren(parts.working, content.working);
  patchChildren(parts.partial, content.partial);
  parts.partial.hidden = !several;
  const last = (2 * columns * sizes.cell + 4.2 * rem) * (tables > 1 ? 1 : 0);
  const unit = sizes.picture;
  pictures.show({ all: content.pictures, last: last || 0.6 * width, width, unit, rem }, scale);
}

/** "ReLU keeps it", "ReLU makes it 0", or what another function makes of it. */
function functionLines({ preactivation, applied, value }: Inspected, { digits }: Showing): Line[] {
  return stepsOf(preactivation, applied, value).map(({ function: each, from, to }) => {
    const name = functionName(each);
    if (each.name !== "function.relu") return { words: `${name} →`, number: decimals(to, digits) };
    return { words: phrase(from > 0 ? "hall.relu.keeps" : "hall.relu.zero"), number: "" };
  });
}

/** What softmax makes of a class's score. */
function chances({ snapshot, cell, made }: Inspected): Line[] {
  const answer = answerOf(snapshot.network, cell.layer);
  if (answer?.kind !== "classes" || answer.activation !== "softmax") return [];
  const score = valuesOf(snapshot)(made.operation);
  const scores = (answer as ClassesAnswer).labels.map((_, at) => score?.(at) ?? 0);
  const part = softmaxOf(scores).probabilities[cell.index] ?? 0;
  return [{ words: phrase("stage.softmax"), number: chance(part) }];
}

/** Pins another cell of the opened cell's map. */
function chooseBeside({ selection, reader }: Lab, down: number, across: number): void {
  const [cell, network] = [selection.pinned.peek(), reader.network.peek()];
  const shape = network?.layer.get(cell?.layer ?? "")?.shape;
  if (cell === null || shape === undefined || shape.length < 3) return;
  const { rows, columns } = planes(shape);
  const { channel } = positionIn({ rows, columns }, cell.index);
  const row = Math.min(rows - 1, Math.floor(down * rows));
  const column = Math.min(columns - 1, Math.floor(across * columns));
  const index = indexIn({ rows, columns }, { channel, row, column });
  selection.pin({ layer: cell.layer, index });
}
