/** Test files share one document and their modules; each leaves all as the next one expects it. */
import { afterAll, vi } from "vitest";

const address = location.href;

afterAll(async () => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  // A script that is on its way when a file ends would fail in every later file.
  await vi.dynamicImportSettled();
  document.head.replaceChildren();
  document.body.replaceChildren();
  for (const { name } of [...document.documentElement.attributes])
    document.documentElement.removeAttribute(name);
  history.replaceState(null, "", address);
  localStorage.clear();
  sessionStorage.clear();
});
