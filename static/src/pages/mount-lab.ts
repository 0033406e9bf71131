/** Puts the page of the lab together: one state, one channel, one room for each part. */
import { signal } from "@preact/signals-core";
import { followAddress } from "../address/follow.ts";
import { tidied } from "../address/tidy.ts";
import type { Telling } from "../chapters/chapters.ts";
import { need } from "../dom/element.ts";
import { mountPopover } from "../dom/popover.ts";
import { fetchStyleSheet } from "../dom/style-sheet.ts";
import { listen } from "../events/listen.ts";
import { mountClasses } from "../heads/classes.ts";
import { mountGuide } from "../inspector/guide.ts";
import { mountLecture } from "../lecture/lecture.ts";
import { mountLesson } from "../lesson/lesson.ts";
import type { Network } from "../network/network.ts";
import { mountPad } from "../pad/pad.ts";
import { offerPresenter } from "../presenter/offer.ts";
import { openChannel } from "../server/channel.ts";
import { type Surroundings as ChannelSurroundings, openSocket } from "../server/connection.ts";
import { learn } from "../server/learn.ts";
import { fetchNetwork, fetchOriginals, fetchWholeCard, listNetworks } from "../server/models.ts";
import { offerSheet } from "../share/offer.ts";
import { mountLeftOut } from "../shell/left-out.ts";
import { markSettled } from "../shell/settled.ts";
import { mountShell } from "../shell/shell.ts";
import { mountViewSwitch } from "../space/switch.ts";
import { mountHead } from "../stage/head.ts";
import { mountStage } from "../stage/stage.ts";
import { createLab, type Lab } from "../state/lab.ts";
import { mountLater } from "../state/later.ts";
import { type Dispose, endAll } from "../state/slice.ts";
import { beginningOf, keepDrawing, welcoming } from "../storage/beginning.ts";
import { deviceName, lessonOf } from "../storage/local.ts";
import { localStorageOrNull, sessionStorageOrNull } from "../storage/theme.ts";
import { phrase, speakAsThePage, withItsWords } from "../words/phrases.ts";
import { bringBlocks } from "./blocks-later.ts";
import { mountEpochsLater } from "./epochs-later.ts";
import { bringHeads } from "./heads-later.ts";
import type { Hosts } from "./narrow.ts";
import { linksOf, mountNetworksLater } from "./networks-later.ts";

/** Everything on the page; the function that is returned takes all of it away again. */
export function mountLab(page: HTMLElement): Dispose {
  speakAsThePage();
  const { network, plain } = page.dataset;
  const root = page.ownerDocument.documentElement; // the page is one lab, and styled as a whole
  const [local, session] = [localStorageOrNull(), sessionStorageOrNull()];
  const link = tidied(new URL(location.href));
  if (link.href !== location.href) history.replaceState(null, "", link);
  const opened = welcoming(beginningOf(link, local, network), link, local);
  const lab = createLab({
    ...opened,
    lesson: lessonOf(local, session),
    reader: { plain: plain ?? null },
  });
  const address = followAddress(lab);
  const links = linksOf(lab, local, network ?? "");
  const { open } = links;
  // On phones Share stands in the menu.
  const names = ["open-menu", "leave-lecture", "open-share"];
  const after = names.map((name) => need(`[data-part=${name}]`, page));
  const hosts = ["stage", "inspector/switches"].map((name) => need(`[data-room="${name}"]`, page));
  const blocks = bringBlocks(hosts as [HTMLElement, HTMLElement], lab);
  const heads = bringHeads(page, lab);
  const prepare = prepareAll(blocks.prepare, heads.prepare);
  void learn(lab, network ?? "", async (described) => (await prepare(described))());
  return endAll(
    keepDrawing(lab, local),
    address.stop,
    mountShell(page, root, lab, local, address.now),
    mountRooms(page, root, lab),
    mountChipsLater(page, lab, local, address.now),
    mountLesson(need("[data-room=lesson]", page), lab, { local, session, ...links }, after),
    mountNetworksLater(page, lab, {
      prepare,
      mark: address.mark,
      correct: address.write,
      links,
    }),
    offerPresenter(page, lab, session),
    mountChaptersLater(need("[data-room=chapters]", page), lab, {
      pad: need(".pad", page),
      storage: local,
      open,
    }),
    openChannel(lab, { ...toServer(local), settle: markSettled(root) }).close,
    mountCompareLater(page, root, lab, local),
    mountEpochsLater(page, lab),
    blocks.stop,
    heads.stop,
    mountLeftOut(page, root, lab), // the last one: it leaves out what the others have made
  );
}

/** How a live channel gets to the server. */
function toServer(storage: Storage | null): ChannelSurroundings {
  return {
    open: openSocket,
    random: Math.random,
    device: deviceName(storage),
    findOtherWay: async () => {
      const found = await withItsWords(() => import("../server/other-way.ts"));
      return found.findOtherWay();
    },
  };
}

const COMPARE = "static/dist/compare.css";

/** Two networks under one pad, for who asks for it. */
function mountCompareLater(
  page: HTMLElement,
  root: HTMLElement,
  lab: Lab,
  storage: Storage | null,
): Dispose {
  const host = need("[data-room=compare]", page);
  const differences = need('[data-room="compare/differences"]', page);
  const load = async () => {
    const [{ mountCompare }] = await Promise.all([
      withItsWords(() => import("../compare/compare.ts")),
      fetchStyleSheet(document, COMPARE),
    ]);
    const server = {
      fetchNetwork,
      fetchCard: fetchWholeCard,
      listNetworks,
      openChannel: (other: Lab) => openChannel(other, toServer(storage)).close,
    };
    return () => mountCompare({ root, host, differences }, lab, server);
  };
  const asked = () => lab.look.compare.value;
  const fail = () => lab.session.notify(phrase("page.failed"));
  return mountLater(lab, { load, asked, fail, rare: true });
}

/** A page whose address says something has chips at once, another one once something is changed. */
function mountChipsLater(
  page: HTMLElement,
  lab: Lab,
  storage: Storage | null,
  now: () => URL,
): Dispose {
  const load = async () => {
    const { mountChips } = await withItsWords(() => import("../shell/chips.ts"));
    const hosts = ['[data-room="shell/chips"]', "[data-part=more-ways]"] as const;
    const [host, next] = hosts.map((each) => need(each, page)) as [HTMLElement, HTMLElement];
    return () => mountChips(host, next, lab, storage);
  };
  const asked = () => now().search || null;
  return mountLater(lab, { load, asked, fail: () => lab.session.notify(phrase("page.failed")) });
}

type Prepare = (network: Network) => Promise<() => void>;

/** Fetches all that a network needs at once, and shows it in this order. */
function prepareAll(...all: readonly Prepare[]): Prepare {
  return async (network) => {
    const shows = await Promise.all(all.map((prepare) => prepare(network)));
    return () => {
      for (const show of shows) show();
    };
  };
}

const SPACE = "static/dist/space.css";

function mountRooms(page: HTMLElement, root: HTMLElement, lab: Lab): Dispose {
  const room = (name: string) => need(`[data-room="${name}"]`, page);
  const [stage, pad] = [room("stage"), need(".pad-side", page)];
  const views = { root, stage, space: room("space") };
  const load = async () => {
    const [chunk] = await Promise.all([
      withItsWords(() => import("../space/space.ts")),
      fetchStyleSheet(document, SPACE),
    ]);
    return chunk;
  };
  return endAll(
    mountPad(pad, lab, {
      styles: room("pad/styles"),
      preprocessing: room("pad/preprocessing"),
      page,
    }),
    mountClasses(room("heads"), lab),
    mountStage(stage, lab, need("[data-part=input-slot]", pad)),
    mountNarrowLater(
      { root, stage, strip: room("stage/strip"), sheet: room("inspector/sheet") },
      lab,
    ),
    mountOutlinesLater(need(".overlay", stage), need(".seen-on-pad", pad), lab),
    mountViewSwitch(need(".views", page), views, lab, load),
    mountHead(room("stage/head"), lab),
    mountVisibilityLater(room("stage/visibility"), need("[data-part=open-visibility]", page), lab),
    mountGuide(room("inspector/guide"), lab),
    mountInspectorLater(room, lab),
    mountHallCellLater(room("inspector/hall"), lab),
    mountPaperLater(page, root, lab),
    mountLegendLater(room("stage/legend"), lab),
    mountLecture(page, root, stage, lab),
    offerSheet(need("[data-part=open-share]", page), page, lab),
  );
}

/** What a cell sees, over the maps. */
function mountOutlinesLater(overlay: HTMLCanvasElement, onPad: HTMLElement, lab: Lab): Dispose {
  const load = async () => {
    const { mountOutlines } = await withItsWords(() => import("../stage/outlines.ts"));
    return () => mountOutlines(overlay, onPad, lab);
  };
  const fail = () => lab.session.notify(phrase("page.failed"));
  return mountLater(lab, { load, asked: () => lab.selection.selected.value, fail });
}

/** What the colours stand for, once there are any. */
function mountLegendLater(host: HTMLElement, lab: Lab): Dispose {
  const load = async () => {
    const { mountLegend } = await withItsWords(() => import("../stage/legend.ts"));
    return () => mountLegend(host, lab);
  };
  const fail = () => lab.session.notify(phrase("page.failed"));
  return mountLater(lab, { load, asked: () => null, fail });
}

/** The list of layers, which its button opens; pressed before it is there, as soon as it is. */
function mountVisibilityLater(host: HTMLElement, opener: HTMLElement, lab: Lab): Dispose {
  const wanted = signal(false);
  const load = async () => {
    const { mountVisibility } = await withItsWords(() => import("../stage/visibility.ts"));
    return () => {
      const end = endAll(mountVisibility(host, lab), mountPopover(opener, host));
      if (wanted.peek()) opener.click();
      return end;
    };
  };
  const fail = () => {
    wanted.value = false; // pressing again tries again
    lab.session.notify(phrase("page.failed"));
  };
  const press = () => {
    wanted.value = true;
  };
  return endAll(
    listen(opener, { click: press }),
    mountLater(lab, { load, asked: () => wanted.value || null, fail }),
  );
}

/** The story in eight chapters; on a first visit at once, as it draws the example. */
function mountChaptersLater(host: HTMLElement, lab: Lab, telling: Telling): Dispose {
  const load = async () => {
    const [{ mountChapters }] = await Promise.all([
      withItsWords(() => import("../chapters/chapters.ts")),
      fetchStyleSheet(document, CHAPTERS),
    ]);
    return () => mountChapters(host, lab, telling);
  };
  const asked = () => lab.look.chapter.value ?? (lab.session.newcomer.value || null);
  return mountLater(lab, { load, asked, fail: () => lab.session.notify(phrase("page.failed")) });
}

const CHAPTERS = "static/dist/chapters.css";

const NARROW = "(max-width: 1360px)";

/** What a window has that is too narrow for a right column. */
function mountNarrowLater(hosts: Hosts, lab: Lab): Dispose {
  const narrow = matchMedia(NARROW);
  let isEnded = false;
  let end: Dispose = () => {};
  let stopWaiting: Dispose = () => {};
  const bring = async () => {
    if (!narrow.matches) return;
    stopWaiting();
    const parts = await withItsWords(() => import("./narrow.ts")).catch(() => null);
    if (parts === null) return lab.session.notify(phrase("page.failed"));
    if (!isEnded) end = parts.mountNarrow(hosts, lab);
  };
  stopWaiting = listen(narrow, { change: bring });
  void bring();
  return () => {
    isEnded = true;
    stopWaiting();
    end();
  };
}

const EXPLAINED = "static/dist/explained.css";

/** The opened cell, kernel and layer: one script and one style sheet. */
function mountInspectorLater(room: (name: string) => HTMLElement, lab: Lab): Dispose {
  const load = async () => {
    const [{ mountCost, mountInspector, mountLevels, mountMaking }, { mountCard }] =
      await Promise.all([
        withItsWords(() => import("../inspector/explained.ts")),
        withItsWords(() => import("../shell/card.ts")),
        fetchStyleSheet(document, EXPLAINED),
      ]);
    return () =>
      endAll(
        mountInspector(room("inspector"), lab),
        mountCard(room("shell/card"), lab),
        mountLevels(room("inspector/levels"), lab),
        mountMaking(room("inspector/making"), lab),
        mountCost(room("inspector/cost"), lab, {
          list: listNetworks,
          card: fetchWholeCard,
          originals: fetchOriginals,
        }),
      );
  };
  const asked = () =>
    lab.selection.about.value !== "network" ||
    lab.selection.selected.value ||
    lab.look.panel.value ||
    lab.forward.step.value !== null;
  return mountLater(lab, { load, asked, fail: () => lab.session.notify(phrase("page.failed")) });
}

const OPENED = "static/dist/opened.css";

/** A cell on a wall, in a lecture. */
function mountHallCellLater(host: HTMLElement, lab: Lab): Dispose {
  const load = async () => {
    const [{ mountHallCell }] = await Promise.all([
      withItsWords(() => import("../inspector/hall.ts")),
      fetchStyleSheet(document, OPENED),
    ]);
    return () => mountHallCell(host, lab);
  };
  const asked = () => (lab.lecture.on.value ? "lecture" : null);
  const fail = () => lab.session.notify(phrase("page.failed"));
  return mountLater(lab, { load, asked, fail, rare: true });
}

const PAPER = "static/dist/paper.css";

/** What a printer gets: wanted by few, and at once when somebody prints. */
function mountPaperLater(page: HTMLElement, root: HTMLElement, lab: Lab): Dispose {
  const load = async () => {
    const [{ mountPaper }] = await Promise.all([
      withItsWords(() => import("../save/paper.ts")),
      fetchStyleSheet(document, PAPER),
    ]);
    return () => mountPaper(page, root, lab);
  };
  return mountLater(lab, { load, asked: () => null, fail: () => {} });
}
