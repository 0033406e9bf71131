import { defineConfig } from "vitest/config";

// biome-ignore lint/style/noDefaultExport: Vitest looks for it.
export default defineConfig({
  test: { include: ["static/src/**/*.test.ts"], environment: "happy-dom", setupFiles: ["static/src/testing/words.ts"], testTimeout: 60_000 },
});
