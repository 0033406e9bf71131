/** The picture of what is on the screen: its layers, colours, scope and kernels. */
import { scaleOf } from "../dom/palette.ts";
import { kernelsOf } from "../layout/kernels.ts";
import { answerOf, convolutionOf, type Layer } from "../network/network.ts";
import type { Lab } from "../state/lab.ts";
import { course, phrase } from "../words/phrases.ts";
import { type Shown, type Style, svgOf } from "./picture.ts";

/** Where a picture's colours come from, and how fine its images are. */
interface Surface {
  readonly element: Element;
  readonly fineness: number;
}

const SCREEN: Surface = { element: document.documentElement, fineness: 1 };

/** One layer, or all that are shown; null while there is nothing to show. */
export function pictureOf(
  lab: Lab,
  layer: string | null,
  surface: Surface = SCREEN,
): string | null {
  const network = lab.reader.network.peek();
  if (network === null) return null;
  const noteOf = (name: string) =>
    lab.forward.showsBefore.peek().has(name) ? phrase("stage.before") : "";
  const weightsOf = (of: Layer) =>
    lab.look.kernels.peek() && kernelsOf(of, network) && !lab.lecture.isCovered(of.name)
      ? (lab.reader.weights.peek()?.get(`${convolutionOf(of, network)?.name}.weight`) ?? null)
      : null;
  const names = layer === null ? lab.look.shown.peek() : [layer];
  const shown = names.flatMap((name): Shown[] => {
    const [found, tensor] = [network.layer.get(name), lab.reader.tensorOf(name)];
    return found === undefined || tensor === undefined
      ? []
      : [
          {
            layer: found,
            answer: answerOf(network, name),
            names: network.names.get(name),
            tensor,
            note: noteOf(name),
            kernels: weightsOf(found),
          },
        ];
  });
  if (shown.length === 0) return null;
  const scope = lab.look.scope.peek();
  return svgOf(shown, styleOf(lab, surface), {
    title: course(network.description.title),
    scope: phrase(`legend.sentence.${scope}`),
    peak: (value) => phrase("visibility.peak", { peak: value }),
  });
}

function styleOf(lab: Lab, { element, fineness }: Surface): Style {
  const style = getComputedStyle(element);
  const colour = (name: string) => style.getPropertyValue(name).trim();
  return {
    scale: scaleOf(element),
    scope: lab.look.scope.peek(),
    paper: colour("--paper"),
    text: colour("--text"),
    quiet: colour("--quiet"),
    rule: colour("--rule"),
    fineness,
  };
}
