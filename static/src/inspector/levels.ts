/** Between the network and its cells: a layer whose title is pointed at, or an opened kernel. */
import { effect } from "@preact/signals-core";
import { paintOnChange } from "../dom/frames.ts";
import { sayMoreBelow } from "../dom/more-below.ts";
import { explainWithin } from "../dom/term.ts";
import { listen } from "../events/listen.ts";
import type { Lab } from "../state/lab.ts";
import { type Dispose, endAll } from "../state/slice.ts";
import { watchColours } from "../state/watching.ts";
import { KernelView } from "./kernel.ts";
import { layerParts } from "./layer.ts";
import { press } from "./switches.ts";

/** The switch that the keyboard has gone to, as a selector; null where it is elsewhere. */
function switchIn(host: HTMLElement): string | null {
  const focused = host.ownerDocument.activeElement as HTMLElement | null;
  if (focused === null || !host.contains(focused)) return null;
  const { switch: name, all } = focused.dataset;
  if (name !== undefined) return `[data-switch="${name}"]`;
  return all === undefined ? null : `[data-all="${all}"]`;
}

export function mountLevels(host: HTMLElement, lab: Lab): Dispose {
  let kernel: KernelView | null = null;
  const build = () => {
    const [network, opened] = [lab.reader.network.peek(), lab.selection.kernel.peek()];
    const layer = network?.layer.get(lab.selection.layer.peek() ?? "");
    kernel = null;
    if (network === null) return;
    if (opened !== null) {
      const steps = () => [...host.querySelectorAll<HTMLElement>(".try-another button")];
      const focused = steps().indexOf(host.ownerDocument.activeElement as HTMLElement);
      kernel = KernelView.of(opened, network, lab);
      host.replaceChildren(...(kernel?.parts ?? []));
      kernel?.paint(host);
      steps()[focused]?.focus(); // from kernel to kernel by keyboard
    } else if (layer !== undefined) {
      const parts = layerParts(layer, network, lab);
      explainWithin(parts);
      const switched = switchIn(host);
      host.replaceChildren(...parts);
      if (switched !== null) host.querySelector<HTMLElement>(switched)?.focus();
    } else host.replaceChildren();
  };
  return endAll(
    effect(() => {
      lab.reader.network.value;
      lab.selection.kernel.value;
      lab.selection.layer.value;
      lab.look.before.value;
      build();
    }),
    paintOnChange(
      () => {
        watchColours(lab);
        if (lab.selection.kernel.value === null) return;
        lab.selection.selected.value;
        lab.selection.kernelCell.value;
        lab.reader.reading.value;
        lab.reader.weights.value;
      },
      () => kernel?.paint(host),
    ),
    sayMoreBelow(host),
    listen(host, { click: (event) => press(event, lab) }),
    () => host.replaceChildren(),
  );
}
