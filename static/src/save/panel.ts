/** "Save": pictures for slides, numbers for a notebook, the drawing for another day. */
import { effect } from "@preact/signals-core";
import { download } from "../dom/download.ts";
import { make } from "../dom/element.ts";
import { scaleOf } from "../dom/palette.ts";
import type { Part } from "../dom/part.ts";
import { jsonOf } from "../ink/file.ts";
import { kernelsOf } from "../layout/kernels.ts";
import { convolutionOf, type Layer } from "../network/network.ts";
import { loadDrawingFile } from "../pad/load.ts";
import type { Lab } from "../state/lab.ts";
import { course, phrase } from "../words/phrases.ts";
import { npzOf } from "./npz.ts";
import { arraysOf, csvOf } from "./numbers.ts";
import { pngOf, type Shown, type Style, svgOf } from "./picture.ts";

export function makeSave(lab: Lab, loaded: () => void): Part {
  const which = make("select", { "aria-label": phrase("save.which") });
  const said = make("p", { class: "said", role: "status" });
  const tell = (outcome: string) => {
    said.textContent = outcome;
  };
  const attempt = (act: () => void | Promise<void>) => () => {
    said.textContent = "";
    Promise.resolve()
      .then(act)
      .catch(() => tell(phrase("save.failed")));
  };
  const button = (text: string, name: string, act: () => void | Promise<void>) => {
    const made = make("button", { type: "button", class: "main", text, "data-save": name });
    made.addEventListener("click", attempt(act));
    return made;
  };
  const layer = () => (which.value === "" ? null : which.value);
  const base = () => `inkling-${layer() ?? "network"}`;

  const picture = (): string | null => {
    const svg = pictureOf(lab, layer());
    if (svg === null) tell(phrase("save.nothing"));
    return svg;
  };
  const arrays = () => {
    const { network, reading } = lab.reader;
    const found = network.peek() && arraysOf(network.peek() as never, reading.peek(), layer());
    if (!found) tell(phrase("save.nothing"));
    return found;
  };
  const file = make("input", { type: "file", accept: ".json,application/json", hidden: "" });
  file.addEventListener("change", () => {
    const [chosen] = file.files ?? [];
    file.value = "";
    if (chosen === undefined) return;
    void loadDrawingFile(chosen, lab).then((fault) => {
      if (fault === null) loaded();
      else tell(fault);
    });
  });
  const element = make("section", { class: "save" }, [
    make("div", { class: "words" }, [
      make("h2", { text: phrase("save.title") }),
      make("label", {}, [make("span", { text: phrase("save.which") }), which]),
      row("save.picture", [
        button("PNG", "png", async () => {
          const svg = picture();
          if (svg !== null) download(await pngOf(svg), `${base()}.png`);
        }),
        button("SVG", "svg", () => {
          const svg = picture();
          if (svg !== null) download(new Blob([svg], { type: "image/svg+xml" }), `${base()}.svg`);
        }),
      ]),
      row("save.numbers", [
        button("CSV", "csv", () => {
          const found = arrays();
          if (found) download(new Blob([csvOf(found)], { type: "text/csv" }), `${base()}.csv`);
        }),
        button("NPZ", "npz", () => {
          const found = arrays();
          if (found) download(new Blob([npzOf(found)]), `${base()}.npz`);
        }),
      ]),
      row("save.drawing", [
        button("JSON", "json", () => {
          const text = jsonOf(lab.ink.history.peek().drawing);
          download(new Blob([text], { type: "application/json" }), "inkling-drawing.json");
        }),
        button(phrase("save.load"), "load", () => file.click()),
        file,
      ]),
      said,
    ]),
  ]);
  const end = effect(() => {
    const layers = lab.reader.network.value?.layers ?? [];
    which.replaceChildren(
      make("option", { value: "", text: phrase("save.all") }),
      ...layers.map(({ name, title }) => make("option", { value: name, text: course(title) })),
    );
  });
  return { element, end };
}

function row(key: "save.picture" | "save.numbers" | "save.drawing", parts: readonly Node[]) {
  return make("div", { class: "row" }, [
    make("h3", { text: phrase(key) }),
    make("p", { text: phrase(`${key}.lead`) }),
    make("div", { class: "actions" }, parts),
  ]);
}

/** One layer, or all that are shown; null while there is nothing to show. */
function pictureOf(lab: Lab, layer: string | null): string | null {
  const network = lab.reader.network.peek();
  if (network === null) return null;
  const noteOf = (name: string) =>
    lab.forward.showsBefore.peek().has(name) ? phrase("stage.before") : "";
  const weightsOf = (of: Layer) =>
    lab.look.kernels.peek() && kernelsOf(of, network) && !lab.lecture.isCovered(of.name)
      ? (lab.reader.weights.peek()?.get(`${convolutionOf(of, network)?.name}.weight`) ?? null)
      : null;
  const names = layer === null ? lab.look.shown.peek() : [layer];
  const shown = names.flatMap((name): Shown[] => {
    const [own, tensor] = [network.layer.get(name), lab.reader.tensorOf(name)];
    return own === undefined || tensor === undefined
      ? []
      : [
          {
            layer: own,
            names: network.names.get(name),
            tensor,
            note: noteOf(name),
            kernels: weightsOf(own),
          },
        ];
  });
  if (shown.length === 0) return null;
  const scope = lab.look.scope.peek();
  return svgOf(shown, styleOf(lab), {
    title: course(network.description.title),
    scope: phrase(`legend.sentence.${scope}`),
    peak: (value) => phrase("visibility.peak", { peak: value }),
  });
}

function styleOf(lab: Lab): Style {
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string) => style.getPropertyValue(name).trim();
  return {
    scale: scaleOf(document.documentElement),
    scope: lab.look.scope.peek(),
    paper: colour("--paper"),
    text: colour("--text"),
    quiet: colour("--quiet"),
    rule: colour("--rule"),
  };
}
