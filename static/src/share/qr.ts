/** QR codes as pictures: one path of squares, dark on white in every theme, as scanners want it. */
import { generate } from "lean-qr";

const SVG = "http://www.w3.org/2000/svg";
/** White squares around the code; the standard asks for four. */
const QUIET = 4;

/** The code of a text as an SVG element; null where the text is longer than any code holds. */
export function qrOf(text: string, label: string): SVGElement | null {
  const path = pathOf(text);
  if (path === null) return null;
  const picture = document.createElementNS(SVG, "svg");
  const side = path.size + 2 * QUIET;
  picture.setAttribute("viewBox", `${-QUIET} ${-QUIET} ${side} ${side}`);
  picture.setAttribute("role", "img");
  picture.setAttribute("aria-label", label);
  picture.setAttribute("shape-rendering", "crispEdges");
  picture.setAttribute("class", "qr");
  const paper = document.createElementNS(SVG, "rect");
  for (const [name, value] of Object.entries({ x: -QUIET, y: -QUIET, width: side, height: side }))
    paper.setAttribute(name, String(value));
  paper.setAttribute("fill", "#fff");
  const dark = document.createElementNS(SVG, "path");
  dark.setAttribute("d", path.data);
  dark.setAttribute("fill", "#000");
  picture.append(paper, dark);
  return picture;
}

/** The dark squares of a code, row by row; null where the text is too long. */
export function pathOf(text: string): { readonly size: number; readonly data: string } | null {
  let code: ReturnType<typeof generate>;
  try {
    code = generate(text);
  } catch {
    return null;
  }
  let data = "";
  for (let y = 0; y < code.size; y++) {
    for (let x = 0; x < code.size; x++) {
      if (!code.get(x, y)) continue;
      let end = x + 1;
      while (code.get(end, y)) end += 1;
      data += `M${x} ${y}h${end - x}v1h${x - end}z`;
      x = end;
    }
  }
  return { size: code.size, data };
}
