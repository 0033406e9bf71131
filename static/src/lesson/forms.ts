/** A lesson's file in other forms than a text: a page (HTML), a table (CSV). Both become the same list. */

import type { LessonStep } from "../state/lesson.ts";
import { MOST_TITLE } from "../state/lesson.ts";
import { lessonIn, screenOf } from "./text.ts";
import { beginningOf } from "./whole.ts";

/** The screens in a file's text; `name` and `type` as the file has them. */
export function lessonInFile(
  text: string,
  { name, type }: Pick<File, "name" | "type">,
): LessonStep[] {
  const isPage =
    /\.x?html?$/i.test(name) || type.includes("html") || /^\s*<(!doctype|html)/i.test(text);
  if (isPage || /<a\s[^>]*href\s*=/i.test(text)) return lessonIn(pageAsText(text));
  const isTable = /\.(csv|tsv|tab)$/i.test(name) || /csv|tab-separated/.test(type);
  const rows = isTable ? lessonInRows(rowsOf(text)) : [];
  return rows.length > 0 ? rows : lessonIn(text);
}

// --- a page --------------------------------------------------------------------------------------

const UNREAD = "script,style,template,head,title,noscript";
const LINES =
  "p,div,li,tr,h1,h2,h3,h4,h5,h6,br,dt,dd,section,article,ol,ul,table,blockquote,figure";

/** The parts of a web page that make a lesson: links as Markdown, and the lines around them. */
export function pageAsText(html: string): string {
  const page = new DOMParser().parseFromString(html, "text/html");
  return textOfNode(page.body, "").replace(/[ \t]+\n/g, "\n");
}

/** `indent`: before each line, within an item of a list. */
function textOfNode(node: Node, indent: string): string {
  if (node.nodeType === Node.TEXT_NODE) return (node.nodeValue ?? "").replace(/\s+/g, " ");
  if (!(node instanceof Element) || node.matches(UNREAD)) return "";
  if (node.matches("pre")) return `\n${node.textContent ?? ""}\n`;
  if (node.matches("a[href]")) return linkOf(node);
  const item = node.matches("li");
  const inside = item ? "   " : indent;
  const text = [...node.childNodes].map((child) => textOfNode(child, inside)).join("");
  if (item) return `\n1. ${text.trim()}\n`;
  if (!node.matches(LINES)) return text;
  if (text.trim() === "") return "\n";
  const quoted = node.matches("blockquote");
  return `\n\n${indent}${quoted ? `> ${inOneLine(text)}` : text.trim()}\n`;
}

/** A link with only a query or a hash belongs to this page. */
function linkOf(link: Element): string {
  const label = (link.textContent ?? "").replace(/\s+/g, " ").trim();
  const href = link.getAttribute("href") ?? "";
  const whole = /^[?#]/.test(href) ? new URL(href, document.baseURI).href : href;
  // A link whose text is its own address has no title.
  const title = /^https?:\/\//.test(label) ? "" : label.replace(/[\\[\]]/g, "\\$&");
  return /^https?:/i.test(whole) ? `[${title}](${whole.replace(/\s/g, "%20")})` : label;
}

// --- a table -------------------------------------------------------------------------------------

/** Names of columns, as people head them in either language. */
const COLUMNS = {
  title: /^(title|titel|name|naam|screen|scherm)$/i,
  question: /^(questions?|vragen|vraag)$/i,
  notes: /^(notes?|notities|notitie|opmerking(en)?|remarks?)$/i,
};

/** Rows that have a link to a screen; without a row of column names, the order is title, question and notes. */
function lessonInRows(rows: readonly (readonly string[])[]): LessonStep[] {
  const [head = []] = rows;
  const columnOf = (name: keyof typeof COLUMNS) =>
    head.findIndex((cell) => COLUMNS[name].test(cell.trim()));
  const named = columnOf("title") >= 0 || columnOf("question") >= 0 || columnOf("notes") >= 0;
  return rows.map(withWholeLink).flatMap((row) => {
    const at = row.findIndex((cell) => screenOf(cell.trim()) !== null);
    const link = screenOf(row[at]?.trim() ?? "");
    if (link === null) return [];
    const others = row.filter((_, i) => i !== at);
    const cell = (name: keyof typeof COLUMNS, place: number) =>
      ((named ? row[columnOf(name)] : others[place]) ?? "").trim();
    const [question, notes] = [inOneLine(cell("question", 1)), cell("notes", 2)];
    return {
      title: beginningOf(inOneLine(cell("title", 0)), MOST_TITLE),
      link,
      ...(question !== "" && { question }),
      ...(notes !== "" && { notes: notes.replace(/\r\n?/g, "\n") }),
    };
  });
}

/** A link may have commas: in a table written by hand without quotation marks, its pieces are joined again. */
function withWholeLink(row: readonly string[]): readonly string[] {
  const from = row.findIndex((cell) => /^\s*https?:/.test(cell));
  const to = row.findIndex((cell, i) => from >= 0 && i > from && /^[\w.-]*[&#]\w+=/.test(cell));
  if (to < 0 || row.slice(from + 1, to).some((cell) => !/^[\w.-]+$/.test(cell))) return row;
  return [...row.slice(0, from), row.slice(from, to + 1).join(), ...row.slice(to + 1)];
}

/** The cells of a table with quotation marks (RFC 4180), between commas, semicolons or tabs. */
export function rowsOf(text: string): string[][] {
  const [first = ""] = text.split("\n", 1);
  const marks = ["\t", ";", ","];
  const count = (mark: string) => first.split(mark).length;
  const separator = marks.reduce((best, mark) => (count(mark) > count(best) ? mark : best));
  const rows: string[][] = [[""]];
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const sign = text[i] as string;
    const row = rows.at(-1) as string[];
    const last = row.length - 1;
    if (sign === '"' && quoted && text[i + 1] === '"') {
      row[last] += '"';
      i += 1;
    } else if (sign === '"' && (quoted || row[last] === "")) quoted = !quoted;
    else if (sign === separator && !quoted) row.push("");
    else if (sign === "\n" && !quoted) rows.push([""]);
    else if (sign !== "\r" || quoted) row[last] += sign;
  }
  return rows;
}

const inOneLine = (text: string) => text.replace(/\s+/g, " ").trim();
