/** What a wall (a page of the lab that gives a lecture) and its presenter windows send each other, over a channel that has the wall's id in its name. */
import type { Onward } from "../lecture/remote.ts";

/** A screen as the presenter window names it; "" where it has none. */
export interface ScreenWords {
  readonly title: string;
  readonly question: string;
  readonly notes: string;
}

/** What the wall shows now. */
export interface Shown {
  readonly type: "shown";
  /** Screens in the lesson. */
  readonly screens: number;
  /** From 1; 0: no lesson is given. */
  readonly screen: number;
  readonly ended: boolean;
  readonly now: ScreenWords;
  /** What the lesson's next screen will be; null after the last. */
  readonly coming: ScreenWords | null;
  /** Of the forward pass, from 1; 0: it is not shown step by step. */
  readonly step: number;
  readonly steps: number;
  readonly blank: boolean;
  /** What "next" does; null where it does nothing. */
  readonly onward: Onward | null;
  /** When the clock began, in milliseconds since 1970. */
  readonly since: number;
}

export const ACTS = ["next", "back", "blank", "begin", "restart"] as const;
/** What a presenter window makes the wall do; "restart" is the clock. */
export type Act = (typeof ACTS)[number];

/** `ask`: what is shown? `gone`: the wall's page is closed or loaded anew. `claim`: a page begins to be this wall; `taken`: another one is. */
export type Message =
  | Shown
  | { readonly type: "ask" | "gone" | "taken" }
  | { readonly type: "claim"; readonly page: string }
  | { readonly type: "act"; readonly act: Act };

const ONWARD: readonly unknown[] = ["show", "reveal", "step", "screen", "end", "stay", null];

/** The message, if it is one: another version of the page may be open beside this one. */
export function messageIn(data: unknown): Message | null {
  const message = (typeof data === "object" && data !== null ? data : {}) as Message;
  if (message.type === "shown") return isShown(message) ? message : null;
  if (message.type === "act") return ACTS.includes(message.act) ? message : null;
  if (message.type === "claim") return typeof message.page === "string" ? message : null;
  return ["ask", "gone", "taken"].includes(message.type) ? message : null;
}

function isShown({ screens, screen, step, steps, since, ...rest }: Shown): boolean {
  const numbers = [screens, screen, step, steps, since].every(Number.isFinite);
  const flags = typeof rest.ended === "boolean" && typeof rest.blank === "boolean";
  const words = isWords(rest.now) && (rest.coming === null || isWords(rest.coming));
  return numbers && flags && words && ONWARD.includes(rest.onward);
}

function isWords(words: ScreenWords | undefined): boolean {
  const { title, question, notes } = words ?? {};
  return [title, question, notes].every((each) => typeof each === "string");
}

/** One end of a channel. */
export interface Channel {
  post(message: Message): void;
  /** Hears the others' messages, and none of its own. */
  hear(act: (message: Message) => void): void;
  close(): void;
}

export function openChannel(wall: string): Channel {
  const channel = new BroadcastChannel(`inkling.presenter.${wall}`);
  return {
    post: (message) => channel.postMessage(message),
    hear: (act) => {
      channel.onmessage = ({ data }) => {
        const message = messageIn(data);
        if (message !== null) act(message);
      };
    },
    close: () => channel.close(),
  };
}

/** An id that nobody else has. */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(8));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
