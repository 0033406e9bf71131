/** What the panel about what comes out asks the server. */
export { askForPrediction as predict } from "../networks/ask.ts";
export { fetchWholeCard } from "../server/models.ts";
