/** Puts the gallery's cells on its page. */
import { make, need } from "../dom/element.ts";
import { EMPTY } from "../ink/strokes.ts";
import { createLab } from "../state/lab.ts";
import type { GalleryCell, Page } from "./gallery-cell.ts";
import type { Data } from "./gallery-data.ts";

/** Whether a cell still waits for something. */
export type Waits = () => boolean;

/** `waits`: whether something that the cell shows has not come yet. */
export async function show(cell: GalleryCell, data: Data, gallery: HTMLElement): Promise<Waits> {
  const { name, inside, parts, width, height, marks = {}, waits } = cell;
  const host = make("section", { class: inside, "aria-label": name });
  host.style.width = `${width}px`;
  if (height !== undefined) host.style.height = `${height}px`;
  const figure = make("figure", { "data-cell": name }, [make("figcaption", { text: name }), host]);
  Object.assign(figure.dataset, marks);
  gallery.append(figure);
  const content = parts.map(
    (part) =>
      need<HTMLTemplateElement>(`[data-template="${part}"]`, document).content.cloneNode(
        true,
      ) as DocumentFragment,
  );
  if (cell.page === undefined) host.append(...content);
  const within = cell.page === undefined ? host : await standApart(host, content, cell.page);
  cell.mount(within, labOf(cell, data), data);
  return () => waits !== undefined && within.querySelector(waits) !== null;
}

function labOf({ opened = {}, reading: name = "read", reads }: GalleryCell, data: Data) {
  const usual = { ...data, reading: data.readings[name], drawing: data.drawings[name] };
  const { network, reading, drawing } = reads?.(data) ?? usual;
  const isUsual = network === data.network;
  const lab = createLab({
    ...opened,
    ink: { history: { ...EMPTY, drawing }, ...opened.ink },
    reader: { network, ...(isUsual && { weights: data.weights, steps: data.steps }) },
    session: { connection: "live", ...opened.session },
  });
  lab.reader.receive(reading);
  return lab;
}

/** Puts a page into a shadow tree: its style sheets are for that page alone. */
async function standApart(
  host: HTMLElement,
  content: readonly DocumentFragment[],
  { sheets, asRoot, shows }: Page,
): Promise<HTMLElement> {
  const apart = host.attachShadow({ mode: "open" });
  const rooted = asRoot === undefined ? [] : [await rootedIn("body", asRoot)];
  apart.adoptedStyleSheets = [...document.adoptedStyleSheets, ...rooted];
  const parts = content.flatMap((each) => [...each.querySelectorAll<HTMLElement>(shows)]);
  const body = make("body", {}, parts);
  if (host.style.height !== "") body.style.height = "100%"; // a page's is the window's
  const links = sheets.map((name) => make("link", { rel: "stylesheet", href: pathOf(name) }));
  const loaded = links.map(
    (link) =>
      new Promise((done) => {
        link.onload = done;
      }),
  );
  apart.append(...links, body);
  await Promise.all(loaded);
  return body;
}

const pathOf = (sheet: string) => `static/dist/${sheet}.css`;

/** A page's style sheet, whose rules for the root hold for another element. */
async function rootedIn(element: string, name: string): Promise<CSSStyleSheet> {
  const text = await (await fetch(pathOf(name))).text();
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text.replaceAll(":root", element));
  return sheet;
}

/** Cells begin and end on whole pixels: what one of them looks like does not depend on those before it. */
export function wholePixels(gallery: HTMLElement): void {
  for (const figure of gallery.children) {
    const { width, height } = figure.getBoundingClientRect();
    const [wide, high] = [2 * Math.ceil(width / 2), 2 * Math.ceil(height / 2)];
    (figure as HTMLElement).style.cssText = `width: ${wide}px; height: ${high}px`;
  }
}

/** Cells repeat the same parts and their ids: each cell gets ids of its own, so that references stay within it. */
export function keepIdsApart(gallery: HTMLElement): void {
  for (const [at, cell] of gallery.querySelectorAll("figure[data-cell]").entries()) {
    const end = `-${at}`;
    for (const each of cell.querySelectorAll("[id]")) each.id += end;
    for (const name of ["aria-labelledby", "aria-describedby", "aria-controls", "for"])
      for (const each of cell.querySelectorAll(`[${name}]`)) {
        const ids = (each.getAttribute(name) ?? "").split(" ");
        each.setAttribute(name, ids.map((id) => `${id}${end}`).join(" "));
      }
  }
}
