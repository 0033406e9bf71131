import { configDefaults, defineConfig } from "vitest/config";

// biome-ignore lint/style/noDefaultExport: Vitest looks for it.
export default defineConfig({
  test: {
    include: ["static/src/**/*.test.ts"],
    // It reads numbers of PyTorch that are written for it alone: vitest.zoo.config.ts.
    exclude: [...configDefaults.exclude, "static/src/inspector/zoo.test.ts"],
    environment: "happy-dom",
    // The default leaves one core idle: half of a machine that has two.
    maxWorkers: "100%",
    // One document for all files: to make one for each took nine tenths of the time.
    isolate: false,
    setupFiles: ["static/src/testing/words.ts", "static/src/testing/apart.ts"],
    testTimeout: 60_000,
  },
});
