import { expect, test } from "vitest";
import { indexNetwork } from "../network/network.ts";
import { createLab } from "../state/lab.ts";
import { DESCRIPTION } from "../testing/description.ts";
import { mountVisibility } from "./visibility.ts";

test("layers that end in ReLU have a switch that says which values are shown, the others none", () => {
  document.body.innerHTML =
    '<div><button data-part="show-all"></button><button data-part="hide-all"></button><ul></ul></div>';
  const host = document.querySelector("div") as HTMLElement;
  const lab = createLab({ reader: { network: indexNetwork(DESCRIPTION) } });
  const unmount = mountVisibility(host, lab);
  const relu = (layer: string) =>
    host.querySelector<HTMLButtonElement>(`[data-row="${layer}"] .relu`);
  const now = () => [relu("conv1")?.textContent, relu("conv1")?.getAttribute("aria-pressed")];
  expect(now()).toEqual(["after ReLU", "false"]);
  relu("conv1")?.click();
  expect([...now(), ...lab.look.before.value]).toEqual(["before ReLU", "true", "conv1"]);
  expect(relu("pool1")).toBeNull();
  unmount();
});

test("one switch sets maps to scale, and leaves with the list", () => {
  document.body.innerHTML =
    '<div><button data-part="show-all"></button><button data-part="hide-all"></button><ul></ul></div>';
  const host = document.querySelector("div") as HTMLElement;
  const lab = createLab({ reader: { network: indexNetwork(DESCRIPTION) } });
  const unmount = mountVisibility(host, lab);
  const control = host.querySelector<HTMLButtonElement>(".sizes [role=switch]");
  expect(control?.getAttribute("aria-checked")).toBe("false");
  control?.click();
  expect([control?.getAttribute("aria-checked"), lab.look.toScale.value]).toEqual(["true", true]);
  unmount();
  expect(host.querySelector(".sizes")).toBeNull();
});
