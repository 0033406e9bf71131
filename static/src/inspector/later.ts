/** The inspector comes once a drawing is on the screen, or as soon as a cell is selected: the first view has no use for it. */
import { effect } from "@preact/signals-core";
import type { Cell } from "../network/reading.ts";
import type { Lab } from "../state/lab.ts";
import { type Dispose, endAll } from "../state/slice.ts";

type Load = () => Promise<{ mountInspector(host: HTMLElement, lab: Lab): Dispose }>;

export function mountInspectorLater(
  host: HTMLElement,
  lab: Lab,
  load: Load = () => import("./inspector.ts"),
): Dispose {
  let state: "none" | "loading" | "failed" | "ended" = "none";
  let tried: Cell | null = null;
  let end: Dispose = () => {};
  const bring = async (cell: Cell | null) => {
    state = "loading";
    tried = cell;
    try {
      const { mountInspector } = await load();
      if (state === "loading") end = mountInspector(host, lab);
    } catch {
      if (state === "loading") state = "failed"; // the next cell tries again
    }
  };
  const stop = effect(() => {
    const isPainted = lab.reader.painted.value > 0;
    const cell = lab.selection.selected.value;
    const isFirst = state === "none" && (isPainted || cell !== null);
    if (isFirst || (state === "failed" && cell !== null && cell !== tried)) void bring(cell);
  });
  const leave = () => {
    state = "ended";
    end();
  };
  return endAll(stop, leave);
}
