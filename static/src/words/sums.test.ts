import { expect, test } from "vitest";
import "../testing/words.ts";
import { likeliestFirst, namedIn } from "./sums.ts";

const labels = ["0-round", "1-stroke", "4-short", "4-open", "9-hooked"];
const ways = { labels, groups: ["0", "1", "4", "4", "9"] };
const said = (chosen: string | null, values: number[], answer = ways) =>
  likeliestFirst(namedIn(answer, chosen, values)).map(({ name, part }) => [
    name,
    Number(part.toFixed(3)),
  ]);

test("ways of writing are named by what they add up to, not each by itself", () => {
  const values = [0.05, 0.4, 0.3, 0.2, 0.05];
  expect(said(null, values).slice(0, 2)).toEqual([
    ["4", 0.5],
    ["1", 0.4],
  ]);
});

test("by groups of the visitor's own, and by the network's where a link's do not fit", () => {
  const values = [0.05, 0.4, 0.3, 0.2, 0.05];
  expect(said("01001", values)).toEqual([
    ["0 4", 0.55],
    ["1 9", 0.45],
  ]);
  expect(said("01", values)[0]).toEqual(["4", 0.5]);
});

test("classes that nobody sums are named as they are", () => {
  expect(said(null, [0.1, 0.9], { labels: ["3", "8"], groups: [] })).toEqual([
    ["8", 0.9],
    ["3", 0.1],
  ]);
});

test("all even digits are called even, all odd ones odd", () => {
  const digits = Array.from({ length: 10 }, (_, i) => String(i));
  const names = namedIn({ labels: digits, groups: digits }, "0101010101", []).map(
    ({ name }) => name,
  );
  expect(names).toEqual(["even", "odd"]);
});
