/** Links as other programs pass them on. */
import { describe, expect, test } from "vitest";
import { isShared, stateIn } from "./address.ts";
import { tidied } from "./tidy.ts";

const D =
  "E1RAUsENoYA_-cECQkI-ekEGmkGemaOkJCPBAkN64tra4tkwS64OGYAm4khBuApjej6ZwLcC2kH43t6PmkaZo64uI6O4ZPbFzzQJjzXNEfTNb0cHBvR1zTSBHb1zTNIzR0fPRcSG_NISEgD1TQ";
const HOST = "http://192.168.0.10:8000/";
const MEANT = stateIn(new URL(`${HOST}?hide=conv1,pool1&step=4#d=${D}`));

test("the link itself says what it should", () => {
  expect(MEANT.ignored).toEqual([]);
  expect(MEANT.state.ink?.history?.drawing).toHaveLength(2);
  expect(MEANT.state.forward?.step).toBe(4);
});

/** `D` broken into lines of mail. */
const broken = (by: string) => D.replace(/(.{60})/g, `$1${by}`);

describe("what it becomes on its way opens the same", () => {
  test.each([
    ["%23 for #", `?hide=conv1,pool1&step=4%23d=${D}`],
    ["%23 and %3D", `?hide=conv1,pool1&step=4%23d%3D${D}`],
    ["all of its signs as codes", `?hide%3Dconv1%2Cpool1%26step%3D4%23d%3D${D}`],
    ["codes of codes", `?hide%253Dconv1%252Cpool1%2526step%253D4%2523d%253D${D}`],
    ["&amp; for &", `?hide=conv1,pool1&amp;step=4#d=${D}`],
    ["a full stop behind it", `?hide=conv1,pool1&step=4#d=${D}.`],
    ["a bracket and a comma", `?hide=conv1,pool1&step=4#d=${D}),`],
    ["quotation marks", `?hide=conv1,pool1&step=4#d=${D}”`],
    ["> as a code", `?hide=conv1,pool1&step=4#d=${D}%3E`],
    ["emphasis", `?hide=conv1,pool1&step=4#d=${D}**`],
    ["an underscore", `?hide=conv1,pool1&step=4#d=${D}_`],
    ["words behind it", `?hide=conv1,pool1&step=4#d=${D}%20and%20then`],
    ["a bracket and words", `?hide=conv1,pool1&step=4#d=${D})%20here`],
    ["spaces in it", `?hide=conv1,%20pool1&%20step=4#d=${broken("%20")}`],
    ["plus signs for spaces", `?hide=conv1,+pool1&+step=4#d=${broken("+")}`],
    ["lines' ends in it", `?hide=conv1,pool1&step=4#d=${broken("%0D%0A")}`],
    ["signs without width", `?hide=conv1,pool1&step=4#d=${broken("\u200b")}`],
    ["mail's broken lines", `?hide=conv1,pool1&step=4#d=3D${broken("=%0A")}`],
    ["a space behind the #", `?hide=conv1,pool1&step=4#%20d=${D}`],
  ])("%s", (_how, link) => {
    const address = new URL(HOST + link);
    expect(stateIn(address)).toEqual(MEANT);
    expect(isShared(address)).toBe(true);
    // Once more, from the address that the page has then.
    expect(stateIn(tidied(address))).toEqual(MEANT);
  });
});

describe("a link that ends with what is shown", () => {
  test.each([".", ")", ",", "%29.", "”", ">", "%20", "%E2%80%9D"])("and then with %s", (sign) => {
    const { state, ignored } = stateIn(new URL(`${HOST}?lecture=on&hide=conv1${sign}`));
    expect([ignored, [...(state.look?.hidden ?? [])]]).toEqual([[], ["conv1"]]);
  });
});

test("what means nothing is said as it was written, and nothing is made of other programs' codes", () => {
  expect(stateIn(new URL(`${HOST}?hide=<b>&step=x)`)).ignored).toEqual(["hide <b>", "step x)"]);
  const theirs = new URL(`${HOST}?utm_campaign=a%26b%23c%3Dd&hide=fc1#:~:text=hide%3D`);
  expect(tidied(theirs).href).toBe(theirs.href);
  expect(stateIn(theirs).ignored).toEqual([]);
});

test("no address takes long, and none throws", () => {
  for (const part of ["%23d=", "%25", "&amp;", "+", "%20", "%2526hide%253D", "=", "%", "\u200b"])
    expect(() =>
      stateIn(new URL(`${HOST}?${part.repeat(5000)}#d=${part.repeat(5000)}`)),
    ).not.toThrow();
});
