/** The presenter window's end: what the wall shows, and whether it is there. */
import { type ReadonlySignal, signal } from "@preact/signals-core";
import type { Dispose } from "../state/slice.ts";
import type { Act, Channel, Shown } from "./messages.ts";

/** Milliseconds from asking the wall to asking it again, and how many times without an answer it counts as gone. */
const ASK = 1500;
const PATIENCE = 3;

/** `looking`: it has not answered yet; `gone`: its page is closed, is loaded anew, or is silent. */
export type LinkState = "looking" | "live" | "gone";

export interface PresenterLink {
  readonly state: ReadonlySignal<LinkState>;
  /** As it was last, also where the wall is gone. */
  readonly shown: ReadonlySignal<Shown | null>;
  /** Nothing where the wall is not there. */
  act(act: Act): void;
  end: Dispose;
}

export function linkPresenter(channel: Channel): PresenterLink {
  const state = signal<LinkState>("looking");
  const shown = signal<Shown | null>(null);
  let unanswered = 0;
  channel.hear((message) => {
    if (message.type === "gone") state.value = "gone";
    if (message.type !== "shown") return;
    unanswered = 0;
    shown.value = message;
    state.value = "live";
  });
  const ask = () => {
    if (unanswered++ >= PATIENCE) state.value = "gone";
    channel.post({ type: "ask" });
  };
  ask();
  const timer = setInterval(ask, ASK);
  return {
    state,
    shown,
    act: (act) => {
      if (state.peek() === "live") channel.post({ type: "act", act });
    },
    end: () => {
      clearInterval(timer);
      channel.close();
    },
  };
}
