import { signal } from "@preact/signals-core";
import { beforeEach, expect, test, vi } from "vitest";
import { indexNetwork } from "../network/network.ts";
import { DESCRIPTION } from "../testing/description.ts";
import { createLab, type Lab } from "./lab.ts";
import { mountLater } from "./later.ts";

const unmount = vi.fn();
const mount = vi.fn(() => unmount);
const load = vi.fn(async () => mount);
const fail = vi.fn();
const arrived = () => new Promise((done) => setTimeout(done));

const asked = signal<unknown>(null);
/** A page that knows its network. */
const described = () => {
  const lab = createLab();
  lab.reader.describe(indexNetwork(DESCRIPTION));
  return lab;
};
const begin = (lab: Lab) => mountLater(lab, { load, asked: () => asked.value, fail });

beforeEach(() => {
  vi.clearAllMocks();
  asked.value = null;
});

test("it is loaded once, when a drawing and its network have been painted, and ends with the page", async () => {
  const lab = createLab();
  const end = begin(lab);
  lab.reader.finishPainting(1);
  await arrived();
  expect(load).not.toHaveBeenCalled();
  lab.reader.describe(indexNetwork(DESCRIPTION));
  lab.reader.finishPainting(2);
  await arrived();
  asked.value = "cell";
  await arrived();
  expect([load.mock.calls.length, mount.mock.calls.length]).toEqual([1, 1]);
  end();
  expect(unmount).toHaveBeenCalledTimes(1);
});

test("what is asked for comes before anything is painted", async () => {
  asked.value = "cell";
  const end = begin(createLab());
  await arrived();
  expect(mount).toHaveBeenCalledTimes(1);
  end();
});

test("a failure is told to whoever asks, and the next asking tries again", async () => {
  const lab = createLab();
  load.mockRejectedValueOnce(new Error("offline"));
  asked.value = "cell";
  const end = begin(lab);
  await arrived();
  expect(fail).toHaveBeenCalledTimes(1);
  lab.reader.finishPainting(1);
  await arrived();
  expect(load).toHaveBeenCalledTimes(1); // nothing else was asked for
  load.mockRejectedValueOnce(new Error("offline"));
  asked.value = "another cell";
  await arrived();
  expect(fail).toHaveBeenCalledTimes(2);
  asked.value = null;
  asked.value = "another cell"; // closed, and opened again
  await arrived();
  expect([load.mock.calls.length, mount.mock.calls.length]).toEqual([3, 1]);
  end();
});

test("what nobody asked for may fail in silence, and comes when it is asked for", async () => {
  const lab = described();
  load.mockRejectedValueOnce(new Error("offline"));
  const end = begin(lab);
  lab.reader.finishPainting(1);
  await arrived();
  expect([load.mock.calls.length, fail.mock.calls.length]).toEqual([1, 0]);
  asked.value = "cell";
  await arrived();
  expect(mount).toHaveBeenCalledTimes(1);
  end();
});

test("what comes after the end is not mounted", async () => {
  asked.value = "cell";
  const end = begin(createLab());
  end();
  await arrived();
  expect([load.mock.calls.length, mount.mock.calls.length]).toEqual([1, 0]);
});
