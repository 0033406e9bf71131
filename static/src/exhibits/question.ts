/** The question of an exhibit: first a guess, then the answer. Parts that would give the answer away have `data-after`. */
import { effect, type Signal } from "@preact/signals-core";
import { need, say } from "../dom/element.ts";
import { listen } from "../events/listen.ts";
import { type Key, knows, phrase } from "../words/phrases.ts";

/** `answered`: the visitor's answer; "" none yet, "?" only shows the right one. Returns what ends it. */
export function mountQuestion(host: HTMLElement, answered: Signal<string>): () => void {
  const question = need("[data-part=question]", host);
  const [verdict, again] = [need("[data-part=told]", question), need("[data-act=again]", question)];
  const choices = [...question.querySelectorAll<HTMLButtonElement>("[data-answer]")];
  const { right = "", name = "" } = question.dataset;
  const ended = [
    listen(question, {
      click: ({ target }) => {
        const button = (target as Element).closest<HTMLElement>("button");
        if (button === null) return;
        answered.value = button === again ? "" : (button.dataset.answer ?? "?");
        if (button === again) choices[0]?.focus();
      },
    }),
    effect(() => {
      const answer = answered.value;
      for (const each of choices) {
        each.setAttribute("aria-pressed", String(each.dataset.answer === answer));
        each.toggleAttribute("data-right", answer !== "" && each.dataset.answer === right);
      }
      question.toggleAttribute("data-answered", answer !== "");
      again.hidden = answer === "";
      need("[data-act=show]", question).hidden = answer !== "";
      say(verdict, answer === "" ? "" : judged(name, answer, right));
      for (const after of host.querySelectorAll<HTMLElement>("[data-after]"))
        after.hidden = answer === "";
      for (const before of host.querySelectorAll<HTMLElement>("[data-before]"))
        before.hidden = answer !== "";
    }),
  ];
  return () => {
    for (const end of ended) end();
  };
}

/** Whether the answer is right, why it is wrong, and the right answer. */
function judged(name: string, answer: string, right: string): string {
  const key = (part: string) => `exhibits.${name}.${part}` as Key;
  const why = key(`said.${answer}`);
  const sentences = [phrase(key("answer"))];
  if (answer === right) sentences.unshift(phrase("exhibits.question.right"));
  else if (knows(why)) sentences.unshift(phrase(why));
  return sentences.join(" ");
}
