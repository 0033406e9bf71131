/** From the logits to the probabilities, and from one class to another. */
import { make } from "../dom/element.ts";
import { termButton } from "../dom/term.ts";
import { rounded } from "../math/numbers.ts";
import { lineOf, sumLine } from "../math/rounding.ts";
import { differenceOf, softmaxOf, type WeightedSum } from "../network/arithmetic.ts";
import { chance, decimals, percent, scientific } from "../words/numbers.ts";
import { phrase } from "../words/phrases.ts";
import { softmaxFormula } from "./formulas.ts";
import { formula, type Showing, titled } from "./frame.ts";
import { nearly, type SourceOf } from "./numbers.ts";
import { bars } from "./sums.ts";

/** Logits to probabilities, class by class. */
export function softmaxPart(
  logits: readonly number[],
  classes: readonly string[],
  chosen: number,
  { digits }: Showing,
): HTMLElement {
  const softmax = softmaxOf(logits);
  const { largest, exponentials, sum, probabilities } = softmax;
  const head = make("tr", {}, [
    ...[
      phrase("softmax.class"),
      phrase("softmax.logit"),
      phrase("softmax.exponential", { largest: decimals(largest, digits) }),
      phrase("softmax.probability"),
    ].map((text) => make("th", { scope: "col", text })),
  ]);
  const rows = logits.map((logit, at) =>
    make("tr", at === chosen ? { class: "chosen" } : {}, [
      make("th", { scope: "row", text: classes[at] ?? "" }),
      make("td", { text: decimals(logit, digits) }),
      make("td", { text: small(exponentials[at] ?? 0, digits) }),
      make("td", { text: chance(probabilities[at] ?? 0) }),
    ]),
  );
  return titled(
    termButton("softmax", phrase("softmax.title")),
    formula(softmaxFormula()),
    make("p", {
      text: phrase("softmax.how", { sum: decimals(sum, digits) }),
    }),
    make("table", { class: "terms" }, [
      make("thead", {}, [head]),
      make("tbody", {}, [...rows, sumRow(softmax, digits)]),
    ]),
  );
}

/** The last row: the sums of the shown powers and probabilities. */
function sumRow(
  { exponentials, sum, probabilities }: ReturnType<typeof softmaxOf>,
  digits: number,
): HTMLElement {
  const shown = (value: number) => (isSmall(value, digits) ? value : rounded(value, digits));
  const powers = lineOf(
    () => exponentials.reduce((all, each) => all + shown(each), 0),
    sum,
    digits,
  );
  const parts = sumLine(
    probabilities.map((part) => 100 * part),
    100,
    1,
  );
  return make("tr", { class: "rest" }, [
    make("th", { scope: "row", colspan: "2", text: phrase("softmax.sum") }),
    make("td", { text: nearly(powers.sign, decimals(sum, digits)) }),
    make("td", { text: nearly(parts.sign, percent(1)) }),
  ]);
}

function small(value: number, digits: number): string {
  return isSmall(value, digits) ? scientific(value) : decimals(value, digits);
}

const isSmall = (value: number, digits: number) => value !== 0 && value < 0.5 * 10 ** -digits;

/** Which units make the first guess win over the second. */
export function differencePart(
  names: readonly [string, string],
  sums: readonly [WeightedSum, WeightedSum],
  sourceOf: SourceOf,
  showing: Showing,
): HTMLElement {
  const { terms, bias, total } = differenceOf(...sums);
  const [first, second] = names;
  return titled(
    phrase("difference.title", { first, second }),
    make("p", {
      text: phrase("difference.how", {
        first,
        second,
        total: decimals(total, showing.digits),
        bias: decimals(bias, showing.digits),
      }),
    }),
    bars(terms, sourceOf, showing),
  );
}
