/** How deep the explanation is: network, layer, map; each leads back to its level. */
import { makeButton } from "../dom/button.ts";
import { make } from "../dom/element.ts";
import { paintOnChange } from "../dom/frames.ts";
import { positionIn } from "../math/shape.ts";
import { planes } from "../math/tensor.ts";
import { mapNamesOf } from "../network/mask.ts";
import type { Network } from "../network/network.ts";
import type { Cell } from "../network/reading.ts";
import type { Lab } from "../state/lab.ts";
import type { Dispose } from "../state/slice.ts";
import { phrase } from "../words/phrases.ts";
import { mapInWords } from "../words/position.ts";

/** The crumbs of the selected cell. */
export function makeCrumbs(lab: Lab): { readonly element: HTMLElement; readonly stop: Dispose } {
  const element = make("nav", { class: "crumbs", "aria-label": phrase("inspector.way") });
  const paint = () => {
    const [network, cell] = [lab.reader.network.peek(), lab.selection.selected.peek()];
    const isOpen = network !== null && cell !== null;
    const crumbs = isOpen ? [...crumbsTo(lab, network, cell.layer), ...mapOf(network, cell)] : [];
    element.replaceChildren(...crumbs);
  };
  const stop = paintOnChange(() => [lab.reader.network.value, lab.selection.selected.value], paint);
  return { element, stop };
}

/** The network and one of its layers. */
export function crumbsTo(lab: Lab, network: Network, layer: string): HTMLElement[] {
  const crumb = (text: string, go: () => void) => makeButton(go, { class: "crumb", text });
  const release = () => {
    lab.selection.pin(null);
    lab.selection.openKernel(null);
  };
  return [
    crumb(network.description.title, release),
    crumb(network.layer.get(layer)?.title ?? layer, () => {
      release();
      lab.selection.pointAtLayer(layer);
    }),
  ];
}

function mapOf(network: Network, { layer, index }: Cell): HTMLElement[] {
  const shape = network.layer.get(layer)?.shape ?? [];
  if (shape.length < 3 || shape[0] === 1) return [];
  const { channel } = positionIn(planes(shape), index);
  const names = mapNamesOf(network, layer);
  const text =
    names.length > 0 ? mapInWords(channel, names) : phrase("hall.map", { map: channel + 1 });
  return [make("span", { text })];
}
