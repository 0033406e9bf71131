/** Which digits: the same logits through sigmoid and through softmax, with both sums; and why both are one for two classes. */
import { effect, signal } from "@preact/signals-core";
import { make, say } from "../dom/element.ts";
import { listen } from "../dom/listen.ts";
import { valueAt } from "../math/tensor.ts";
import { namesOf } from "../network/answers.ts";
import { softmaxOf } from "../network/arithmetic.ts";
import { sigmoid } from "../network/wrong-choices.ts";
import { type Dispose, endAll } from "../state/slice.ts";
import { chance, decimals } from "../words/numbers.ts";
import { phrase } from "../words/phrases.ts";
import { type MountHead, valuesOf } from "./head.ts";

/** More probable than not. */
const YES = 0.5;
/** How far the slider of two classes goes. */
const FAR = 8;

/** Both readings of the same logits, and what they add up to. */
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
      say(sentence, both === undefined ? "" : inWords(both.alone, both.shared, namesOf(answer)));
    }),
    twoClasses(two),
    () => host.replaceChildren(),
  );
};

/** What softmax makes of the digits that are there: they share what each has for itself. */
function inWords(
  alone: readonly number[],
  shared: readonly number[],
  names: readonly string[],
): string {
  const there = names.map((name, i) => ({ name, i })).filter(({ i }) => (alone[i] ?? 0) > YES);
  const [one, other] = there;
  if (one === undefined) return phrase("heads.several.none");
  if (other === undefined) return phrase("heads.several.one", { digit: one.name });
  return phrase("heads.several.two", {
    one: one.name,
    other: other.name,
    first: chance(shared[one.i] ?? 0),
    second: chance(shared[other.i] ?? 0),
  });
}

/** A sigmoid is a softmax over z and 0: the same number, both ways. */
function twoClasses(host: HTMLElement): Dispose {
  const logit = signal(1.5);
  const slider = make("input", {
    type: "range",
    min: String(-FAR),
    max: String(FAR),
    step: "0.5",
    value: String(logit.peek()),
    "aria-label": "z",
  }) as HTMLInputElement;
  const [sum, alone] = [make("p", { class: "equation" }), make("p", { class: "equation" })];
  host.append(
    make("h3", { text: phrase("heads.two") }),
    make("p", { class: "note", text: phrase("heads.two.note") }),
    make("label", { class: "slider" }, [make("i", { text: "z" }), slider]),
    sum,
    alone,
  );
  return endAll(
    listen(slider, {
      input: () => {
        logit.value = Number(slider.value);
      },
    }),
    effect(() => {
      const z = logit.value;
      const [of, exponential] = [decimals(z, 1), decimals(Math.exp(z), 4)];
      const value = decimals(sigmoid(z), 4);
      const { probabilities } = softmaxOf([z, 0]);
      const same = decimals(probabilities[0] ?? 0, 4);
      say(alone, phrase("heads.two.sigmoid", { z: of, value }));
      say(sum, phrase("heads.two.softmax", { z: of, exponential, value: same }));
    }),
  );
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
