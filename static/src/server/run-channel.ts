/** Follows a live run: on the live channel, one answer at a time, and by requests where there is no channel. */
import type { RunTold } from "../wire/messages.ts";
import { ask } from "./api.ts";
import { PROTOCOL, type SocketLike } from "./connection.ts";

/** Milliseconds until another try. */
const RETRY = 1000;

/** A run's events are not there any more; nothing asks again. */
const GONE = "unknown_run";

export type RunNews = Pick<RunTold, "events" | "next">;

export interface RunListener {
  /** What is new; once it has been shown, more is asked for. */
  onNews(events: RunNews): void;
  gone(): void;
}

export interface RunSurroundings {
  readonly open: () => SocketLike;
  readonly device: string;
  readonly byRequest?: (run: string, after: number) => Promise<RunNews>;
}

const byRequest = (run: string, after: number) =>
  ask<RunNews>(`runs/${encodeURIComponent(run)}/events?after=${after}`);

/** Returns what ends it. */
export function followRun(run: string, listener: RunListener, around: RunSurroundings): () => void {
  let after = 0;
  let isOver = false;
  let socket: SocketLike | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const hear = (news: RunNews) => {
    if (isOver) return;
    after = news.next;
    listener.onNews(news);
  };
  const open = () => {
    if (isOver) return;
    const opened = around.open();
    socket = opened;
    const send = (message: object) => opened.send(JSON.stringify(message));
    const watch = () => send({ type: "watch", run, after });
    opened.onopen = () => send({ type: "hello", protocol: PROTOCOL, device: around.device });
    opened.onmessage = ({ data }: { data: unknown }) => {
      const message = JSON.parse(String(data)) as { type: string; error?: string } & RunNews;
      if (message.type === "welcome") watch();
      if (message.type === "run") {
        hear(message);
        if (!isOver) watch();
      }
      if (message.error === GONE) {
        end();
        listener.gone();
      }
    };
    opened.onclose = () => {
      if (isOver || socket !== opened) return;
      (around.byRequest ?? byRequest)(run, after)
        .then(hear)
        .catch(() => {})
        .finally(() => {
          if (!isOver) timer = setTimeout(open, RETRY);
        });
    };
  };
  const end = () => {
    isOver = true;
    clearTimeout(timer);
    socket?.close();
  };
  open();
  return end;
}
