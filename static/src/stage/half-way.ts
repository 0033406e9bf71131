/** While a block is open, the layers of an answer half-way up have no room: a button where they would begin shows the answer's first guess, and brings them back. */
import { effect, untracked } from "@preact/signals-core";
import { makeButton } from "../dom/button.ts";
import { make, say } from "../dom/element.ts";
import { type Placed, standBelow } from "../layout/placed.ts";
import type { Answer } from "../network/answers.ts";
import { edgesOf } from "../network/edges.ts";
import type { Network } from "../network/network.ts";
import { asideOf } from "../network/places.ts";
import { GUESSES } from "../state/covers.ts";
import type { Lab } from "../state/lab.ts";
import { type Dispose, endAll } from "../state/slice.ts";
import { chance } from "../words/numbers.ts";
import { course, phrase } from "../words/phrases.ts";

/** An answer that has no place now, and the layer that its way leaves from. */
export interface HalfWay {
  readonly answer: Answer;
  readonly from: string;
  readonly layer: string;
}

/** Null where every answer has a place. */
export function halfWayIn(shown: Network): HalfWay | null {
  if (!shown.places) return null;
  const aside = asideOf(shown);
  const layerOf = (answer: Answer) => shown.graph.byName.get(answer.operation)?.layer ?? "";
  const answer = shown.description.answers.find((each) => aside.has(layerOf(each)));
  const edge = edgesOf(shown).find(([from, to]) => aside.has(to) && !aside.has(from));
  return answer && edge ? { answer, from: edge[0], layer: layerOf(answer) } : null;
}

export function mountHalfWay(host: HTMLElement, lab: Lab): Dispose {
  let button: HTMLElement | null = null;
  const value = make("span", { class: "value" });
  const put = (placed: readonly Placed[]) => {
    button?.remove();
    button = null;
    const network = lab.reader.network.peek();
    const there = network && halfWayIn(network);
    const from = placed.find(({ name }) => name === there?.from);
    if (!network || !there || !from || from.part !== undefined || standBelow(placed)) return;
    const title = phrase("block.half-way.hint", { answer: course(there.answer.title) });
    button = makeButton(() => goBack(host, lab, there), { class: "half-way", title }, [
      make("span", { class: "name", text: course(there.answer.title) }),
      value,
    ]);
    const bracket = host.querySelector<HTMLElement>(".bracket");
    const isInside = network.places?.get(from.name)?.inside === true;
    stand(button, from, isInside ? bracket : null);
    host.append(button);
  };
  return endAll(
    effect(() => {
      const placed = lab.reader.placed.value;
      untracked(() => put(placed));
    }),
    effect(() => say(value, valueNow(lab))),
    () => button?.remove(),
  );
}

/** Below the maps it leaves from; beside the `bracket` around them, if they are inside of the open block. */
function stand(
  button: HTMLElement,
  { x, width, top, y, height, grid }: Placed,
  bracket: HTMLElement | null,
) {
  button.classList.toggle("beside", bracket !== null);
  button.style.left =
    bracket === null
      ? `${x + width / 2}px`
      : `calc(${bracket.style.left} + ${bracket.style.width})`;
  const below = bracket === null ? top + grid.height / devicePixelRatio : y + height;
  button.style.top = `${below}px`;
}

/** Its first guess, as long as guesses may be seen. Reads signals. */
function valueNow(lab: Lab): string {
  const network = lab.reader.network.value;
  const answer = network && halfWayIn(network)?.answer;
  const reading = lab.forward.atEnd.value ? lab.reader.reading.value : null;
  const values = answer && reading?.outcomes.get(answer.name)?.values;
  if (!values || reading.blank || answer.kind !== "classes" || lab.lecture.isCovered(GUESSES))
    return "";
  const best = values.indexOf(Math.max(...values));
  return `${course(answer.labels[best] ?? "")}\u2002${chance(values[best] ?? 0)}`;
}

/** Closes the block, and moves the keyboard focus to the answer. */
function goBack(host: HTMLElement, lab: Lab, { layer }: HalfWay): void {
  lab.look.openBlock(null);
  host
    .querySelector<HTMLElement>(`[data-layer="${layer}"] :is(.units button, canvas)`)
    ?.focus({ preventScroll: true });
}
