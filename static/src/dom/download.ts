/** Downloads a file. */
import { make } from "./element.ts";

export function download(content: Blob, name: string): void {
  const address = URL.createObjectURL(content);
  make("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
