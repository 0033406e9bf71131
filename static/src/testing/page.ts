/** The page's template as the server reads it, its parts in their places. */
import { readFileSync } from "node:fs";

export function template(name: string): string {
  return readFileSync(`templates/${name}`, "utf8").replace(
    /{% include "([\w./-]+)" %}/g,
    (_, part) => template(part),
  );
}

/** What changed is painted in the next animation frame. */
export function painted(): Promise<unknown> {
  return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
}
