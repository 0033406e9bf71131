/** Requests over HTTP: one way to ask the server, and one way in which it refuses. */
import type { Refusal } from "../wire/messages.ts";
import { phrase } from "../words/phrases.ts";
import { refusalInWords } from "../words/refusals.ts";

/** The server answered, but not with what was asked for; the message can be shown. */
export class RefusedError extends Error {
  readonly status: number;

  constructor(status: number, reason: string) {
    super(reason);
    this.status = status;
  }
}

/** Where the API lies from this page: pages in a folder say on their root where the folder lies in the site. */
export function apiPath(path: string): string {
  return `${document.documentElement.dataset.root ?? ""}api/${path}`;
}

/** An answer of the server; throws a RefusedError, or what `fetch` throws where no answer came. */
export async function request(path: string, how?: RequestInit): Promise<Response> {
  const response = await fetch(apiPath(path), how);
  if (response.ok) return response;
  throw new RefusedError(response.status, await reasonIn(response));
}

/** An answer in JSON; throws as `request` does. */
export async function ask<Answer>(path: string, how?: RequestInit): Promise<Answer> {
  return (await (await request(path, how)).json()) as Answer;
}

export function postJson(body: unknown): RequestInit {
  const headers = { "Content-Type": "application/json" };
  return { method: "POST", body: JSON.stringify(body), headers };
}

/** A proxy's answer has no words of the server's. */
async function reasonIn(response: Response): Promise<string> {
  const body = (await response.json().catch(() => null)) as Partial<Refusal> | null;
  const { error, detail } = body ?? {};
  if (error !== undefined && detail !== undefined) return refusalInWords({ error, detail });
  return phrase("error.status", { status: String(response.status) });
}
