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

/** Where something of the site lies from this page: pages in a folder say on their root where the folder lies in the site. */
const sitePath = (path: string) => `${document.documentElement.dataset.root ?? ""}${path}`;

/** Where the API lies from this page. */
export const apiPath = (path: string): string => sitePath(`api/${path}`);

/** Whatever the site answers, a refusal too; throws what `fetch` throws where no answer came. */
export const send = (path: string, how?: RequestInit): Promise<Response> =>
  fetch(sitePath(path), how);

/** An answer of the API; throws a RefusedError, or what `fetch` throws where no answer came. */
export async function request(path: string, how?: RequestInit): Promise<Response> {
  return await expectGood(await send(`api/${path}`, how));
}

/** An answer in JSON; throws as `request` does. */
export async function ask<Answer>(path: string, how?: RequestInit): Promise<Answer> {
  return (await (await request(path, how)).json()) as Answer;
}

/** A file of the site, in JSON; throws as `request` does. */
export async function askFile<Content>(path: string): Promise<Content> {
  const response = await expectGood(await send(path));
  return (await response.json()) as Content;
}

async function expectGood(response: Response): Promise<Response> {
  if (response.ok) return response;
  throw new RefusedError(response.status, await reasonIn(response));
}

export function postJson(body: unknown): RequestInit {
  const headers = { "Content-Type": "application/json" };
  return { method: "POST", body: JSON.stringify(body), headers };
}

/** An answer from a proxy has no message of the server. */
async function reasonIn(response: Response): Promise<string> {
  const body = (await response.json().catch(() => null)) as Partial<Refusal> | null;
  const { error, detail } = body ?? {};
  if (error !== undefined && detail !== undefined) return refusalInWords({ error, detail });
  return phrase("error.status", { status: String(response.status) });
}
