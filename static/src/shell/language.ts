/** Changes the page's language: remembered in a cookie, so that the server can answer in it at once. */
import { listen } from "../events/listen.ts";
import type { Dispose } from "../state/slice.ts";

const NAME = "lang";
/** Seconds. */
const YEAR = 31_536_000;

/** The links to the other languages keep what is on the page; `addressNow` opens it. */
export function offerLanguages(host: Document, addressNow: () => URL): Dispose {
  const linkAt = (event: Event) =>
    (event.target as Element).closest<HTMLAnchorElement>("a[data-language]");
  /** For a new tab, and for those who see where a link leads. */
  const prepare = (event: Event) => {
    const link = linkAt(event);
    if (link === null) return;
    const address = addressNow();
    address.searchParams.set(NAME, link.dataset.language ?? "");
    link.href = address.href;
  };
  const choose = (event: MouseEvent) => {
    const link = linkAt(event);
    const language = link?.dataset.language;
    if (!link || language === undefined) return;
    // With a key held it opens elsewhere, and this page keeps its language.
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    const path = new URL(".", host.baseURI).pathname;
    host.cookie = `${NAME}=${language}; path=${path}; max-age=${YEAR}; samesite=lax`;
    const address = addressNow();
    address.searchParams.delete(NAME);
    // Where cookies are forbidden the address has to say it.
    if (!host.cookie.includes(`${NAME}=${language}`)) address.searchParams.set(NAME, language);
    event.preventDefault();
    // A change behind the # alone would not load the page.
    host.defaultView?.history.replaceState(null, "", address);
    host.location.reload();
  };
  return listen(host, {
    pointerdown: prepare,
    focusin: prepare,
    contextmenu: prepare,
    click: choose,
  });
}

/** The query of another of our pages, in the language that the address names, if it names one. */
export function withOwnLanguage(query: Record<string, string>): string {
  const language = new URLSearchParams(location.search).get(NAME);
  return `?${new URLSearchParams(language === null ? query : { ...query, [NAME]: language })}`;
}
