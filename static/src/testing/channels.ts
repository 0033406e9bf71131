/** Channels without a browser: what one end posts, all others of its name hear at once. */
import type { Channel, Message } from "../presenter/messages.ts";

export interface Channels {
  open(name: string): Channel;
  /** All that was posted, by name. */
  readonly posted: readonly (readonly [string, Message])[];
}

export function makeChannels(): Channels {
  const ends = new Map<Channel, { name: string; act: (message: Message) => void }>();
  const posted: [string, Message][] = [];
  const open = (name: string): Channel => {
    const channel: Channel = {
      post: (message) => {
        posted.push([name, message]);
        for (const [other, end] of [...ends])
          if (other !== channel && end.name === name) end.act(structuredClone(message));
      },
      hear: (act) => {
        ends.set(channel, { name, act });
      },
      close: () => {
        ends.delete(channel);
      },
    };
    return channel;
  };
  return { open, posted };
}
