/** Exhibit: who had the idea? Networks since 1998 on one line of time, each number with its source. */
import { effect, type Signal, signal } from "@preact/signals-core";
import { makeButton } from "../dom/button.ts";
import { make, need, say } from "../dom/element.ts";
import { rove } from "../dom/rove.ts";
import { listen } from "../events/listen.ts";
import { significant } from "../math/numbers.ts";
import { inPercent } from "../words/numbers.ts";
import { type Key, knows, phrase, written } from "../words/phrases.ts";
import { keepInLink, nameIn } from "./link.ts";
import { mountQuestion } from "./question.ts";
import { mountRemote } from "./remote.ts";
import {
  type Axis,
  axisOf,
  type Design,
  type Dot,
  type History,
  MEASURES,
  type Measure,
  type Person,
  type Result,
  type Row,
  rowsOf,
} from "./timeline.ts";

/** Mounts the exhibit on its host; returns what ends it. */
export function mountHistory(host: HTMLElement, history: History): () => void {
  const link = new URL(location.href).searchParams;
  const answered = signal(link.get("said") ?? "");
  const measure = signal(nameIn(link.get("measure"), MEASURES));
  const ended = [
    mountQuestion(host, answered),
    mountRemote(host, answered),
    mountMeasures(host, measure),
    mountRows(host, history, measure, answered),
    effect(() => keepInLink({ said: [answered.value, ""], measure: [measure.value, MEASURES[0]] })),
  ];
  return () => {
    for (const end of ended) end();
  };
}

function mountMeasures(host: HTMLElement, measure: Signal<Measure>): () => void {
  const buttons = need("[data-part=measures]", host);
  const ended = [
    listen(buttons, {
      click: ({ target }) => {
        const name = (target as Element).closest<HTMLElement>("[data-measure]")?.dataset.measure;
        if (name !== undefined) measure.value = nameIn(name, MEASURES);
      },
    }),
    effect(() => {
      for (const each of buttons.querySelectorAll<HTMLElement>("[data-measure]"))
        each.setAttribute("aria-pressed", String(each.dataset.measure === measure.value));
      say(need("[data-part=axis]", host), phrase(`exhibits.history.axis.${measure.value}`));
      need("[data-part=key]", host).hidden = measure.value !== "error";
    }),
  ];
  return () => {
    for (const end of ended) end();
  };
}

function mountRows(
  host: HTMLElement,
  history: History,
  measure: Signal<Measure>,
  answered: Signal<string>,
): () => void {
  const [rows, readout] = [need("[data-part=rows]", host), need("[data-part=told-dot]", host)];
  let endKeys = () => {};
  const end = effect(() => {
    const name = measure.value;
    // The notes would answer the question (how many networks voted): they follow the answer.
    const sentence = (dot: Dot) => sentenceOf(dot, name, answered.value !== "");
    const shown = rowsOf(history, name);
    const axis = axisOf(shown, name);
    const dots: HTMLElement[] = [];
    const tell = (dot: Dot, button: HTMLElement) => {
      for (const each of dots) each.toggleAttribute("data-chosen", each === button);
      say(readout, `${sentence(dot)} ${history.sources[dot.of.source] ?? ""}.`);
    };
    endKeys();
    rows.replaceChildren(
      axisElement(axis, name),
      ...shown.map((row) => rowElement(row, axis, sentence, dots, tell)),
    );
    endKeys = rove(rows, dots, "down", true);
    say(readout, phrase("exhibits.history.point"));
  });
  return () => {
    end();
    endKeys();
  };
}

/** 7.3 as "7.3 %", 60,000 as it is. */
const valueIn = (value: number, measure: Measure) =>
  measure === "error" ? inPercent(written(value)) : short(value);

/** A large number by its thousand, million or billion. */
function short(value: number): string {
  for (const [size, name] of [
    [1e9, "billion"],
    [1e6, "million"],
  ] as const)
    if (value >= size)
      return phrase(`exhibits.history.${name}`, { count: significant(value / size, 3) });
  return written(value);
}

function axisElement({ at, ticks }: Axis, measure: Measure): HTMLElement {
  const marks = ticks.map((tick) => {
    const mark = make("span", { text: valueIn(tick, measure) });
    mark.style.left = `${100 * at(tick)}%`;
    return mark;
  });
  return make("div", { class: "axis", "aria-hidden": "true" }, [make("div", {}, marks)]);
}

function rowElement(
  { year, name, dots }: Row,
  { at }: Axis,
  sentence: (dot: Dot) => string,
  all: HTMLElement[],
  tell: (dot: Dot, button: HTMLElement) => void,
): HTMLElement {
  const title = name ?? phrase("exhibits.history.person");
  const track = make("div", { class: "track" });
  const parts = dots.map(({ value }) => at(value));
  const line = make("span", { class: "between" });
  line.style.left = `${100 * Math.min(...parts)}%`;
  line.style.right = `${100 * (1 - Math.max(...parts))}%`;
  track.append(line);
  for (const dot of dots) {
    const label = `${title}, ${year}: ${sentence(dot)}`;
    const button: HTMLButtonElement = makeButton(() => tell(dot, button), {
      class: "dot",
      "data-kind": dot.kind,
      "aria-label": label,
    });
    button.style.left = `${100 * at(dot.value)}%`;
    listen(button, { pointerenter: () => tell(dot, button), focus: () => tell(dot, button) });
    all.push(button);
    track.append(button);
  }
  // Dots lie closer together than a finger is wide: a press takes the nearest one.
  const buttons = [...track.querySelectorAll<HTMLElement>(".dot")];
  const middle = (button: HTMLElement) => {
    const { left, width } = button.getBoundingClientRect();
    return left + width / 2;
  };
  listen(track, {
    click: ({ detail, clientX }) => {
      if (detail === 0) return; // pressed by a key
      const far = buttons.map((button) => Math.abs(middle(button) - clientX));
      const at = far.indexOf(Math.min(...far));
      const [dot, button] = [dots[at], buttons[at]];
      if (dot && button) tell(dot, button);
    },
  });
  const words = [make("span", { class: "year", text: String(year) }), ` ${title}`];
  const head = make("p");
  head.append(...words);
  return make("div", { class: "row" }, [head, track]);
}

/** A dot in words; a result's note too, if `noted`. */
function sentenceOf(dot: Dot, measure: Measure, noted: boolean): string {
  if (dot.kind === "network") return designIn(dot.of as Design, measure);
  if (dot.kind === "person") return personIn(dot.of as Person, dot.value);
  const result = dot.of as Result;
  const note = `exhibits.history.note.${result.note ?? ""}` as Key;
  const values = { error: written(result.error), images: imagesOf(result.images) };
  const resultSentence = phrase(`exhibits.history.${result.kind}`, values);
  const about = noted && knows(note) ? phrase(note) : "";
  return [resultSentence, about].filter(Boolean).join(" ");
}

const imagesOf = (images: string) =>
  phrase(images === "validation" ? "exhibits.history.validation" : "exhibits.history.test");

function designIn(design: Design, measure: Measure): string {
  if (measure === "error") return "";
  const how = design.counted.includes(measure) ? "counted" : "stated";
  const what = phrase(`exhibits.history.what.${measure}`);
  const count = written(design[measure] ?? 0);
  return phrase(`exhibits.history.${how}`, { count, what });
}

function personIn({ error, images, other }: Person, value: number): string {
  const [key, count] =
    value === error
      ? (["exhibits.history.one", images] as const)
      : (["exhibits.history.another", other.images] as const);
  return phrase(key, { error: written(value), images: count });
}
