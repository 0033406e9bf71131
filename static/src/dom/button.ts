import { listen } from "../events/listen.ts";
import { make } from "./element.ts";

/** A button with attributes and text as `make` takes them, which calls `click` when it is pressed. */
export function makeButton(
  click: () => void,
  attributes: Record<string, string> = {},
  children: readonly Node[] = [],
): HTMLButtonElement {
  const button = make("button", { type: "button", ...attributes }, children);
  listen(button, { click });
  return button;
}
