/** Shows which stroke a button belongs to: draws the stroke over the mask while the button is pointed at or has the keyboard's focus. */
import { effect, signal } from "@preact/signals-core";
import { makeSvg } from "../dom/svg.ts";
import { listen } from "../events/listen.ts";
import type { Lab } from "../state/lab.ts";
import { type Dispose, endAll } from "../state/slice.ts";

/** `buttons`: the element with a button for each stroke, in the strokes' order; `picture`: the element with the mask, drawn again when `changes` changes. */
export function followPointed(
  buttons: HTMLElement,
  picture: HTMLElement,
  changes: { readonly value: unknown },
  lab: Lab,
): Dispose {
  const pointed = signal(-1);
  const point = ({ target }: Event) => {
    const all = [...buttons.querySelectorAll("[aria-pressed]")];
    pointed.value = all.indexOf((target as Element).closest("button") as Element);
  };
  const leave = () => {
    pointed.value = -1;
  };
  return endAll(
    listen(buttons, { pointerover: point, focusin: point, pointerleave: leave, focusout: leave }),
    effect(() => {
      changes.value;
      const reading = lab.reader.reading.value;
      const points = reading?.of?.drawing[pointed.value]?.points ?? [];
      const place = reading?.imageOnPad ?? null;
      const mask = picture.querySelector<SVGSVGElement>(".mask");
      mask?.querySelector(".pointed")?.remove();
      if (mask === null || place === null || points.length === 0) return;
      const [left, top, side] = place;
      const across = Number(mask.getAttribute("viewBox")?.split(" ")[2] ?? 1);
      const at = points.map(([x, y]) =>
        [(x - left) / side, (y - top) / side].map((part) => (part * across).toFixed(2)).join(" "),
      );
      mask.append(makeSvg("path", { class: "pointed", d: `M${at.join("L")}` }));
    }),
  );
}
