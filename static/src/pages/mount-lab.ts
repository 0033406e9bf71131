/** Puts the page of the lab together: one state, one channel, one room for each part. */
import { followAddress } from "../address/follow.ts";
import { tidied } from "../address/tidy.ts";
import { need } from "../dom/element.ts";
import { mountClasses } from "../heads/classes.ts";
import { mountGuide } from "../inspector/guide.ts";
import { mountLecture } from "../lecture/lecture.ts";
import { mountLesson } from "../lesson/lesson.ts";
import { mountPad } from "../pad/pad.ts";
import { offerPresenter } from "../presenter/offer.ts";
import { learn } from "../server/learn.ts";
import { offerSheet } from "../share/offer.ts";
import { mountLeftOut } from "../shell/left-out.ts";
import { markSettled } from "../shell/settled.ts";
import { mountShell } from "../shell/shell.ts";
import { mountViewSwitch } from "../space/switch.ts";
import { mountHead } from "../stage/head.ts";
import { mountStage } from "../stage/stage.ts";
import { createLab, type Lab } from "../state/lab.ts";
import { type Dispose, endAll } from "../state/slice.ts";
import { beginningOf, keepDrawing, welcoming } from "../storage/beginning.ts";
import { lessonOf } from "../storage/local.ts";
import { localStorageOrNull, sessionStorageOrNull } from "../storage/theme.ts";
import { speakAsThePage } from "../words/phrases.ts";
import { mountChaptersLater } from "./chapters-later.ts";
import { mountChipsLater } from "./chips-later.ts";
import { mountCompareLater } from "./compare-later.ts";
import { mountEpochsLater } from "./epochs-later.ts";
import { mountHallCellLater, mountInspectorLater } from "./explained-later.ts";
import { linksOf } from "./links.ts";
import { openLive } from "./live.ts";
import { mountNarrowLater } from "./narrow-later.ts";
import { mountNetworksLater } from "./networks-later.ts";
import { mountPaperLater } from "./paper-later.ts";
import { bringParts } from "./parts-later.ts";
import { fetchSpace } from "./space-later.ts";
import { mountLegendLater, mountOutlinesLater, mountVisibilityLater } from "./stage-later.ts";

/** Everything on the page; the function that is returned takes all of it away again. */
export function mountLab(page: HTMLElement): Dispose {
  speakAsThePage();
  const network = page.dataset.network ?? "";
  const root = page.ownerDocument.documentElement; // the page is one lab, and styled as a whole
  const [local, session] = [localStorageOrNull(), sessionStorageOrNull()];
  const lab = openLab(page, local, session);
  const address = followAddress(lab);
  const links = linksOf(lab, local, network);
  // On phones Share stands in the menu.
  const names = ["open-menu", "leave-lecture", "open-share"];
  const after = names.map((name) => need(`[data-part=${name}]`, page));
  const { prepare, stop } = bringParts(page, lab);
  void learn(lab, network, async (described) => (await prepare(described))());
  const forChapters = { pad: need(".pad", page), storage: local, open: links.open };
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
    mountChaptersLater(need("[data-room=chapters]", page), lab, forChapters),
    openLive(lab, local, { settle: markSettled(root) }),
    mountCompareLater(page, root, lab, local),
    mountEpochsLater(page, lab),
    stop,
    mountLeftOut(page, root, lab), // the last one: it leaves out what the others have made
  );
}

/** The state that the page's address opens. */
function openLab(page: HTMLElement, local: Storage | null, session: Storage | null): Lab {
  const { network, plain } = page.dataset;
  const link = tidied(new URL(location.href));
  if (link.href !== location.href) history.replaceState(null, "", link);
  return createLab({
    ...welcoming(beginningOf(link, local, network), link, local),
    lesson: lessonOf(local, session),
    reader: { plain: plain ?? null },
  });
}

function mountRooms(page: HTMLElement, root: HTMLElement, lab: Lab): Dispose {
  const room = (name: string) => need(`[data-room="${name}"]`, page);
  const [stage, pad] = [room("stage"), need(".pad-side", page)];
  const views = { root, stage, space: room("space") };
  return endAll(
    mountPad(pad, lab, {
      styles: room("pad/styles"),
      preprocessing: room("pad/preprocessing"),
      page,
    }),
    mountClasses(room("heads"), lab),
    mountStage(stage, lab, { slot: need("[data-part=input-slot]", pad), column: pad }),
    mountNarrowLater(
      { root, stage, strip: room("stage/strip"), sheet: room("inspector/sheet") },
      lab,
    ),
    mountOutlinesLater(need(".overlay", stage), need(".seen-on-pad", pad), lab),
    mountViewSwitch(need(".views", page), views, lab, fetchSpace),
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
