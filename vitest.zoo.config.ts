import { defineConfig, mergeConfig } from "vitest/config";
import shared from "./vitest.config.ts";

// Run by tests/models/test_zoo_on_the_page.py, which writes PyTorch's numbers first.
// biome-ignore lint/style/noDefaultExport: Vitest looks for it.
export default mergeConfig(
  { ...shared, test: { ...shared.test, include: [], exclude: [] } },
  defineConfig({ test: { include: ["static/src/inspector/zoo.test.ts"] } }),
);
