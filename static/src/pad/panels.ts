/** Panels of the pad that the first view has no use for, as one script: `later.ts` fetches it. */

export { followPen } from "../server/pen-traces.ts";
export { mountKeyboardPen } from "./keyboard-pen.ts";
export { mountPenTrace } from "./pen-trace.ts";
export { mountPixelEditor } from "./pixel-editor.ts";
export { mountPreprocessing } from "./preprocessing.ts";
export { mountStyles } from "./styles.ts";
