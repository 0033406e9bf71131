/** The views of answers other than the two guesses: fetched with the first network that has one, or with the panel about what comes out. */

export { mountAnswers } from "./answers.ts";
export { mountPanel } from "./panel.ts";
export { mountSize } from "./size.ts";
