/** Lessons from the files that people have: text of any editor, a web page, a table. */
import { afterEach, describe, expect, test, vi } from "vitest";
import { textOf } from "../dom/read-text.ts";
import { lessonInFile, rowsOf } from "./forms.ts";
import { lessonIn } from "./text.ts";
import { beginningOf } from "./whole.ts";

const LINK = "http://127.0.0.1:8000/?hide=conv1,pool1&step=4";
const FOUR_TEXT =
  "E1RAUsENoYA_-cECQkI-ekEGmkGemaOkJCPBAkN64tra4tkwS64OGYAm4khBuApjej6ZwLcC2kH43t6PmkaZo64uI6O4ZPbFzzQJjzXNEfTNb0cHBvR1zTSBHb1zTNIzR0fPRcSG_NISEgD1TQ";
const SCREEN = "?hide=conv1,pool1&step=4";

const page = (text: string) => lessonInFile(text, { name: "lesson.html", type: "text/html" });
const table = (text: string, name = "lesson.csv") => lessonInFile(text, { name, type: "" });

/** A text as a program of Windows writes it, one byte a sign. */
const inWindows = (text: string) => {
  const special: Readonly<Record<string, number>> = { "€": 0x80, "“": 0x93, "”": 0x94, "–": 0x96 };
  return Uint8Array.from(text, (sign) => special[sign] ?? sign.charCodeAt(0));
};
const inUtf16 = (text: string, little: boolean) => {
  const view = new DataView(new ArrayBuffer(2 * text.length));
  for (let i = 0; i < text.length; i++) view.setUint16(2 * i, text.charCodeAt(i), little);
  return new Uint8Array(view.buffer);
};

describe("a text is read as it was written", () => {
  const text = `1. [Zoë’s één: “twee” – € 5](${LINK})\n`.replace("’", "'");
  test.each([
    ["UTF-8", new TextEncoder().encode(text)],
    ["UTF-8 with its mark", new TextEncoder().encode(`\ufeff${text}`)],
    ["Windows-1252", inWindows(text)],
    ["UTF-16, little end first, with its mark", inUtf16(`\ufeff${text}`, true)],
    ["UTF-16, big end first, with its mark", inUtf16(`\ufeff${text}`, false)],
    ["UTF-16 without a mark", inUtf16(text, true)],
  ])("%s", async (_how, bytes) => {
    expect(lessonIn(await textOf(new Blob([bytes])))).toEqual([
      { title: "Zoë's één: “twee” – € 5", link: SCREEN },
    ]);
  });
  test("UTF-8 of other alphabets is not taken for something else", async () => {
    for (const title of ["שיעור 2: מה זה?", "ما هي الخريطة؟", "Что такое свёртка?", "卷积 🧑‍🏫"]) {
      const file = new Blob([`1. [${title}](${LINK})`]);
      expect(lessonIn(await textOf(file))).toEqual([{ title, link: SCREEN }]);
    }
  });
});

describe("titles are cut between signs", () => {
  const WHOLE = ["🧑‍🏫", "👩🏽‍🔬", "🇳🇱", "é", "❤️", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "👨‍👩‍👧‍👦"];
  const cut = () => {
    for (const sign of WHOLE)
      for (const before of [110, 114, 115, 116, 117, 118, 119, 120]) {
        const [{ title = "" } = {}] = lessonIn(`[${"a".repeat(before)}${sign}b](${LINK})`);
        const fits = before + [...sign].length <= 120;
        const b = before + [...sign].length < 120 ? "b" : "";
        expect(title).toBe("a".repeat(before) + (fits ? sign + b : ""));
      }
  };
  afterEach(() => vi.unstubAllGlobals());
  test("whatever they are made of", cut);
  test("also where the browser cannot tell where signs end", () => {
    vi.stubGlobal("Intl", { ...Intl, Segmenter: undefined });
    cut();
  });
  test("and short texts stay as they are", () => {
    expect(beginningOf("🧑‍🏫 les", 120)).toBe("🧑‍🏫 les");
  });
});

describe("a page", () => {
  test.each([
    ["a list", `<ol><li><a href="${LINK}">First</a></li></ol>`],
    [
      "as a browser saves it",
      `<!DOCTYPE html><html><head><title>x</title><style>a{}</style></head>
      <body><h1>Lesson</h1><p>Read <a class=x href='${LINK.replaceAll("&", "&amp;")}'> First </a> now.</body>`,
    ],
    [
      "as a word processor writes it",
      `<p class=MsoNormal><a href="${LINK}"><span lang=EN><b>Fir</b>st</span></a><o:p></o:p></p>`,
    ],
    ["a table", `<table><tr><td><a href="${LINK}">First</a></td><td>15 min</td></tr></table>`],
    ["without its host", `<ul><li><a href="${SCREEN}">First</a></ul>`],
  ])("%s", (_how, html) => {
    expect(page(html)).toEqual([{ title: "First", link: SCREEN }]);
  });
  test("brings questions and notes, and is told by its text where its name says nothing", () => {
    const html = `<ol><li><a href="${LINK}">A</a><blockquote><p>Why
      this?</p></blockquote><p>Wait.</p><p>Then ask.</p></li><li><a href="${LINK}#d=${FOUR_TEXT}">B</a></li></ol>`;
    expect(lessonInFile(html, { name: "les.txt", type: "text/plain" })).toEqual([
      { title: "A", link: SCREEN, question: "Why this?", notes: "Wait.\n\n\nThen ask." },
      { title: "B", link: `${SCREEN}#d=${FOUR_TEXT}` },
    ]);
  });
  test("whose links are other pages', or that runs something, is no lesson", () => {
    const html = `<script>location="${LINK}"</script><a href="https://example.org/?q=1">x</a><a href="javascript:alert(1)">y</a>`;
    expect(page(html)).toEqual([]);
  });
});

describe("a table", () => {
  const STEP = { title: "Zoë's, één", link: SCREEN, question: "Why?", notes: "One.\nTwo." };
  test.each([
    ["commas", `title,link,question,notes\r\n"Zoë's, één","${LINK}",Why?,"One.\r\nTwo."\r\n`],
    [
      "semicolons, as in Dutch Excel",
      `Titel;Link;Vraag;Notities\n"Zoë's, één";${LINK};Why?;"One.\nTwo."`,
    ],
    ["tabs", `"Zoë's, één"\t${LINK}\tWhy?\t"One.\nTwo."\n`],
    [
      "columns in another order",
      `notes,question,x,link,title\n"One.\nTwo.",Why?,5,"${LINK}","Zoë's, één"`,
    ],
    [
      "no quotation marks around the link",
      `link,title,question,notes\n${LINK},"Zoë's, één",Why?,"One.\nTwo."`,
    ],
  ])("by %s", (_how, text) => {
    expect(table(text)).toEqual([STEP]);
  });
  test("without quotation marks keeps a link's commas and its drawing", () => {
    expect(table(`First,${LINK}#d=${FOUR_TEXT}\n`)).toEqual([
      { title: "First", link: `${SCREEN}#d=${FOUR_TEXT}` },
    ]);
  });
  test("quotation marks within cells are doubled, and rows without a link are left out", () => {
    expect(rowsOf('a,"b ""c"", d"\n,')).toEqual([
      ["a", 'b "c", d'],
      ["", ""],
    ]);
    expect(table("name,age\nAnn,3\n")).toEqual([]);
  });
});
