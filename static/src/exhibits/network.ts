/** Exhibit: a whole network. Layer by layer what is learned, computed and handed on, and the way into the lab's film. */
import { effect, signal } from "@preact/signals-core";
import { make, need, say } from "../dom/element.ts";
import { localStorageOrNull } from "../storage/theme.ts";
import { phrase, written } from "../words/phrases.ts";
import { openDrawn } from "./drawn.ts";
import { keepInLink, nameIn } from "./link.ts";
import { mountPad, takeAlong } from "./pad.ts";
import { mountQuestion } from "./question.ts";
import { mountRemote } from "./remote.ts";
import { mountSegments } from "./segments.ts";
import { type LayerRow, MEASURES, type Measure, type NetworkLayers, sharesOf } from "./whole.ts";

/**
 * Mounts the exhibit on its host with the networks that the server describes; `usual`: which of them is shown unless the link
 * names another, the one whose layers the question names. Returns what ends it.
 */
export function mountNetwork(
  host: HTMLElement,
  networks: Readonly<Record<string, NetworkLayers>>,
  usual: string,
): () => void {
  const link = new URL(location.href).searchParams;
  const asked = link.get("network") ?? "";
  const answered = signal(link.get("said") ?? "");
  const network = signal(Object.hasOwn(networks, asked) ? asked : usual);
  const measure = signal(nameIn(link.get("measure"), MEASURES));
  const drawn = openDrawn(usual, localStorageOrNull());
  const ended = [
    () => drawn.end(),
    mountQuestion(host, answered),
    mountRemote(host, answered),
    mountSegments(need("[data-part=networks]", host), "network", network),
    mountSegments(need("[data-part=measures]", host), "measure", measure),
    effect(() => showRows(host, networks, network.value, measure.value)),
    mountPad(host, drawn),
    effect(() => {
      network.value;
      measure.value; // new rows, with links of their own
      takeAlong(host, drawn.ink.value);
    }),
    effect(() =>
      keepInLink({
        said: [answered.value, ""],
        network: [network.value, usual],
        measure: [measure.value, MEASURES[0]],
      }),
    ),
  ];
  return () => {
    for (const end of ended) end();
  };
}

function showRows(
  host: HTMLElement,
  networks: Readonly<Record<string, NetworkLayers>>,
  network: string,
  measure: Measure,
): void {
  const layers = networks[network]?.layers ?? [];
  const shares = sharesOf(layers, measure);
  const most = Math.max(...shares.map(({ part }) => part));
  const all = shares.reduce((sum, { count }) => sum + count, 0);
  say(need("[data-part=all]", host), phrase(`exhibits.network.all.${measure}`, { count: all }));
  need("[data-part=rows]", host).replaceChildren(
    ...layers.map((layer, at) => {
      const { count, part } = shares[at] ?? { count: 0, part: 0 };
      const bar = make("span", { class: "length" });
      bar.style.width = `${most === 0 ? 0 : (100 * part) / most}%`;
      return make("tr", {}, [
        make("th", { scope: "row" }, [linkTo(host, network, layer)]),
        make("td", { class: "shape", text: layer.shape.map(written).join(" × ") }),
        make("td", { class: "count", text: written(count) }),
        make("td", { class: "bar" }, [bar]),
      ]);
    }),
  );
  const film = need<HTMLAnchorElement>("[data-part=film]", host);
  film.href = addressIn(host, network, 0);
  const lab = need<HTMLAnchorElement>(".onward .primary", host);
  const whole = new URL(film.href);
  whole.searchParams.delete("step");
  lab.href = whole.href;
}

const linkTo = (host: HTMLElement, network: string, { title, step }: LayerRow) =>
  make("a", { class: "link", href: addressIn(host, network, step), text: title });

/** The lab with this network at a step of its film, in the page's language and mode. */
function addressIn(host: HTMLElement, network: string, step: number): string {
  const lab = new URL(need<HTMLAnchorElement>(".onward .primary", host).href);
  lab.searchParams.set("network", network);
  lab.searchParams.set("step", String(step));
  return lab.href;
}
