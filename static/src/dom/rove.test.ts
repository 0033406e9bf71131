import { expect, test } from "vitest";
import { rove } from "./rove.ts";

function toolbar(way: "across" | "down", comesBack: boolean) {
  document.body.innerHTML = "<div><button>a</button><button>b</button><button>c</button></div>";
  const host = document.querySelector("div") as HTMLElement;
  const buttons = [...host.querySelectorAll("button")];
  const end = rove(host, buttons, way, comesBack);
  return {
    buttons,
    end,
    stops: () => buttons.filter(({ tabIndex }) => tabIndex === 0).map((each) => each.textContent),
    press: (key: string, how: KeyboardEventInit = {}) => {
      const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...how });
      document.activeElement?.dispatchEvent(event);
      return `${document.activeElement?.textContent}${event.defaultPrevented ? "" : ", not taken"}`;
    },
  };
}

test("arrows, Home and End go from control to control, of which one is a stop of the Tab key", () => {
  const { buttons, stops, press } = toolbar("across", true);
  expect(stops()).toEqual(["a"]);
  buttons[0]?.focus();
  expect(press("ArrowRight")).toBe("b");
  expect(stops()).toEqual(["b"]);
  expect(press("End")).toBe("c");
  expect(press("ArrowRight")).toBe("c"); // arrows do not wrap around
  expect(press("ArrowLeft")).toBe("b");
  expect(press("Home")).toBe("a");
});

test("other keys, and arrows with Ctrl, Alt, Shift or the other way, are left to the page", () => {
  const { buttons, press } = toolbar("down", true);
  buttons[0]?.focus();
  for (const key of ["ArrowRight", "x", "Enter"]) expect(press(key)).toBe("a, not taken");
  expect(press("ArrowDown", { ctrlKey: true })).toBe("a, not taken");
  expect(press("ArrowDown", { shiftKey: true })).toBe("a, not taken");
  expect(press("ArrowDown")).toBe("b");
});

test("Tab comes back to where it left, or to the first", () => {
  for (const [comesBack, stop] of [
    [true, "c"],
    [false, "a"],
  ] as const) {
    const { buttons, stops } = toolbar("across", comesBack);
    buttons[2]?.focus();
    buttons[2]?.blur();
    expect(stops()).toEqual([stop]);
  }
});

test("what is left out is passed by", () => {
  const { buttons, press } = toolbar("across", true);
  (buttons[1] as HTMLElement).checkVisibility = () => false;
  buttons[0]?.focus();
  expect(press("ArrowRight")).toBe("c");
});
