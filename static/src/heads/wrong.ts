/** A switch in the panel about what comes out: what wrong choices would make of this drawing, and why they are wrong. */
import { effect, signal } from "@preact/signals-core";
import { makeButton } from "../dom/button.ts";
import { make } from "../dom/element.ts";
import { patchChildren } from "../dom/patch.ts";
import { countOf } from "../math/shape.ts";
import { valueAt } from "../math/tensor.ts";
import type { Lab } from "../state/lab.ts";
import { type Dispose, endAll } from "../state/slice.ts";
import { phrase } from "../words/phrases.ts";
import { type HeadNeeds, valuesOf } from "./head.ts";
import { type Wrong, wrongChoices } from "./wrong-choices.ts";

/** Below the view of the answer's kind, whichever that is. */
export function mountWrong(host: HTMLElement, lab: Lab, needs: HeadNeeds): Dispose {
  const { answer, network } = needs;
  const card = signal<unknown>(null);
  const button = makeButton(() => lab.look.chooseWrongly(!lab.look.wrong.peek()), {
    role: "switch",
    class: "switch",
    "data-part": "wrong",
  });
  button.append(make("span", { text: phrase("wrong.switch") }), make("span", { class: "knob" }));
  const shown = make("div", { class: "wrong-choices" });
  host.append(button, shown);
  const layer = network.layers.find((each) => each.shown === answer.operation);
  const logitsNow = () => {
    const tensor = layer && lab.reader.tensorOf(layer.name);
    if (tensor === undefined || layer === undefined || layer.shape.length > 1) return [];
    return Array.from({ length: countOf(layer.shape) }, (_, i) => valueAt(tensor, i) ?? 0);
  };
  let isAsked = false;
  return endAll(
    effect(() => {
      const isOn = lab.look.wrong.value;
      button.setAttribute("aria-checked", String(isOn));
      if (!isOn) return shown.replaceChildren();
      if (!isAsked) {
        isAsked = true;
        needs.fetchCard().then(
          (found) => {
            card.value = found;
          },
          () => {},
        );
      }
      const values = valuesOf(answer, lab);
      const image = lab.reader.reading.value?.image?.values ?? [];
      const made =
        values === null
          ? []
          : wrongChoices(answer, {
              values,
              logits: logitsNow(),
              image,
              groups: lab.look.groups.value,
              card: card.value,
            });
      patchChildren(shown, values === null ? [nothing()] : made.map(partOf));
    }),
    () => host.replaceChildren(),
  );
}

const nothing = () => make("p", { class: "note", text: phrase("wrong.blank") });

function partOf({ title, heads, rows, says }: Wrong): HTMLElement {
  const cells = (row: readonly string[]) =>
    row.map((text, i) => (i === 0 ? make("th", { scope: "row", text }) : make("td", { text })));
  const table = make("table", { class: "rows-of-numbers" }, [
    make("thead", {}, [
      make(
        "tr",
        {},
        heads.map((text) => make("th", { scope: "col", text })),
      ),
    ]),
    make(
      "tbody",
      {},
      rows.map((row) => make("tr", {}, cells(row))),
    ),
  ]);
  return make("section", {}, [
    make("h3", { text: title }),
    ...(rows.length > 0 ? [table] : []),
    make("p", { class: "note", text: says }),
  ]);
}
