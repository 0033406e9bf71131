/** Keys that are pressed before their script has come. */
import { expect, test, vi } from "vitest";
import { createLab } from "../state/lab.ts";
import { mountKeysLater } from "./keys-later.ts";

test("what is pressed before the keys are there acts once they are, and once", async () => {
  document.body.innerHTML = `<section><div class="groups"></div><input type="checkbox"></section>`;
  const lab = createLab();
  const end = mountKeysLater(document.body.firstElementChild as HTMLElement, lab);
  const press = (key: string) =>
    document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
  press("e");
  press("b");
  expect(lab.ink.tool.value).toBe("pen");
  await vi.waitFor(() => expect(lab.ink.tool.value).toBe("eraser"));
  expect(lab.lecture.blanked.value).toBe(true);
  press("b");
  expect(lab.lecture.blanked.value).toBe(false);
  end();
  press("p");
  expect(lab.ink.tool.value).toBe("eraser");
});
