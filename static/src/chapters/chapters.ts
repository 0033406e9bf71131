/** In the guide's place: the words of a first visit, the story in eight short chapters, or the link to it. */
import { effect, type Signal, signal, untracked } from "@preact/signals-core";
import { withState } from "../address/address.ts";
import { makeButton } from "../dom/button.ts";
import { make, say } from "../dom/element.ts";
import { explainWithin } from "../dom/term.ts";
import { listen } from "../events/listen.ts";
import { EXAMPLE } from "../ink/example.ts";
import type { Network } from "../network/network.ts";
import type { Lab, Opened } from "../state/lab.ts";
import { CHAPTERS, type Chapter } from "../state/look.ts";
import { type Dispose, endAll } from "../state/slice.ts";
import { openStory } from "../state/story.ts";
import { type Key, phrase } from "../words/phrases.ts";
import { votesIn } from "../words/votes.ts";
import { drawExample } from "./example.ts";
import { chaptersOf, isDone, valuesOf, type Way, waysOf } from "./story.ts";
import { loadTicks, saveTicks } from "./ticks.ts";

/** What the chapters take from the page. */
export interface ChapterNeeds {
  /** Around the pad: where the guide is not shown, a first visit's words stand on it. */
  readonly pad: HTMLElement;
  readonly storage: Storage | null;
  /** The state that a link opens. */
  open(link: URL): Opened;
}

type Ticks = Signal<ReadonlySet<Chapter>>;

/** `host` is in the guide, whose other parts are hidden while it welcomes or tells a chapter. */
export function mountChapters(host: HTMLElement, lab: Lab, needs: ChapterNeeds): Dispose {
  const ticks: Ticks = signal(loadTicks(needs.storage));
  const guide = host.closest<HTMLElement>(".guide") ?? host;
  const view = new Story(lab, needs, ticks);
  return endAll(
    tick(lab, ticks, needs.storage),
    lab.session.newcomer.peek() ? welcome(lab, needs.pad) : () => {},
    effect(() => {
      const [network, chapter] = [lab.reader.network.value, lab.look.chapter.value];
      if (network !== null && chapter !== null && !chaptersOf(network).includes(chapter))
        untracked(() => lab.look.missChapter());
      const tells = captionOf(network, chapter, lab.session.newcomer.value);
      if (guide.dataset.tells !== tells) guide.scrollTop = 0;
      guide.dataset.tells = tells;
      if (network === null) return host.replaceChildren();
      if (tells === "welcome") tell(host, welcomeParts(lab));
      else if (tells === "chapter") tell(host, view.parts(network, chapter ?? "draw"));
      else tell(host, [wayIn(lab, network, ticks.value)]);
    }),
    () => {
      delete guide.dataset.tells;
      host.replaceChildren();
    },
  );
}

/** Replaces the words and keeps the focus: on the button or link of the same name, else on the first. */
function tell(host: HTMLElement, parts: readonly HTMLElement[]): void {
  const focused = host.ownerDocument.activeElement;
  const had = focused !== null && host.contains(focused);
  const key = (focused as HTMLElement | null)?.dataset.key;
  host.replaceChildren(...parts);
  if (!had) return;
  const same = key && host.querySelector<HTMLElement>(`[data-key="${key}"]:not([disabled])`);
  (same || host.querySelector<HTMLElement>("a, button"))?.focus();
}

function captionOf(network: Network | null, chapter: Chapter | null, newcomer: boolean): string {
  if (network === null) return "guide";
  if (chapter !== null && chaptersOf(network).includes(chapter)) return "chapter";
  return newcomer ? "welcome" : "guide";
}

/** The open chapter ticks itself, once its task is done. */
function tick(lab: Lab, ticks: Ticks, storage: Storage | null): Dispose {
  return effect(() => {
    const chapter = lab.look.chapter.value;
    if (chapter === null || ticks.value.has(chapter) || !isDone(chapter, lab)) return;
    ticks.value = new Set([...ticks.peek(), chapter]);
    saveTicks(storage, ticks.peek());
  });
}

/** The example is drawn; the words stay until somebody draws, gives a lecture or opens a chapter. */
function welcome(lab: Lab, pad: HTMLElement): Dispose {
  const words = make("p", { class: "welcome", text: phrase("welcome.pad") });
  pad.append(words);
  return endAll(
    drawExample(lab, EXAMPLE),
    effect(() => {
      const draws = !lab.ink.history.value.greeting;
      if (draws || lab.lecture.on.value || lab.look.chapter.value !== null)
        lab.session.endWelcome();
      words.hidden = !lab.session.newcomer.value;
    }),
    () => words.remove(),
  );
}

function welcomeParts(lab: Lab): HTMLElement[] {
  const answers = lab.reader.network.value?.description.answers ?? [];
  return [
    make("h2", { text: phrase("welcome.title") }),
    make("p", { text: phrase("welcome.what") }),
    make("p", { text: phrase("welcome.do", { votes: votesIn({ answers }) }) }),
    make("p", { class: "ways" }, [
      makeButton(() => lab.session.endWelcome(), { class: "way", text: phrase("guide.title") }),
      storyLink(lab, CHAPTERS[0] ?? "draw"),
    ]),
  ];
}

/** At the foot of the guide: to the first chapter that is not done. */
function wayIn(lab: Lab, network: Network, ticks: ReadonlySet<Chapter>): HTMLElement {
  const all = chaptersOf(network);
  const next = all.find((chapter) => !ticks.has(chapter)) ?? all[0] ?? "draw";
  const done = all.filter((chapter) => ticks.has(chapter)).length;
  const count = make("span", { class: "note" });
  if (done > 0) say(count, phrase("chapters.done.count", { done, count: all.length }));
  return make("p", { class: "way-in" }, [storyLink(lab, next), count]);
}

function storyLink(lab: Lab, chapter: Chapter): HTMLElement {
  const { href } = addressOf({ shows: {} }, chapter, lab);
  const made = make("a", { class: "way", href, text: phrase("chapters.title") });
  listen(made, {
    click: (event: MouseEvent) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      openStory(lab, chapter);
    },
  });
  return made;
}

/** An open chapter, and the list of all. */
class Story {
  readonly #lab: Lab;
  readonly #needs: ChapterNeeds;
  readonly #ticks: Ticks;

  constructor(lab: Lab, needs: ChapterNeeds, ticks: Ticks) {
    this.#lab = lab;
    this.#needs = needs;
    this.#ticks = ticks;
  }

  /** Reads signals. */
  parts(network: Network, chapter: Chapter): HTMLElement[] {
    const all = chaptersOf(network);
    const at = all.indexOf(chapter);
    const values = valuesOf(chapter, network);
    const isTicked = this.#ticks.value.has(chapter);
    const words = (part: "text" | "task") => phrase(`chapters.${chapter}.${part}` as Key, values);
    const task = make("p", { class: "task" }, [
      make("span", { class: "tick", "aria-hidden": "true" }),
      make("span", { text: words("task") }),
    ]);
    task.classList.toggle("done", isTicked);
    const text = make("p", { class: "text", text: words("text") });
    explainWithin([text]);
    return [
      this.#head(network),
      make("h2", { text: phrase("chapters.heading", { n: at + 1, title: titleOf(chapter) }) }),
      text,
      task,
      make("p", { class: "unseen", role: "status", text: isTicked ? phrase("chapters.done") : "" }),
      make("p", { class: "ways" }, this.#ways(network, chapter)),
      this.#steps(all, at, isTicked),
      this.#list(all, chapter),
    ];
  }

  #head(network: Network): HTMLElement {
    const close = () => this.#lab.look.openChapter(null);
    const up = makeButton(close, { class: "crumb", text: network.description.title });
    const here = make("span", { text: phrase("chapters.crumb") });
    const way = make("nav", { class: "crumbs", "aria-label": phrase("inspector.way") }, [up, here]);
    const leave = makeButton(close, { class: "leave", text: phrase("chapters.close") });
    return make("div", { class: "head" }, [way, leave]);
  }

  /** Links that change what the stage shows; the exact reading decides to which cells they lead. */
  #ways(network: Network, chapter: Chapter): HTMLElement[] {
    const { reading } = this.#lab.reader;
    const exact = reading.peek()?.exact ? reading.peek() : null;
    const values = valuesOf(chapter, network);
    return waysOf(chapter, network, exact).map((way, index) => {
      const made = make("a", {
        class: "way",
        "data-key": way.key,
        text: phrase(way.key, values),
      });
      const aim = () => {
        const now = waysOf(chapter, network, reading.peek())[index] ?? way;
        const address = addressOf(now, chapter, this.#lab);
        made.href = address.href;
        return address;
      };
      aim();
      listen(made, {
        pointerenter: aim,
        focus: aim,
        click: (event: MouseEvent) => {
          if (event.ctrlKey || event.metaKey || event.shiftKey) return;
          const opened = this.#needs.open(aim());
          event.preventDefault();
          this.#lab.begin(opened);
        },
      });
      return made;
    });
  }

  #steps(all: readonly Chapter[], at: number, isTicked: boolean): HTMLElement {
    const to = (key: Key, chapter: Chapter | undefined) => {
      const button = makeButton(() => chapter && this.#lab.look.openChapter(chapter), {
        class: "boxed",
        "data-key": key,
        text: phrase(key),
      });
      button.disabled = chapter === undefined;
      return button;
    };
    const next = to("chapters.next", all[at + 1]);
    next.classList.toggle("strong", isTicked && !next.disabled);
    return make("div", { class: "steps" }, [to("chapters.back", all[at - 1]), next]);
  }

  #list(all: readonly Chapter[], chapter: Chapter): HTMLElement {
    const ticks = this.#ticks.value;
    const items = all.map((each, index) => {
      const done = ticks.has(each);
      const button = makeButton(
        () => this.#lab.look.openChapter(each),
        {
          class: "chapter",
          "data-key": each,
        },
        [
          make("span", { class: "tick", "aria-hidden": "true" }),
          make("span", {
            text: phrase("chapters.heading", { n: index + 1, title: titleOf(each) }),
          }),
        ],
      );
      button.classList.toggle("done", done);
      if (done) button.append(make("span", { class: "unseen", text: phrase("chapters.done") }));
      if (each === chapter) button.setAttribute("aria-current", "step");
      return make("li", {}, [button]);
    });
    const label = phrase("chapters.title");
    const reset = makeButton(() => this.#reset(), { class: "way note" });
    say(reset, phrase("chapters.reset"));
    reset.hidden = ticks.size === 0;
    return make("section", { class: "all", "aria-label": label }, [make("ol", {}, items), reset]);
  }

  #reset(): void {
    this.#ticks.value = new Set();
    saveTicks(this.#needs.storage, this.#ticks.peek());
  }
}

function titleOf(chapter: Chapter): string {
  return phrase(`chapters.${chapter}.title`);
}

/** What is on the stage is the link's; what belongs to the reader (colours, scale, theme, language) stays. */
const OF_THE_STAGE = [
  "hide",
  "open",
  "without",
  "cell",
  "kernel",
  "before",
  "path",
  "trace",
  "moment",
  "step",
  "cover",
  "view",
];

function addressOf({ shows }: Pick<Way, "shows">, chapter: Chapter, lab: Lab): URL {
  const address = untracked(() => withState(new URL(location.href), lab));
  for (const name of OF_THE_STAGE) address.searchParams.delete(name);
  for (const [name, text] of Object.entries({ chapter, ...shows }))
    address.searchParams.set(name, text);
  address.search = decodeURIComponent(address.searchParams.toString());
  return address;
}
