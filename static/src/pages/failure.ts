/** What the page says of a part that has not come. */
import type { Lab } from "../state/lab.ts";
import { phrase } from "../words/phrases.ts";

/** Tells people that what they asked for has not come. */
export const failure = (lab: Lab) => () => lab.session.notify(phrase("page.failed"));
