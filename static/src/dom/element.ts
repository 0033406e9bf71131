/** Finds an element that the template must have; throws if it is missing. */
export function need<T extends Element = HTMLElement>(selector: string, host: ParentNode): T {
  const element = host.querySelector<T>(selector);
  if (element === null) throw new Error(`the page has no ${selector}`);
  return element;
}

/** A new element with classes, text and attributes. */
export function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  { text, ...attributes }: Record<string, string> = {},
  children: readonly Node[] = [],
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  if (text !== undefined) element.textContent = text;
  element.append(...children);
  return element;
}

/** A title whose number does not stand alone on a line. */
export function unbroken(title: string): string {
  return title.replace(/ (\d+)$/, "\u00a0$1");
}

/** Sets an element's text only where it has changed: the same text again would cost a layout too. */
export function say(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}
