/** Puts the page of the lab together: one state, one channel, one room for each part. */
import { followAddress } from "../address/follow.ts";
import { need } from "../dom/element.ts";
import { mountClasses } from "../heads/classes.ts";
import { ownInkIn } from "../ink/from-link.ts";
import { mountInspector } from "../inspector/inspector.ts";
import { mountLecture } from "../lecture/lecture.ts";
import { isThisPage } from "../lesson/follow.ts";
import { mountLesson } from "../lesson/lesson.ts";
import { mountPad } from "../pad/pad.ts";
import { openChannel } from "../server/channel.ts";
import { openSocket } from "../server/connection.ts";
import { learn } from "../server/learn.ts";
import { followPen } from "../server/pen-traces.ts";
import { markSettled } from "../shell/settled.ts";
import { mountShell } from "../shell/shell.ts";
import { mountViewSwitch } from "../space/switch.ts";
import { mountLegend } from "../stage/legend.ts";
import { mountOutlines } from "../stage/outlines.ts";
import { mountStage } from "../stage/stage.ts";
import { mountVisibility } from "../stage/visibility.ts";
import { INK } from "../state/ink.ts";
import { createLab, type Lab } from "../state/lab.ts";
import { valuesOf } from "../state/slice.ts";
import { beginningOf, keepDrawing } from "../storage/beginning.ts";
import { deviceName, lessonOf } from "../storage/local.ts";
import { localStorageOrNull, sessionStorageOrNull } from "../storage/theme.ts";
import { phrase, speakAsThePage } from "../words/phrases.ts";
import { showOnRoot } from "./attributes.ts";

function main(): void {
  speakAsThePage();
  const page = document.body;
  const { network } = page.dataset;
  const [local, session] = [localStorageOrNull(), sessionStorageOrNull()];
  const opened = beginningOf(new URL(location.href), local, network);
  const lab = createLab({ ...opened, lesson: lessonOf(local, session) });
  keepDrawing(lab, local);
  showOnRoot(document.documentElement, lab);
  mountShell(page, lab, local, followAddress(lab).now);
  mountRooms(page, lab);
  const open = (link: URL) => {
    const own = ownInkIn(valuesOf(INK, lab.ink));
    return isThisPage(link) ? beginningOf(link, local, network, own) : null;
  };
  const after = ["leave-lecture", "open-share"].map((name) => need(`[data-part=${name}]`, page));
  mountLesson(need("[data-room=lesson]", page), lab, { local, session, open }, after);
  const settle = markSettled(document.documentElement);
  openChannel(lab, { open: openSocket, random: Math.random, device: deviceName(local), settle });
  followPen(lab);
  void learn(lab, network ?? "");
}

function mountRooms(page: HTMLElement, lab: Lab): void {
  const room = (name: string) => need(`[data-room=${name}]`, page);
  const [stage, pad] = [room("stage"), need(".pad-side", page)];
  mountPad(pad, lab, { samples: room("samples"), preprocessing: room("preprocessing"), page });
  mountClasses(room("heads"), lab);
  mountStage(stage, lab);
  mountOutlines(need(".overlay", stage), need(".seen-on-pad", pad), lab);
  const space = () => import("../space/space.ts");
  mountViewSwitch(need(".views", page), stage, room("space"), lab, space);
  mountVisibility(room("visibility"), lab);
  mountInspector(room("inspector"), lab);
  mountLegend(room("legend"), lab);
  mountLecture(page, stage, lab);
  need("[data-part=open-share]", page).addEventListener("click", () => void share(lab));
}

/** The sheet comes when it is first asked for: the first view has no use for it. */
async function share(lab: Lab): Promise<void> {
  try {
    (await import("../share/sheet.ts")).openSheet(lab);
  } catch {
    lab.session.notify(phrase("share.failed"));
  }
}

main();
