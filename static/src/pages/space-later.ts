/** Brings the network in 3D. */
import { fetchStyleSheet } from "../dom/style-sheet.ts";
import { withItsWords } from "../words/phrases.ts";

const SPACE = "static/dist/space.css";

export async function fetchSpace() {
  const [there] = await Promise.all([
    withItsWords(() => import("../space/space.ts")),
    fetchStyleSheet(document, SPACE),
  ]);
  return there;
}
