/** Which digits: the same logits through sigmoid and through softmax, with both sums; and why both give the same for two classes. */
import { effect } from "@preact/signals-core";
import { make, say } from "../dom/element.ts";
import { rounded } from "../math/numbers.ts";
import { valueAt } from "../math/tensor.ts";
import { namesOf } from "../network/answers.ts";
import { softmaxOf } from "../network/arithmetic.ts";
import { sigmoid } from "../network/wrong-choices.ts";
import { endAll } from "../state/slice.ts";
import { bracketed, chance, decimals } from "../words/numbers.ts";
import { phrase } from "../words/phrases.ts";
import { type MountHead, valuesOf } from "./head.ts";

/** Above this, a digit is more probable than not. */
const YES = 0.5;
/** Two probabilities of one digit that differ by less than this are nearly the same. */
const NEARLY = 0.05;

/** The probabilities of the same logits by sigmoid and by softmax, and the sums of both. */
export function bothOf(logits: readonly number[]) {
  const alone = logits.map(sigmoid);
  const { probabilities: shared } = softmaxOf(logits);
  const sum = (all: readonly number[]) => all.reduce((one, other) => one + other, 0);
  return { alone, shared, sums: [sum(alone), sum(shared)] as const };
}

export const mountHead: MountHead = (host, lab, { network, answer }) => {
  const rows = namesOf(answer).map(makeRow);
  const total = makeRow(phrase("softmax.sum"));
  total.row.classList.add("sum");
  const heads = ["softmax.class", "softmax.logit", "heads.sigmoid", "heads.softmax"] as const;
  const columns = heads.map((key) => make("th", { scope: "col", text: phrase(key) }));
  const sentence = make("p", { class: "note" });
  const two = make("section");
  host.append(
    make("table", { class: "rows-of-classes both" }, [
      make("thead", {}, [make("tr", {}, columns)]),
      make(
        "tbody",
        {},
        rows.map(({ row }) => row),
      ),
      make("tfoot", {}, [total.row]),
    ]),
    sentence,
    two,
  );
  const showTwo = twoClasses(two, namesOf(answer));
  const layer = network.layers.find(({ shown }) => shown === answer.operation)?.name ?? "";
  return endAll(
    effect(() => {
      const tensor = valuesOf(answer, lab) === null ? undefined : lab.reader.tensorOf(layer);
      const logits = tensor && rows.map((_, i) => valueAt(tensor, i) ?? 0);
      const both = logits && bothOf(logits);
      for (const [i, row] of rows.entries()) {
        const [alone, shared] = [both?.alone[i], both?.shared[i]];
        say(row.logit, logits === undefined ? "" : decimals(logits[i] ?? 0, 2));
        show(row.alone, alone);
        show(row.shared, shared);
        row.row.classList.toggle("yes", (alone ?? 0) > YES);
      }
      const [alone, shared] = both?.sums ?? [];
      say(total.alone.value, alone === undefined ? "" : decimals(alone, 2));
      say(total.shared.value, shared === undefined ? "" : decimals(shared, 2));
      showTwo(logits ?? null);
      say(sentence, both === undefined ? "" : inWords(both.alone, both.shared, namesOf(answer)));
    }),
    () => host.replaceChildren(),
  );
};

/** How softmax divides 1 among the digits that are present, each of which has its own probability by sigmoid. */
function inWords(
  alone: readonly number[],
  shared: readonly number[],
  names: readonly string[],
): string {
  const there = names.map((name, i) => ({ name, i })).filter(({ i }) => (alone[i] ?? 0) > YES);
  const [one, other] = there;
  if (one === undefined) return phrase("heads.several.none");
  const part = shared[one.i] ?? 0;
  if (other !== undefined) {
    const parts = there.map(({ i }) => chance(shared[i] ?? 0)).join(", ");
    return phrase("heads.several.more", { names: there.map(({ name }) => name).join(", "), parts });
  }
  const sure = alone[one.i] ?? 0;
  if (Math.abs(sure - part) < NEARLY) return phrase("heads.several.one", { digit: one.name });
  return phrase("heads.several.apart", {
    digit: one.name,
    sigmoid: chance(sure),
    softmax: chance(part),
  });
}

/** Softmax over the two largest of these logits, and the sigmoid of their difference: the same number. */
export function twoOf(logits: readonly number[], names: readonly string[]): readonly string[] {
  const order = [...logits.keys()].sort((one, other) => (logits[other] ?? 0) - (logits[one] ?? 0));
  const [first = 0, second = 0] = order;
  // Computed from the printed logits, so that a reader who repeats it gets the same result.
  const [one, other] = [first, second].map((at) => rounded(logits[at] ?? 0, 2));
  const [z, y] = [one ?? 0, other ?? 0];
  const shown = (value: number) => bracketed(value, DIGITS);
  const { probabilities } = softmaxOf([z, y]);
  return [
    phrase("heads.two.note", { first: names[first] ?? "", second: names[second] ?? "" }),
    phrase("heads.two.softmax", {
      z: shown(z),
      y: shown(y),
      value: decimals(probabilities[0] ?? 0, PLACES),
    }),
    phrase("heads.two.sigmoid", {
      z: shown(z),
      y: shown(y),
      difference: decimals(z - y, DIGITS),
      value: decimals(sigmoid(z - y), PLACES),
    }),
  ];
}

/** Decimals of logits, and of the probabilities. */
const DIGITS = 2;
const PLACES = 4;

/** Shows sigmoid and softmax of two classes; null if nothing is drawn. */
function twoClasses(host: HTMLElement, names: readonly string[]) {
  const lines = [
    make("p", { class: "note" }),
    make("p", { class: "equation" }),
    make("p", { class: "equation" }),
  ];
  host.append(make("h3", { text: phrase("heads.two") }), ...lines);
  return (logits: readonly number[] | null) => {
    host.hidden = logits === null;
    const texts = logits === null ? [] : twoOf(logits, names);
    for (const [i, line] of lines.entries()) say(line, texts[i] ?? "");
  };
}

interface Part {
  readonly cell: HTMLElement;
  readonly value: HTMLElement;
  readonly bar: HTMLElement;
}

function makeRow(name: string) {
  const logit = make("td");
  const [alone, shared] = [makePart(), makePart()];
  const row = make("tr", {}, [
    make("th", { scope: "row", text: name }),
    logit,
    alone.cell,
    shared.cell,
  ]);
  return { row, logit, alone, shared };
}

function makePart(): Part {
  const value = make("span");
  const bar = make("span", { class: "amount", "aria-hidden": "true" });
  return { cell: make("td", { class: "with-bar" }, [value, bar]), value, bar };
}

function show({ value, bar }: Part, part: number | undefined): void {
  say(value, part === undefined ? "" : chance(part));
  bar.style.transform = `scaleX(${part ?? 0})`;
}
