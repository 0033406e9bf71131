import { beforeEach, expect, test } from "vitest";
import { keepSettings, settingsOf } from "./link.ts";
import { PRESETS, USUAL } from "./presets.ts";

beforeEach(() => history.replaceState(null, "", "/train?lang=nl"));

test("settings stand in the link where they are not as usual, and are read again", () => {
  keepSettings({ ...PRESETS.diverges, seed: 7, augmentation: true });
  const link = new URLSearchParams(location.search);
  expect(link.get("lang")).toBe("nl");
  expect(link.get("seed")).toBe("7");
  expect(link.has("network")).toBe(false);
  expect(settingsOf(link)).toEqual({ ...PRESETS.diverges, seed: 7, augmentation: true });
  keepSettings(USUAL);
  expect(location.search).toBe("?lang=nl");
});

test("what cannot be read is as usual", () => {
  expect(settingsOf(new URLSearchParams("seed=&learning_rate=fast&epochs=2&x=1"))).toEqual({
    ...USUAL,
    epochs: 2,
  });
});
