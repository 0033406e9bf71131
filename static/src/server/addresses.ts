/** Where other people's devices find this page. */
import type { Addresses } from "../wire/messages.ts";
import { ask } from "./api.ts";

const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/** The page's addresses for others, the best first; none where only this computer can open it. */
export async function addressesForOthers(): Promise<string[]> {
  // This page was opened by a name or address of the network, perhaps through a proxy: others can use the same.
  if (!LOOPBACK.test(location.hostname)) return [new URL(".", document.baseURI).href];
  try {
    return (await ask<Addresses>("addresses")).addresses;
  } catch {
    return [];
  }
}

/** The same link at another address of the page. */
export function movedTo(base: string, link: URL): URL {
  const next = new URL(base);
  next.search = link.search;
  next.hash = link.hash;
  return next;
}
