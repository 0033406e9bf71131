/** What the right column explains once something is pointed at or opened, as one script. */
export { mountCost } from "./cost.ts";
export { mountInspector } from "./inspector.ts";
export { mountLevels } from "./levels.ts";
export { mountMaking } from "./making.ts";
