/** The edges of a network that can be switched off: shortcuts, skips, branches. It was trained with them, and is read without. */
import type { NetworkDescription } from "../wire/messages.ts";

export type Switch = NetworkDescription["blocks"][number]["switches"][number];
export type SwitchKind = Switch["kind"];

/** All of a network, in the order of their blocks. */
export function switchesOf({ blocks }: Pick<NetworkDescription, "blocks">): readonly Switch[] {
  return blocks.flatMap(({ switches }) => switches);
}

/** Which switches are off, as text: readings with the same text are of the same network. */
export function asText(off: ReadonlySet<string>): string {
  return [...off].sort().join();
}
