/** Names of layers and classes: text that always faces the viewer, never over one another. */
import { make, unbroken } from "../../dom/element.ts";
import { type Lens, project } from "../../math/camera.ts";
import { declutter, type Label, type PlacedLabel } from "../../math/declutter.ts";
import { cellTile, cornersOf, middleOfTile, type Space, slabTile } from "../../math/space.ts";
import { add, scaled } from "../../math/vectors.ts";
import { type Network, shapeInWords } from "../../network.ts";

export interface Labels {
  readonly element: HTMLElement;
  /** Builds the labels of a network anew. */
  build(network: Network, hidden: ReadonlySet<string>): void;
  /** `focus`: the only layer that is named; null: all. */
  place(space: Space, lens: Lens, focus: string | null, room: Room): void;
  /** Marks the class that is the first guess. */
  mark(guess: number | null): void;
  /** Writes the labels, as they were placed last, into a picture. */
  write(context: CanvasRenderingContext2D): void;
}

interface Entry {
  readonly element: HTMLElement;
  readonly slab: string;
  /** A class's unit; null for a layer's own label. */
  readonly unit: number | null;
  readonly lines: readonly string[];
  width: number;
  height: number;
  at: PlacedLabel | null;
}

/** About a label's height, and half of its width, in CSS pixels. */
const LABEL_HEIGHT = 34;
const LABEL_REACH = 74;

/** `show`: shows a hidden layer whose stub was pressed. */
export function makeLabels(show: (layer: string) => void): Labels {
  const element = make("div", { class: "labels" });
  let entries = new Map<string, Entry>();
  let guess: number | null = null;

  const build = (network: Network, hidden: ReadonlySet<string>) => {
    entries = new Map();
    for (const layer of network.layers) {
      const closed = hidden.has(layer.name);
      const { title } = layer;
      const shape = shapeInWords(layer).join(" ");
      const lines = closed ? [title] : [title, shape];
      const own = closed
        ? make("button", { type: "button", class: "label closed", text: unbroken(title) })
        : make("p", { class: "label" }, [
            make("b", { text: unbroken(title) }),
            make("span", { text: shape }),
          ]);
      if (closed) own.addEventListener("click", () => show(layer.name));
      entries.set(layer.name, entry(own, layer.name, null, lines));
      if (layer.kind !== "output" || closed) continue;
      for (const [unit, name] of network.description.classes.entries()) {
        const own = make("p", { class: "label class", text: name });
        entries.set(`${layer.name} ${unit}`, entry(own, layer.name, unit, [name]));
      }
    }
    element.replaceChildren(...[...entries.values()].map((each) => each.element));
    for (const each of entries.values()) {
      each.width = each.element.offsetWidth;
      each.height = each.element.offsetHeight;
    }
    mark(guess);
  };

  const mark = (next: number | null) => {
    guess = next;
    for (const { element, unit } of entries.values())
      if (unit !== null) element.classList.toggle("first", unit === guess);
  };

  const place = (space: Space, lens: Lens, focus: string | null, room: Room) => {
    const marks = marksOf(space, lens, room);
    const wanted: Label[] = [];
    for (const [name, { slab, unit, width, height }] of entries) {
      if (focus !== null && slab !== focus) continue;
      const mark = marks.get(slab);
      const at = unit === null ? mark?.at : unitAt(space, slab, unit, lens, room);
      if (mark === undefined || !at) continue;
      // Layers take their places before classes do.
      if (unit === null)
        wanted.push({ name, ...at, width, height, ahead: mark.ahead, side: mark.side });
      else
        wanted.push({
          name,
          x: at.x,
          y: at.y + height / 2,
          width,
          height,
          ahead: unit === guess ? 1e6 : 1e6 + 1,
          fixed: true,
        });
    }
    const placed = new Map(declutter(wanted, room).map((each) => [each.name, each]));
    for (const [name, each] of entries) {
      const at = placed.get(name) ?? null;
      each.at = at;
      each.element.style.visibility = at === null ? "hidden" : "";
      if (at === null) continue;
      // A line from a name further up passes behind those below it.
      each.element.style.zIndex = String(at.top);
      each.element.style.transform = `translate(${at.left}px, ${at.top}px)`;
      if (each.unit === null) lead(each.element, at, marks.get(each.slab));
    }
  };

  return {
    element,
    build,
    place,
    mark,
    write: (context) => {
      for (const each of entries.values()) if (each.at !== null) writeLabel(context, each, each.at);
    },
  };
}

function entry(
  element: HTMLElement,
  slab: string,
  unit: number | null,
  lines: readonly string[],
): Entry {
  return { element, slab, unit, lines, width: 0, height: 0, at: null };
}

interface Room {
  readonly width: number;
  readonly height: number;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** As the page shows it: its lines in their fonts and colours, and the line that leads to the layer. */
function writeLabel(
  context: CanvasRenderingContext2D,
  { element, unit, lines }: Entry,
  { left, top, width, height }: PlacedLabel,
): void {
  const beside = element.classList.contains("beside");
  const x = beside ? left + width : left + width / 2;
  context.textAlign = beside ? "right" : "center";
  context.textBaseline = "middle";
  const parts = unit === null ? [...element.children] : [element];
  for (const [i, text] of lines.entries()) {
    const { font, color } = getComputedStyle(parts[i] ?? element);
    context.font = font;
    context.fillStyle = color;
    context.fillText(text, x, top + (height * (i + 0.5)) / lines.length);
  }
  const reach = Number.parseFloat(element.style.getPropertyValue("--lead")) || 0;
  if (unit !== null || reach === 0) return;
  context.fillStyle = getComputedStyle(element).getPropertyValue("--rule");
  if (beside) context.fillRect(x + 6, top + height / 2, reach - 6, 1);
  else context.fillRect(x, top + height, 1, reach);
}

/** Where a layer's label wants to stand, and the point of the layer that its line leads to. */
interface Mark {
  readonly side: "above" | "left";
  readonly at: Point;
  readonly to: Point;
  readonly ahead: number;
}

/** Labels stand outside the network, where its flow is not: above it where it runs across, beside it where it runs up. */
function marksOf(space: Space, lens: Lens, room: Room): Map<string, Mark> {
  const seen = space.slabs.flatMap((slab) => {
    const corners = cornersOf(slabTile(space, slab)).map((corner) => project(lens, corner));
    const points = corners.filter((corner) => corner !== null);
    if (points.length < 4) return [];
    const xs = points.map(({ x }) => (0.5 + x / 2) * room.width);
    const ys = points.map(({ y }) => (0.5 - y / 2) * room.height);
    const middle = (all: readonly number[]) => (Math.min(...all) + Math.max(...all)) / 2;
    const ahead = Math.min(...points.map((point) => point.ahead));
    const box = { x: middle(xs), y: middle(ys), left: Math.min(...xs), right: Math.max(...xs) };
    return [{ name: slab.name, ahead, top: Math.min(...ys), ...box }];
  });
  const [first, last] = [seen[0], seen.at(-1)];
  const across = Math.abs((last?.x ?? 0) - (first?.x ?? 0));
  const side = across >= Math.abs((last?.y ?? 0) - (first?.y ?? 0)) ? "above" : "left";
  return new Map(
    seen.map(({ name, ahead, x, y, left, top }): [string, Mark] => {
      // What stands beside a layer's label must not be covered by it either.
      const near = seen.filter(
        (other) => other.left < x + LABEL_REACH && other.right > x - LABEL_REACH,
      );
      const lane = Math.max(LABEL_HEIGHT, Math.min(...near.map((other) => other.top)) - 8);
      const edge = Math.max(LABEL_REACH * 1.4, Math.min(...seen.map((other) => other.left)) - 14);
      return side === "above"
        ? [name, { side, ahead, at: { x, y: lane }, to: { x, y: top } }]
        : [name, { side, ahead: -y, at: { x: edge, y }, to: { x: left, y } }];
    }),
  );
}

/** Beside a class's unit. */
function unitAt(space: Space, name: string, unit: number, lens: Lens, room: Room): Point | null {
  const slab = space.slabs.find((each) => each.name === name);
  if (slab === undefined) return null;
  const tile = cellTile(space, slab, unit);
  const at = project(lens, add(middleOfTile(tile), scaled(tile.right, 1.15)));
  return at && { x: (0.5 + at.x / 2) * room.width, y: (0.5 - at.y / 2) * room.height };
}

/** A thin line from a label to its layer. */
function lead(element: HTMLElement, at: PlacedLabel, mark: Mark | undefined): void {
  if (mark === undefined) return;
  const across = mark.side === "left";
  const reach = across ? mark.to.x - at.left - at.width : mark.to.y - at.top - at.height;
  element.classList.toggle("beside", across);
  element.style.setProperty("--lead", `${Math.max(0, Math.round(reach) - 4)}px`);
}
