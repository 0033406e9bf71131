import { listen } from "../events/listen.ts";
import { phrase } from "../words/phrases.ts";
import { make } from "./element.ts";

/** What is longer than its place may be hidden by so many CSS pixels without a word. */
const SLACK = 8;

/** Says at the foot of an element that scrolls when there is more below. */
export function sayMoreBelow(host: HTMLElement): () => void {
  const note = make("p", { class: "more-below", "aria-hidden": "true", hidden: "" });
  note.textContent = phrase("explained.more");
  host.append(note);
  const look = () => {
    const hidden = host.scrollHeight - host.scrollTop - host.clientHeight;
    const { overflowY, paddingBottom } = getComputedStyle(host);
    const isMore = hidden > SLACK && overflowY !== "visible";
    if (note.hidden === isMore) note.hidden = !isMore;
    // What sticks keeps off the padding, in which a strip of the text would be seen.
    note.style.setProperty("--foot", paddingBottom || "0px");
  };
  let request = 0;
  const lookSoon = () => {
    cancelAnimationFrame(request);
    request = requestAnimationFrame(look);
  };
  const observer = new ResizeObserver(lookSoon);
  observer.observe(host);
  const changes = new MutationObserver(lookSoon);
  changes.observe(host, { childList: true, subtree: true, characterData: true });
  const stop = listen(host, { scroll: look });
  return () => {
    cancelAnimationFrame(request);
    observer.disconnect();
    changes.disconnect();
    stop();
    note.remove();
  };
}
