/** Changes the page's language: remembered in a cookie, so that the server can answer in it at once. */
import type { Dispose } from "./dom/element.ts";

const NAME = "lang";
/** Seconds. */
const YEAR = 31_536_000;

/** The links to the other languages keep what is on the page: its address as it is now. */
export function offerLanguages(host: Document): Dispose {
  const choose = (event: MouseEvent) => {
    const link = (event.target as Element).closest<HTMLAnchorElement>("a[data-language]");
    const language = link?.dataset.language;
    if (!link || language === undefined) return;
    const path = new URL(".", host.baseURI).pathname;
    host.cookie = `${NAME}=${language}; path=${path}; max-age=${YEAR}; samesite=lax`;
    const address = new URL(host.location.href);
    address.searchParams.delete(NAME);
    // Where cookies are forbidden the address has to say it.
    if (!host.cookie.includes(`${NAME}=${language}`)) address.searchParams.set(NAME, language);
    link.href = address.href;
    if (address.href !== host.location.href) return; // the link's own way
    event.preventDefault();
    host.location.reload();
  };
  host.addEventListener("click", choose);
  return () => host.removeEventListener("click", choose);
}

/** The query of another of our pages, in the language that the address names, if it names one. */
export function withOwnLanguage(query: Record<string, string>): string {
  const language = new URLSearchParams(location.search).get(NAME);
  return `?${new URLSearchParams(language === null ? query : { ...query, [NAME]: language })}`;
}
