/** Six lines about an answer, the same of every kind: what comes out, how it is made, taught, labelled and measured, and in PyTorch. */
import { make } from "../dom/element.ts";
import { kindOfAnswer } from "../network/answer-kinds.ts";
import type { Answer } from "../network/answers.ts";
import type { Network } from "../network/network.ts";
import { phrase, written } from "../words/phrases.ts";

const LINES = ["comes", "activation", "loss", "label", "metric", "pytorch"] as const;

export function linesAbout(answer: Answer, network: Network): HTMLElement {
  const kind = kindOfAnswer(answer);
  const shape = network.graph.byName.get(answer.operation)?.output_shape ?? [];
  const values = { shape: shape.map(written).join(" × ") };
  const rows = LINES.map((line) => {
    const text = phrase(`answer.${kind}.${line}`, values);
    const value =
      line === "pytorch" ? [make("code", {}, breakable(text))] : [document.createTextNode(text)];
    return row(phrase(`answer.line.${line}`), make("dd", {}, value));
  });
  return make("dl", { class: "six" }, rows);
}

/** Code whose lines may end behind a bracket or a comma, never within a name. */
function breakable(code: string): Node[] {
  const parts = code.match(/[^(,]*[(,]|[^(,]+/g) ?? [];
  return parts.flatMap((part, i) => [
    ...(i > 0 ? [make("wbr")] : []),
    document.createTextNode(part),
  ]);
}

function row(name: string, value: HTMLElement): HTMLElement {
  return make("div", {}, [make("dt", { text: name }), value]);
}
