/** A drawing that came with the link goes along from page to page: from exhibit to exhibit, into the lab and back. */
import { listen } from "../events/listen.ts";

/** Gives a link the drawing of the page's own link as it is followed, however that is done. Returns what ends it. */
export function takeDrawingAlong(): () => void {
  const take = ({ target }: Event) => {
    const link = (target as Element).closest?.<HTMLAnchorElement>("a[href]");
    if (link && /[#&]d=/.test(location.hash) && leadsOn(link)) link.hash = location.hash;
  };
  return listen(document, { click: take, auxclick: take, contextmenu: take }, { capture: true });
}

/** Whether a link leads to another page that has drawings, and brings no drawing of its own. */
function leadsOn({ origin, pathname, hash }: HTMLAnchorElement): boolean {
  const { dataset } = document.documentElement;
  const root = new URL(dataset.root ?? ".", document.baseURI).pathname;
  return (
    origin === location.origin &&
    hash === "" &&
    pathname !== location.pathname &&
    (pathname === root || pathname.startsWith(`${root}exhibits`))
  );
}
