/** "Save": pictures for slides, numbers for a notebook, the drawing for another day. */
import { effect } from "@preact/signals-core";
import { makeButton } from "../dom/button.ts";
import { download } from "../dom/download.ts";
import { make } from "../dom/element.ts";
import type { Part } from "../dom/part.ts";
import { listen } from "../events/listen.ts";
import { jsonOf } from "../ink/file.ts";
import { loadDrawingFile } from "../pad/load.ts";
import type { Lab } from "../state/lab.ts";
import { course, phrase } from "../words/phrases.ts";
import { type NamedArray, npzOf } from "./npz.ts";
import { arraysOf, csvOf } from "./numbers.ts";
import { pictureOf } from "./on-screen.ts";
import { pngOf } from "./picture.ts";

/** `loaded`: a drawing has been put on the pad. */
export function makeSave(lab: Lab, loaded: () => void): Part {
  const status = make("p", { class: "status", role: "status" });
  const which = make("select", { "aria-label": phrase("save.which") });
  const layer = () => (which.value === "" ? null : which.value);
  const panel: SavePanel = {
    lab,
    layer,
    name: (ending) => `inkling-${layer() ?? "network"}.${ending}`,
    say: (text) => {
      status.textContent = text;
    },
  };
  const element = make("section", { class: "save" }, [
    make("div", { class: "words" }, [
      make("h2", { text: phrase("save.title") }),
      make("label", {}, [make("span", { text: phrase("save.which") }), which]),
      makeRow("save.picture", pictureButtons(panel)),
      makeRow("save.numbers", numberButtons(panel)),
      makeRow("save.drawing", drawingButtons(panel, loaded)),
      status,
    ]),
  ]);
  const end = effect(() => {
    const layers = lab.reader.network.value?.layers ?? [];
    which.replaceChildren(
      make("option", { value: "", text: phrase("save.all") }),
      ...layers.map(({ name, title }) => make("option", { value: name, text: course(title) })),
    );
  });
  lab.reader.offerSaving(true);
  return {
    element,
    end: () => {
      lab.reader.offerSaving(false);
      end();
    },
  };
}

/** What is saved, and where people read how that went. */
interface SavePanel {
  readonly lab: Lab;
  /** The layer that was chosen; null: the whole network. */
  layer(): string | null;
  /** A file's name. */
  name(ending: string): string;
  say(text: string): void;
}

function makeRow(
  key: "save.picture" | "save.numbers" | "save.drawing",
  parts: readonly Node[],
): HTMLElement {
  return make("div", { class: "row" }, [
    make("h3", { text: phrase(key) }),
    make("p", { text: phrase(`${key}.lead`) }),
    make("div", { class: "actions" }, parts),
  ]);
}

function saveButton(
  { say }: SavePanel,
  text: string,
  name: string,
  save: () => void | Promise<void>,
): HTMLElement {
  const click = () => {
    say("");
    Promise.resolve()
      .then(save)
      .catch(() => say(phrase("save.failed")));
  };
  return makeButton(click, { class: "main", text, "data-save": name });
}

function pictureButtons(panel: SavePanel): HTMLElement[] {
  /** Calls `save` with the picture, or says that there is none. */
  const withPicture = async (save: (svg: string) => void | Promise<void>) => {
    const svg = pictureOf(panel.lab, panel.layer());
    if (svg === null) panel.say(phrase("save.nothing"));
    else await save(svg);
  };
  return [
    saveButton(panel, "PNG", "png", () =>
      withPicture(async (svg) => download(await pngOf(svg), panel.name("png"))),
    ),
    saveButton(panel, "SVG", "svg", () =>
      withPicture((svg) => download(new Blob([svg], { type: "image/svg+xml" }), panel.name("svg"))),
    ),
  ];
}

function numberButtons(panel: SavePanel): HTMLElement[] {
  /** Calls `save` with the values, or says that there are none. */
  const withArrays = (save: (arrays: readonly NamedArray[]) => void) => {
    const { network, reading } = panel.lab.reader;
    const known = network.peek();
    const arrays = known && arraysOf(known, reading.peek(), panel.layer());
    if (arrays === null) panel.say(phrase("save.nothing"));
    else save(arrays);
  };
  return [
    saveButton(panel, "CSV", "csv", () =>
      withArrays((arrays) =>
        download(new Blob([csvOf(arrays)], { type: "text/csv" }), panel.name("csv")),
      ),
    ),
    saveButton(panel, "NPZ", "npz", () =>
      withArrays((arrays) => download(new Blob([npzOf(arrays)]), panel.name("npz"))),
    ),
  ];
}

/** Saves the drawing, and loads one that was saved. */
function drawingButtons(panel: SavePanel, loaded: () => void): HTMLElement[] {
  const { lab, say } = panel;
  const file = make("input", { type: "file", accept: ".json,application/json", hidden: "" });
  listen(file, {
    change: () => {
      const [chosen] = file.files ?? [];
      file.value = ""; // the same file can be chosen again
      if (chosen === undefined) return;
      void loadDrawingFile(chosen, lab).then((fault) => {
        if (fault === null) loaded();
        else say(fault);
      });
    },
  });
  return [
    saveButton(panel, "JSON", "json", () => {
      const text = jsonOf(lab.ink.history.peek().drawing);
      download(new Blob([text], { type: "application/json" }), "inkling-drawing.json");
    }),
    saveButton(panel, phrase("save.load"), "load", () => file.click()),
    file,
  ];
}
