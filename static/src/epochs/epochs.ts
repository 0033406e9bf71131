/** A film of the network's training on the page: loads it and its weights, and the network's reading of the drawing at every moment. */
import { effect, signal, untracked } from "@preact/signals-core";
import { parseFilmWeights } from "../network/film-weights.ts";
import type { AllWeights } from "../network/safetensors.ts";
import { RefusedError } from "../server/api.ts";
import { fetchFilm, fetchFilmFile, listFilms, readWithFilm } from "../server/films.ts";
import { drawingFor } from "../server/wanted.ts";
import type { Lab } from "../state/lab.ts";
import { type Dispose, endAll } from "../state/slice.ts";
import type { FilmDetail, FilmReadings, FilmSummary } from "../wire/messages.ts";
import { phrase } from "../words/phrases.ts";
import { epochsClock } from "./clock.ts";
import type { Known } from "./known.ts";
import { inOrder, mountEpochsPanel } from "./panel.ts";
import { titleOf } from "./settings.ts";
import { mountWall } from "./wall.ts";

/** Milliseconds that a moment is shown while the film plays. */
const EACH = 700;

/** Milliseconds between two readings while a drawing grows: a whole class may draw at once. */
const PAUSE = 100;

export interface Films {
  list(): Promise<readonly FilmSummary[]>;
  fetch(name: string): Promise<FilmDetail>;
  fetchFile(film: FilmDetail): Promise<ArrayBuffer>;
  read(name: string, drawing: object): Promise<FilmReadings>;
}

export const FILMS: Films = {
  list: listFilms,
  fetch: fetchFilm,
  fetchFile: fetchFilmFile,
  read: readWithFilm,
};

/** `curves`: where a lecture, which has no panels, shows them. */
export function mountEpochs(
  host: HTMLElement,
  curves: HTMLElement,
  lab: Lab,
  films: Films,
): Dispose {
  const known: Known = { list: signal([]), readings: signal(null) };
  return endAll(
    mountEpochsPanel(host, lab, known),
    mountWall(curves, lab),
    bringFilm(lab, films, known),
    showWeights(lab, films),
    readDrawing(lab, films, known),
    offerClock(lab),
    play(lab),
    oneClock(lab),
  );
}

function tell(lab: Lab, error: unknown): void {
  lab.session.notify(error instanceof Error ? error.message : String(error));
}

/** Fetches the film that is asked for, and opens its panel. */
function bringFilm(lab: Lab, films: Films, { list }: Known): Dispose {
  const { epochs, reader } = lab;
  const fetched = new FetchedFilms(lab, films, list);
  return endAll(
    effect(() => {
      const [film, network] = [epochs.film.value, reader.network.value?.description.name];
      if (network === undefined) return;
      const detail = epochs.detail.value;
      if (film === null || (detail?.name === film && detail.network === network)) return;
      void untracked(() => fetched.bring(film, network));
    }),
    effect(() => {
      // An open film has its panel beside the stage; a panel that is opened asks for a film.
      const isOpen = epochs.detail.value !== null;
      untracked(() => {
        if (isOpen && !lab.lecture.on.peek()) lab.look.openPanel("epochs");
      });
    }),
    effect(() => {
      const isAsked = lab.look.panel.value === "epochs";
      if (isAsked && untracked(() => epochs.film.value) === null) epochs.openFilm("");
    }),
  );
}

/** The list of films, which comes with the first one, and each film that is asked for. */
class FetchedFilms {
  readonly #lab: Lab;
  readonly #films: Films;
  readonly #list: Known["list"];

  constructor(lab: Lab, films: Films, list: Known["list"]) {
    this.#lab = lab;
    this.#films = films;
    this.#list = list;
  }

  /** A film by its name, or the network's first one for "". */
  async bring(name: string, network: string): Promise<void> {
    const { epochs, session } = this.#lab;
    const isWanted = () => epochs.film.peek() === name;
    let asked = name;
    try {
      if (this.#list.peek().length === 0) this.#list.value = await this.#films.list();
      const found = this.#readable(network)[0];
      if (!isWanted()) return;
      if (found === undefined && name === "") {
        session.notify(phrase("epochs.none"));
        return epochs.openFilm(null);
      }
      asked = name || (found?.name ?? "");
      const detail = await this.#films.fetch(asked);
      if (!isWanted()) return;
      if (detail.network !== network) throw new Error(phrase("epochs.other"));
      this.#add(detail);
      epochs.learnFilm(detail);
    } catch (error) {
      if (!isWanted() || this.#giveUp(asked, network, error)) return;
      epochs.openFilm(null);
      tell(this.#lab, error);
    }
  }

  #readable(network: string): readonly FilmSummary[] {
    const all = this.#list.peek();
    return inOrder(all.filter((each) => each.network === network && each.problem === null));
  }

  /** The film of a live run is in no list. */
  #add(film: FilmDetail): void {
    const all = this.#list.peek();
    if (all.every((each) => each.name !== film.name)) this.#list.value = [...all, film];
  }

  /** Marks a film of the list that cannot be shown with its problem; returns whether another one is shown. */
  #giveUp(name: string, network: string, error: unknown): boolean {
    const { epochs, session } = this.#lab;
    const all = this.#list.peek();
    const known = all.find((each) => each.name === name);
    if (known === undefined || !(error instanceof RefusedError) || error.status !== 503)
      return false;
    this.#list.value = all.map((each) => withProblem(each, name, error.message));
    if (this.#readable(network).length === 0) return false;
    session.notify(phrase("epochs.broken", { film: titleOf(known) }));
    if (epochs.film.peek() === "") void this.bring("", network);
    else epochs.openFilm("");
    return true;
  }
}

function withProblem(film: FilmSummary, name: string, problem: string): FilmSummary {
  return film.name === name ? { ...film, problem } : film;
}

/** Kernels and formulas show the weights of the moment; when the film is closed, the network's own weights come back. */
function showWeights(lab: Lab, films: Films): Dispose {
  const { epochs, reader } = lab;
  let file: { readonly of: string; readonly at: (moment: number) => AllWeights } | null = null;
  let networkWeights: AllWeights | null = null;
  let shown: AllWeights | null = null;
  const bring = async (detail: FilmDetail) => {
    const at = parseFilmWeights(await films.fetchFile(detail));
    file = { of: detail.name, at };
    if (epochs.detail.peek() === detail) untracked(show);
  };
  const show = () => {
    const asked = epochs.asked.peek();
    if (asked === null || file?.of !== asked.name || networkWeights === null) return;
    shown = file.at(asked.moment);
    reader.learnWeights(shown);
  };
  const giveBack = () => {
    if (networkWeights !== null && reader.weights.peek() === shown)
      reader.learnWeights(networkWeights);
    shown = null;
  };
  return endAll(
    effect(() => {
      const weights = reader.weights.value;
      if (weights === shown) return;
      networkWeights = weights;
      untracked(show);
    }),
    effect(() => {
      const [asked, told] = [epochs.asked.value, epochs.detail.value];
      untracked(() => {
        if (asked === null || told === null) return giveBack();
        if (file?.of === asked.name) return show();
        bring(told).catch((error) => tell(lab, error));
      });
    }),
    giveBack,
  );
}

/** Reads the drawing at every moment: one request at a time, and the newest drawing next. */
function readDrawing(lab: Lab, films: Films, { readings }: Known): Dispose {
  const { epochs, ink, look, reader } = lab;
  let [isAsking, isAgain, isOver] = [false, false, false];
  let of: FilmDetail | null = null;
  const ask = async () => {
    const detail = epochs.detail.peek();
    const side = reader.network.peek()?.side;
    if (!detail?.reads || side === undefined) return;
    if (isAsking) {
      isAgain = true;
      return;
    }
    isAsking = true;
    isAgain = false;
    const read = await films.read(detail.name, drawingFor(side, lab)).catch(() => null);
    isAsking = false;
    if (isOver) return;
    if (read !== null && epochs.detail.peek() === detail) readings.value = read;
    if (isAgain) setTimeout(() => isOver || void ask(), PAUSE);
  };
  return endAll(
    effect(() => {
      ink.drawing.value;
      ink.picture.value;
      ink.pixels.value;
      look.without.value;
      const detail = epochs.detail.value;
      untracked(() => {
        if (detail !== of) readings.value = null;
        of = detail;
        void ask();
      });
    }),
    () => {
      isOver = true;
    },
  );
}

function offerClock(lab: Lab): Dispose {
  lab.epochs.offerClock((still) => epochsClock(lab, still));
  return () => lab.epochs.offerClock(null);
}

function play({ epochs }: Lab): Dispose {
  let timer: ReturnType<typeof setInterval> | undefined;
  const next = () => {
    const last = (epochs.detail.peek()?.steps.length ?? 1) - 1;
    if (epochs.at.peek() >= last) epochs.playEpochs(false);
    else epochs.goTo(epochs.at.peek() + 1);
  };
  return endAll(
    effect(() => {
      clearInterval(timer);
      if (epochs.playing.value) timer = setInterval(next, EACH);
    }),
    () => clearInterval(timer),
  );
}

/** Opening the pen trace, or another network, closes the film. */
function oneClock({ epochs, trace, look }: Lab): Dispose {
  return endAll(
    effect(() => {
      if (trace.open.value) epochs.openFilm(null);
    }),
    effect(() => {
      if (epochs.film.value === null && look.panel.peek() === "epochs") look.openPanel(null);
    }),
  );
}
