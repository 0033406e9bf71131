/** Small grids: the ten probabilities at every moment, and the confusion matrix at one. */
import { make } from "../dom/element.ts";
import { listen } from "../events/listen.ts";
import { chance } from "../words/numbers.ts";
import { phrase, written } from "../words/phrases.ts";

/** A row for each class, a column for each moment; the more ink, the surer. A press shows that moment. */
export function courseGrid(
  outcomes: readonly (readonly number[])[] | null,
  steps: readonly number[],
  now: number,
  classes: readonly string[],
  goTo: (moment: number) => void,
): HTMLElement {
  const cells = classes.flatMap((label, row) => [
    make("span", { class: "label", text: label }),
    ...steps.map((step, at) => {
      const part = outcomes?.[at]?.[row] ?? 0;
      const title = phrase("epochs.cell", { step: written(step), label, chance: chance(part) });
      const cell = make("span", { class: "cell", title, "data-moment": String(at) });
      cell.style.setProperty("--part", String(part));
      cell.classList.toggle("now", at === now);
      return cell;
    }),
  ]);
  const grid = make(
    "div",
    { class: "grid", role: "img", "aria-label": phrase("epochs.course.label") },
    [...cells, ...axisOf(steps, classes.length)],
  );
  grid.style.setProperty("--columns", String(steps.length));
  listen(grid, {
    click: ({ target }) => {
      const { moment } = (target as HTMLElement).dataset;
      if (moment !== undefined) goTo(Number(moment));
    },
  });
  return grid;
}

/** How many columns have their step as a label. */
const NAMED = 5;

/** The steps of some moments, from the first to the last, each below its column, in the row after `rows` rows. */
function axisOf(steps: readonly number[], rows: number): HTMLElement[] {
  const [last, count] = [steps.length - 1, Math.min(NAMED, steps.length)];
  return Array.from({ length: count }, (_, i) => {
    const at = count === 1 ? 0 : Math.round((i * last) / (count - 1));
    const name = make("span", { class: "below", text: written(steps[at] ?? 0) });
    name.style.setProperty("--column", String(at + 2));
    name.style.setProperty("--row", String(rows + 1));
    return name;
  });
}

/** Rows are true labels, columns guesses; each row is divided by its number of drawings. */
export function confusionGrid(
  counts: readonly (readonly number[])[],
  classes: readonly string[],
): HTMLElement {
  const heads = ["", ...classes].map((text) => make("span", { class: "label", text }));
  const cells = counts.flatMap((row, label) => {
    const sum = row.reduce((all, each) => all + each, 0);
    return [
      make("span", { class: "label", text: classes[label] ?? "" }),
      ...row.map((count, guess) => {
        const values = { count, label: classes[label] ?? "", guess: classes[guess] ?? "" };
        const cell = make("span", { class: "cell", title: phrase("epochs.mistaken", values) });
        cell.style.setProperty("--part", String(sum === 0 ? 0 : count / sum));
        cell.classList.toggle("right", label === guess);
        return cell;
      }),
    ];
  });
  const grid = make(
    "div",
    { class: "grid", role: "img", "aria-label": phrase("epochs.confusion.label") },
    [...heads, ...cells],
  );
  grid.style.setProperty("--columns", String(classes.length));
  return grid;
}
