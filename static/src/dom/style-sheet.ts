import { listen } from "../events/listen.ts";
import { make } from "./element.ts";

/** Adds a style sheet to the page; done once it is there. */
export function fetchStyleSheet(page: Document, address: string): Promise<void> {
  return new Promise((done, fail) => {
    const link = make("link", { rel: "stylesheet", href: address });
    listen(link, {
      load: () => done(),
      error: () => {
        link.remove();
        fail(new Error(`${address} did not arrive`));
      },
    });
    page.head.append(link);
  });
}
