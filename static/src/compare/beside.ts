/** The state of the network that stands beside: its own description and readings, and one pad, ink and look with the page. */
import { createLab, type Lab } from "../state/lab.ts";

/**
 * A lab of its own that reads what is on the page's pad. What the page has decided about the drawing holds for both; which
 * layers are shown, and what is opened, is each one's own.
 */
export function labBeside({ ink, trace, look }: Lab): Lab {
  const beside = createLab();
  return {
    ...beside,
    ink,
    trace,
    look: {
      ...beside.look,
      without: look.without,
      palette: look.palette,
      scope: look.scope,
      theme: look.theme,
    },
  };
}
