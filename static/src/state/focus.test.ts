import { describe, expect, test } from "vitest";
import { NETWORK } from "../testing/four.ts";
import { WHOLE } from "./focus.ts";
import { createLab } from "./lab.ts";

function lecture(opened: Parameters<typeof createLab>[0] = {}) {
  const lab = createLab({ ...opened, lecture: { on: true, ...opened?.lecture } });
  lab.reader.describe(NETWORK);
  return lab;
}

describe("the large layer of a lecture", () => {
  test("is the first one that the network makes", () => {
    expect(lecture().lecture.focused.value).toBe("conv1");
  });

  test("is none outside a lecture, and none where all layers are wanted at once", () => {
    const lab = lecture();
    lab.lecture.switchWhole();
    expect(lab.lecture.focused.value).toBeNull();
    expect(lab.lecture.focus.value).toBe(WHOLE);
    lab.lecture.switchWhole();
    expect(lab.lecture.focused.value).toBe("conv1");
    lab.lecture.giveLecture(false);
    expect(lab.lecture.focused.value).toBeNull();
  });

  test("is the last one where the network is shown up to it", () => {
    const lab = lecture();
    lab.look.upTo("pool1");
    expect(lab.lecture.focused.value).toBe("pool1");
  });

  test("is another one once that is hidden", () => {
    const lab = lecture({ lecture: { focus: "conv2" } });
    expect(lab.lecture.focused.value).toBe("conv2");
    lab.look.toggle("conv2");
    expect(lab.lecture.focused.value).toBe("conv1");
  });

  test("follows the steps of the forward pass, and they follow it", () => {
    const lab = lecture();
    lab.forward.stepTo(0);
    expect(lab.lecture.focused.value).toBe("input");
    lab.lecture.focusOn("pool2");
    expect(lab.forward.currentStep.value?.layer).toBe("pool2");
    expect(lab.lecture.focused.value).toBe("pool2");
    lab.forward.endSteps();
    expect(lab.lecture.focused.value).toBe("conv1");
  });

  test("goes on and back in the order of the network, as far as there are layers", () => {
    const lab = lecture();
    expect(lab.lecture.focusFurther(1)).toBe(true);
    expect(lab.lecture.focused.value).toBe("pool1");
    lab.lecture.focusOn("output");
    expect(lab.lecture.focusFurther(1)).toBe(false);
    lab.lecture.resetFocus();
    expect(lab.lecture.focus.value).toBeNull();
    lab.lecture.giveLecture(false);
    expect(lab.lecture.focusFurther(1)).toBe(false);
  });

  test("of a link is left out where the network has no such layer", () => {
    const lab = lecture({ lecture: { focus: "conv9" } });
    expect(lab.lecture.focus.value).toBeNull();
    expect(lab.look.ignored.value).toContain("conv9");
  });
});
