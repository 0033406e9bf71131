import { expect, test, vi } from "vitest";
import { createLab } from "../state/lab.ts";
import { mountInspectorLater } from "./later.ts";

const CELL = { layer: "conv1", index: 3 };
const host = document.createElement("section");
const unmount = vi.fn();
const mountInspector = vi.fn(() => unmount);
const arrived = () => new Promise((done) => setTimeout(done));

test("it is loaded once, when a drawing has been painted, and ends with the page", async () => {
  const lab = createLab();
  const load = vi.fn(async () => ({ mountInspector }));
  const end = mountInspectorLater(host, lab, load);
  await arrived();
  expect(load).not.toHaveBeenCalled();
  lab.reader.finishPainting(1);
  lab.reader.finishPainting(2);
  await arrived();
  expect(load).toHaveBeenCalledTimes(1);
  expect(mountInspector).toHaveBeenCalledWith(host, lab);
  end();
  expect(unmount).toHaveBeenCalledTimes(1);
});

test("a cell of a link brings it before anything is painted, and a failure is tried again at the next cell", async () => {
  const lab = createLab({ selection: { pinned: CELL } });
  const load = vi.fn(async () => ({ mountInspector }));
  load.mockRejectedValueOnce(new Error("offline"));
  mountInspector.mockClear();
  const end = mountInspectorLater(host, lab, load);
  await arrived();
  lab.reader.finishPainting(1);
  expect(load).toHaveBeenCalledTimes(1);
  expect(mountInspector).not.toHaveBeenCalled();
  lab.selection.pin({ ...CELL, index: 4 });
  await arrived();
  expect(mountInspector).toHaveBeenCalledTimes(1);
  end();
});
