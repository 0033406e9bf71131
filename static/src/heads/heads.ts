/** What networks say in more than two guesses: fetched with the first that does, or with the panel that explains an answer. */

export { mountAnswers } from "./answers.ts";
export { mountPanel } from "./panel.ts";
export { mountSize } from "./size.ts";
