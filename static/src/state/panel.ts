/** Which panel is seen. */
import type { Lab } from "./lab.ts";
import type { Panel } from "./look.ts";

/** In a lecture a film has its place beside the stage, and its panel comes back afterwards. Reads signals. */
export function panelSeen({ look, lecture }: Pick<Lab, "look" | "lecture">): Panel | null {
  const panel = look.panel.value;
  return panel === "epochs" && lecture.on.value ? null : panel;
}
