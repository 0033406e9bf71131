/** "2 shortcuts off": how many of a network's switches are off; all of them are of one kind. */
import { switchesOf } from "../network/switches.ts";
import type { NetworkDescription } from "../wire/messages.ts";
import { counted } from "./phrases.ts";

export function offInWords(
  off: ReadonlySet<string>,
  description: Pick<NetworkDescription, "blocks"> | undefined,
): string {
  const known = switchesOf(description ?? { blocks: [] });
  const kind = known.find(({ name }) => off.has(name))?.kind ?? "shortcut";
  return counted(`changes.off.${kind}`, off.size);
}
