import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Network } from "../network/network.ts";
import { createLab, type Lab } from "../state/lab.ts";
import type { Dispose } from "../state/slice.ts";
import { recordCanvasCalls } from "../testing/canvas-calls.ts";
import { CARDS, cardOfTwin, LISTED, readingOfTwin } from "../testing/compared.ts";
import { painted } from "../testing/page.ts";
import { PLAIN, RESIDUAL } from "../testing/twins.ts";
import { mountCompare, type Surroundings } from "./compare.ts";

let lab: Lab;
let root: HTMLElement;
let host: HTMLElement;
let differences: HTMLElement;
let stop: Dispose;
let server: { [Key in keyof Surroundings]: ReturnType<typeof vi.fn> & Surroundings[Key] };
let others: Lab[];
const closed = vi.fn();

let isConnected = true;

beforeEach(() => {
  recordCanvasCalls();
  closed.mockClear();
  others = [];
  document.body.innerHTML =
    "<main><button data-part=network>n</button><section class=c></section><section class=d></section></main>";
  root = document.body.firstElementChild as HTMLElement;
  [host, differences] = [".c", ".d"].map((each) => root.querySelector(each)) as [
    HTMLElement,
    HTMLElement,
  ];
  server = {
    fetchNetwork: vi.fn(async () => RESIDUAL),
    fetchCard: vi.fn(async (name: string) => CARDS[name] ?? null),
    listNetworks: vi.fn(async () => LISTED),
    openChannel: vi.fn((other: Lab) => {
      others.push(other);
      if (isConnected) other.session.connect("live");
      return closed;
    }),
  } as unknown as typeof server;
  lab = createLab({ reader: { network: PLAIN } });
  stop = mountCompare({ root, host, differences }, lab, server);
});

afterEach(() => stop());

const arrived = () => new Promise((done) => setTimeout(done));
const need = (selector: string) => root.querySelector(selector) as HTMLElement;
const button = (which: string, pair: string) =>
  need(`[data-which=${which}] .pictures [data-pair=${pair}]`);
const guesses = () =>
  [...root.querySelectorAll(".guesses")].map((each) => each.textContent?.replaceAll("\u00a0", " "));

async function compare(name: string): Promise<void> {
  lab.look.compareWith(name);
  await arrived();
}

test("nothing is asked for before somebody compares; then each network has its row, under one pad", async () => {
  expect([host.hidden, server.fetchNetwork.mock.calls.length]).toEqual([true, 0]);
  await compare("residual");
  expect([host.hidden, root.hasAttribute("data-compare")]).toEqual([false, true]);
  const [other] = others;
  expect(other?.reader.network.peek()?.layers.map(({ title }) => title)).toEqual([
    "Input layer",
    "First layer",
    "Residual block 1",
    "Residual block 2",
    "Output layer",
  ]);
  expect(other?.ink).toBe(lab.ink);
  lab.look.usePalette("grey");
  expect(other?.look.palette.value).toBe("grey");
  lab.look.toggle("first");
  expect(other?.look.hidden.value.size).toBe(0);
});

test("each row shows its own network's guesses, and the channel hears what is painted", async () => {
  await compare("residual");
  const [other] = others as [Lab];
  lab.reader.receive(readingOfTwin(PLAIN, 3, 0));
  other.reader.receive(readingOfTwin(RESIDUAL, 8, 1));
  await painted();
  expect(guesses()).toEqual([
    "First guess a 90.0 %Second guess b 10.0 %",
    "First guess b 80.0 %Second guess a 20.0 %",
  ]);
  expect(other.reader.painted.value).toBe(8);
  lab.lecture.switchCover("guesses");
  await painted();
  expect(guesses()).toEqual(["First guess – Second guess – ", "First guess – Second guess – "]);
});

test("a block that is chosen in one is chosen in both, and in the link; the column shows all of its maps", async () => {
  await compare("residual");
  const pressed = () =>
    [...host.querySelectorAll(".pictures [aria-pressed=true]")].map((each) =>
      each.getAttribute("aria-label"),
    );
  button("other", "block2").click();
  expect(pressed()).toEqual(["Plain block 2", "Residual block 2"]);
  expect(lab.selection.wentTo.value).toBe("block2-conv");
  expect(differences.querySelectorAll(".chosen figure")).toHaveLength(2);
  lab.selection.goTo("first"); // another link
  expect(pressed()).toEqual(["First layer", "First layer"]);
  button("one", "first").click();
  expect([pressed(), lab.selection.wentTo.value]).toEqual([[], null]);
});

test("what differs is said with these networks' numbers, and only what they show", async () => {
  await compare("residual");
  const said = [...differences.querySelectorAll(":scope > p")].map((each) =>
    each.textContent?.replaceAll("\u00a0", " "),
  );
  expect(said.slice(0, 5)).toEqual([
    "Residual has all layers of Plain, and 2 shortcuts. They add 0 parameters.",
    "Of its own training data Plain read 50.0 % in the last epoch, Residual 90.0 %. It falls behind where it learns, so overfitting is not why.",
    "Plain had 3 epochs at a rate of up to 0.0005, Residual 1 epoch at 0.002. Each was trained once, with one seed.",
    "Before the first step the gradients of Plain are 1,000 to 1,000 times smaller than those of Residual. Compared are root mean squares, block by block.",
    "The last layer's gradient is its error times what arrives there. In Plain it is 1,000 times smaller: the signal has died on its way, without normalisation.",
  ]);
  expect(need(".caption").textContent).toContain("the signal dies");
  const rows = [...differences.querySelectorAll("details tbody tr")].map((row) => row.textContent);
  expect(rows).toEqual([
    "First layer1.0e−61.0e−3",
    "Plain block 1 · Residual block 11.0e−61.0e−3",
    "Plain block 2 · Residual block 21.0e−61.0e−3",
    "Output layer1.0e−61.0e−3",
  ]);
});

test("what has no gradient before the first step is said", async () => {
  const residual = cardOfTwin(1e-3, 0.9);
  const gradients = { ...residual.gradients, block1_conv: 0, block2_conv: 0 };
  server.fetchCard.mockImplementation(async (name: string) =>
    name === "residual" ? { ...residual, gradients } : cardOfTwin(1e-6, 0.5),
  );
  await compare("residual");
  expect(differences.textContent).toContain(
    "In Residual 2 convolutions have no gradient yet: each leads to one that begins at zero.",
  );
});

test("of a network that says what each pixel is the figures are overlaps, beside calling all ink the digit's", async () => {
  const overlap = {
    count: 9,
    network: { paper: 0.9, digit: 0.8 },
    baseline: { paper: 1, digit: 0.6 },
  };
  server.fetchCard.mockImplementation(async (name: string) =>
    name === "residual"
      ? {
          epochs: [{ training: 0.97 }],
          sets: { pens: "Pens" },
          answers: { pixels: { overlap: { pens: overlap } } },
        }
      : cardOfTwin(1e-3, 0.9),
  );
  await compare("residual");
  const rows = [...differences.querySelectorAll("table[aria-label='The figures'] tbody tr")].map(
    (row) => row.textContent?.replaceAll("\u00a0", " "),
  );
  expect(rows).toContain("overlap of digit (IoU): Pens–80.0 %");
  expect(rows).toContain("with all ink called digit (IoU): Pens–60.0 %");
  expect(differences.textContent).not.toContain("97");
});

test("of twins whose gradients are alike no signal is said to die", async () => {
  server.fetchCard.mockImplementation(async () => cardOfTwin(1e-3, 0.9));
  await compare("residual");
  const said = differences.textContent;
  expect(said).toContain("alike");
  expect(said).not.toMatch(/signal|overfitting|paper/);
});

test("it is closed, and the keyboard goes back; frames are asked for no more", async () => {
  need("[data-part=network]").focus();
  await compare("residual");
  expect(document.activeElement).toBe(need("[data-part=close-comparison]"));
  need("[data-part=close-comparison]").click();
  expect([host.hidden, root.hasAttribute("data-compare"), lab.look.compare.value]).toEqual([
    true,
    false,
    null,
  ]);
  expect(closed).toHaveBeenCalledTimes(1);
  expect(document.activeElement).toBe(need("[data-part=network]"));
  expect([host.childElementCount, differences.childElementCount]).toEqual([0, 0]);
});

test("a network that does not come is said, and asked for again; one that comes too late changes nothing", async () => {
  server.fetchNetwork.mockRejectedValueOnce(new Error("away"));
  await compare("residual");
  expect(need(".said [role=status]").textContent).toContain("away");
  need(".said button").click();
  await arrived();
  expect(host.querySelectorAll(".row")).toHaveLength(2);

  let come: (network: Network) => void = () => {};
  server.fetchNetwork.mockImplementationOnce(() => new Promise((done) => (come = done)));
  await compare("third");
  lab.look.compareWith(null);
  come(RESIDUAL);
  await arrived();
  expect([host.hidden, host.childElementCount, others.length]).toEqual([true, 0, 1]);
});

test("a network is not compared with itself, and another can be chosen where its name stands", async () => {
  await compare("plain");
  expect(need(".said [role=status]").textContent).toContain("Choose another network");
  const select = need("select") as unknown as HTMLSelectElement;
  expect([...select.options].map(({ value }) => value)).toEqual(["", "residual", "third"]);
  select.value = "residual";
  select.dispatchEvent(new Event("change"));
  await arrived();
  expect(lab.look.compare.value).toBe("residual");
  expect((need("select") as unknown as HTMLSelectElement).value).toBe("residual");
  expect(document.activeElement).toBe(need("select"));
});

test("opening a block on the stage keeps the comparison, another network on it begins anew", async () => {
  await compare("residual");
  lab.reader.describe({ ...PLAIN, whole: PLAIN, open: "block1" });
  await arrived();
  expect(others).toHaveLength(1);
  lab.reader.describe({ ...PLAIN });
  await arrived();
  expect([others.length, closed.mock.calls.length]).toEqual([2, 1]);
});

test("a channel that is still connecting ends once it has connected", async () => {
  isConnected = false;
  lab.look.compareWith("residual");
  await vi.waitFor(() => expect(others.length).toBeGreaterThan(0));
  lab.look.compareWith(null);
  expect(closed).not.toHaveBeenCalled();
  others.at(-1)?.session.connect("live");
  await vi.waitFor(() => expect(closed).toHaveBeenCalledTimes(1));
  isConnected = true;
});
