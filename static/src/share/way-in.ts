/** "Everyone in the room": the page's address in type that can be read from the last row, and its code. */
import { makeButton } from "../dom/button.ts";
import { make } from "../dom/element.ts";
import type { Part } from "../dom/part.ts";
import { addressesForOthers } from "../server/addresses.ts";
import { phrase } from "../words/phrases.ts";
import { qrOf } from "./qr.ts";

export function makeWayIn(): Part {
  const element = make("section", { class: "room" });
  const show = (addresses: readonly string[], chosen: number) => {
    const address = addresses[chosen];
    if (address === undefined) return element.replaceChildren(...alone());
    const code = make("div", { class: "code" });
    const picture = qrOf(address, phrase("room.code"));
    if (picture !== null) code.append(picture);
    element.replaceChildren(
      make("h2", { text: phrase("room.title") }),
      code,
      large(address),
      ...(addresses.length > 1 ? [others(addresses, chosen, (next) => show(addresses, next))] : []),
    );
  };
  void addressesForOthers().then((addresses) => show(addresses, 0));
  return { element, end: () => {} };
}

/** The address as people type it, broken only where it may be; its length decides its size. */
function large(address: string): HTMLElement {
  const typed = address.replace(/^http:\/\//, "").replace(/\/$/, "");
  const text = make("p", { class: "address" });
  for (const piece of typed.match(/[^/:]*[/:]|[^/:]+/g) ?? [])
    text.append(piece, document.createElement("wbr"));
  text.style.setProperty("--signs", String(typed.length));
  return text;
}

/** This computer is in several networks: people choose the one that the room uses. */
function others(
  addresses: readonly string[],
  chosen: number,
  choose: (index: number) => void,
): HTMLElement {
  const buttons = addresses.map((address, index) => {
    const pressed = { "aria-pressed": String(index === chosen) };
    return makeButton(() => choose(index), { text: new URL(address).host, ...pressed });
  });
  return make("div", { class: "others" }, [
    make("p", { text: phrase("room.others") }),
    make("div", { class: "choice", role: "group" }, buttons),
  ]);
}

function alone(): HTMLElement[] {
  return [
    make("h2", { text: phrase("room.alone.title") }),
    make("p", { text: phrase("room.alone") }),
    make("pre", { text: phrase("room.command") }),
  ];
}
