/** The number fields of the page: shown as the language writes numbers, and read with a comma or a point. */
import { need } from "../dom/element.ts";
import { phrase, written } from "../words/phrases.ts";
import { inField, type Range, typedNumber } from "../words/typed.ts";

const rangeOf = ({ dataset }: HTMLInputElement): Range => ({
  least: Number(dataset.least),
  most: Number(dataset.most),
  whole: dataset.whole !== undefined,
});

export const isNumberField = ({ dataset }: HTMLInputElement) => dataset.least !== undefined;

/** The field's number; null where what was typed is not valid. */
export const numberIn = (field: HTMLInputElement) => typedNumber(field.value, rangeOf(field));

/** Writes a number into a field, and removes its error mark. */
export function writeNumber(field: HTMLInputElement, value: number): void {
  field.value = inField(value, rangeOf(field));
  field.removeAttribute("aria-invalid");
}

/** Marks the fields that cannot be read, and goes to the first; what is wrong with it in words, "" if nothing is. */
export function problemOf(fields: readonly HTMLInputElement[]): string {
  const wrong = fields.filter((field) => {
    const isWrong = numberIn(field) === null;
    if (isWrong) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
    return isWrong;
  });
  const [first] = wrong;
  if (first === undefined) return "";
  first.focus();
  const { least, most, whole } = rangeOf(first);
  return phrase(whole ? "train.field.whole" : "train.field.number", {
    field: need("span", first.closest("label") ?? first).textContent ?? "",
    least: written(least),
    most: inField(most, { whole }),
  });
}
