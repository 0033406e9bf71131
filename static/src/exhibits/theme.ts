/** Pictures depend on the theme's colours: code that draws them reads this signal, and draws again when it changes. */
import { type ReadonlySignal, signal } from "@preact/signals-core";

/** The page's theme, and what ends watching it. */
export function watchTheme(): { readonly theme: ReadonlySignal<string>; end(): void } {
  const root = document.documentElement;
  const theme = signal(root.dataset.theme ?? "");
  const watching = new MutationObserver(() => {
    theme.value = root.dataset.theme ?? "";
  });
  watching.observe(root, { attributes: true, attributeFilter: ["data-theme"] });
  return { theme, end: () => watching.disconnect() };
}
