/** Groups of signals that several views follow: for effects, which run again when one of them changes. */
import type { Lab } from "./lab.ts";

/** What the colours of values depend on, besides the values. */
export function watchColours({ look, forward }: Lab): void {
  look.theme.value;
  look.palette.value;
  look.scope.value;
  forward.showsBefore.value;
}

/** What is pointed at or pinned, and whether its strongest path is shown. */
export function watchSelection({ selection, look }: Lab): void {
  selection.selected.value;
  selection.cell.value;
  selection.kernelCell.value;
  selection.kernel.value;
  look.path.value;
}
