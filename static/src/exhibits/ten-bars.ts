/** Ten chances as a small picture: a bar from 0 to 1 over each digit. */
import { makeSvg } from "../dom/svg.ts";

const DIGITS = 10;
const [WIDE, HIGH, FOOT, LETTERS] = [100, 44, 14, 12];

/** `guess` is the digit whose bar stands out; `label` says what the picture shows. */
export function barsOf(
  chances: readonly number[],
  guess: number | null,
  label: string,
): SVGSVGElement {
  const wide = WIDE / DIGITS;
  const parts = Array.from({ length: DIGITS }, (_, digit) => {
    const high = Math.max(0.5, (chances[digit] ?? 0) * HIGH);
    const text = makeSvg("text", {
      x: (digit + 0.5) * wide,
      y: HIGH + FOOT - 2,
      "font-size": LETTERS,
    });
    text.textContent = String(digit);
    const place = { x: digit * wide + 1.5, y: HIGH - high, width: wide - 3, height: high };
    const bar = makeSvg("rect", digit === guess ? { ...place, class: "guess" } : place);
    return [bar, text];
  });
  const picture = { viewBox: `0 0 ${WIDE} ${HIGH + FOOT}`, role: "img", "aria-label": label };
  return makeSvg("svg", { class: "ten-bars", ...picture }, parts.flat());
}
