/** Panels of the pad that the first view has no use for, as one script: `later.ts` fetches it. */
export { mountPenTrace } from "./pen-trace.ts";
export { mountPreprocessing } from "./preprocessing.ts";
export { mountStyles } from "./styles.ts";
