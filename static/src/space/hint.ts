/** What hands and keys can do, shown until it is closed. */
import { makeButton } from "../dom/button.ts";
import { make } from "../dom/element.ts";
import { localStorageOrNull } from "../storage/theme.ts";
import { phrase } from "../words/phrases.ts";

const SEEN = "inkling.space.hint";

export function makeHint(): HTMLElement {
  const storage = localStorageOrNull();
  const close = makeButton(
    () => {
      element.hidden = true;
      try {
        storage?.setItem(SEEN, "1");
      } catch {
        // It will be shown again.
      }
    },
    { class: "boxed", text: phrase("space.hint.close") },
  );
  const touch = matchMedia("(pointer: coarse)").matches;
  const element = make("p", { class: "hint line note", "data-control": "space" }, [
    make("span", { text: phrase(touch ? "space.hint.touch" : "space.hint") }),
    close,
  ]);
  try {
    element.hidden = storage?.getItem(SEEN) === "1";
  } catch {
    element.hidden = false; // storage is forbidden: it is shown each time
  }
  return element;
}
