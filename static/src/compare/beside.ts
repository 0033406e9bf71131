/** The state of the second network in a comparison: its own description and readings; pad, ink and look are those of the page. */
import { createLab, type Lab } from "../state/lab.ts";

/**
 * A second lab that reads the drawing on the page's pad. The page's settings for the drawing hold for both labs; which
 * layers are shown, and which are opened, each lab decides for itself.
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
