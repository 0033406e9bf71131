/** Bars of one scale, however different: a long one is folded into as many lines as it needs. */
import { make } from "../dom/element.ts";
import { makeSvg } from "../dom/svg.ts";
import { counted, written } from "../words/phrases.ts";

export interface Bar {
  readonly name: string;
  readonly count: number;
}

const [THICK, GAP] = [4, 1];

/** The lines of a bar `length` long on paper `width` wide: all are full but the last. */
export function foldedLengths(length: number, width: number): number[] {
  const full = Math.floor(length / width);
  const rest = length - full * width;
  return [...new Array<number>(full).fill(width), ...(rest > 0 ? [rest] : [])];
}

/** Draws the bars again whenever the host's width changes; the shortest bar is one pixel long. Returns what ends it. */
export function foldedBars(host: HTMLElement, bars: readonly Bar[]): () => void {
  const least = Math.min(...bars.map(({ count }) => count));
  const figures = bars.map(({ name, count }) => {
    const picture = makeSvg("svg", { "aria-hidden": "true" });
    const path = picture.appendChild(makeSvg("path"));
    const words = make("figcaption");
    host.append(make("figure", {}, [words, picture]));
    return { picture, path, words, name, count };
  });
  const draw = () => {
    const width = Math.floor(host.clientWidth);
    if (width === 0) return;
    for (const { picture, path, words, name, count } of figures) {
      const lengths = foldedLengths(count / least, width);
      const height = lengths.length * (THICK + GAP) - GAP;
      picture.setAttribute("width", String(width));
      picture.setAttribute("height", String(height));
      const lines = lengths.map((length, at) => {
        const y = at * (THICK + GAP);
        return `M0 ${y}h${Math.max(length, 1)}v${THICK}H0z`;
      });
      path.setAttribute("d", lines.join(""));
      const folded = counted("exhibits.weights.lines", lengths.length);
      words.textContent = `${name}: ${written(count)}, ${folded}`;
    }
  };
  const watching = new ResizeObserver(draw);
  watching.observe(host);
  draw();
  return () => watching.disconnect();
}
