import { listen } from "../events/listen.ts";
import { phrase } from "../words/phrases.ts";
import { make } from "./element.ts";

/** Up to so many hidden CSS pixels need no note. */
const SLACK = 8;

/** Says at the foot of an element that scrolls when there is more below. */
export function sayMoreBelow(host: HTMLElement): () => void {
  const note = make("p", { class: "more-below", "aria-hidden": "true", hidden: "" });
  note.textContent = phrase("explained.more");
  host.append(note);
  /** What the note adds to the length of the host, in CSS pixels: gaps of a grid. */
  let room = 0;
  const look = () => {
    const { overflowY, paddingBottom } = getComputedStyle(host);
    // What sticks keeps off the padding, in which a strip of the text would be seen.
    note.style.setProperty("--foot", paddingBottom || "0px");
    const before = host.scrollHeight;
    const beyond = before - (note.hidden ? 0 : room) - host.clientHeight;
    const isLonger = beyond > SLACK && overflowY !== "visible";
    const comes = isLonger && note.hidden;
    note.hidden = !isLonger;
    if (comes) room = host.scrollHeight - before;
    // At the end the note is invisible, but keeps its room: if the host became shorter, its text would move under the pointer.
    note.style.visibility = beyond - host.scrollTop > SLACK ? "" : "hidden";
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
