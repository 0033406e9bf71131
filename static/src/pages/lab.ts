/** Puts the page of the lab together: one state, one channel, one room for each part. */
import { effect } from "@preact/signals-core";
import { keepAddress } from "../address/follow.ts";
import { need } from "../dom/element.ts";
import { mountGuesses } from "../heads/classes.ts";
import { ownInkIn } from "../ink/from-link.ts";
import { mountInspector } from "../inspector/inspector.ts";
import { followAutoplay } from "../lecture/autoplay.ts";
import { mountLecture } from "../lecture/lecture.ts";
import { sentenceOf } from "../lecture/sentence.ts";
import { mountStepper } from "../lecture/stepper.ts";
import { followLesson, isThisPage } from "../lesson/follow.ts";
import { mountLesson } from "../lesson/row.ts";
import { mountPad } from "../pad/canvas.ts";
import { mountGallery } from "../pad/gallery.ts";
import { mountKeyboardPen } from "../pad/keyboard-pen.ts";
import { mountPenTrace } from "../pad/pen-trace.ts";
import { takePictures } from "../pad/pictures.ts";
import { mountPixelEditor } from "../pad/pixel-editor.ts";
import { mountSees } from "../pad/preprocessing.ts";
import { mountTools } from "../pad/tools.ts";
import { openChannel } from "../server/channel.ts";
import { openSocket } from "../server/connection.ts";
import { learn } from "../server/learn.ts";
import { followPen } from "../server/pen-traces.ts";
import { mountAbout } from "../shell/card.ts";
import { mountDrawer } from "../shell/drawer.ts";
import { mountHints } from "../shell/hints.ts";
import { mountKeys } from "../shell/keys.ts";
import { offerLanguages } from "../shell/language.ts";
import { mountLess } from "../shell/less.ts";
import { markSettled } from "../shell/settled.ts";
import { mountStatus } from "../shell/status.ts";
import { mountTerms } from "../shell/terms.ts";
import { wearTheme } from "../shell/theme.ts";
import { mountViewSwitch } from "../space/switch.ts";
import { mountLegend } from "../stage/legend.ts";
import { mountOutlines } from "../stage/outlines.ts";
import { mountStage } from "../stage/stage.ts";
import { mountVisibility } from "../stage/visibility.ts";
import { INK } from "../state/ink.ts";
import { createLab, type Lab } from "../state/lab.ts";
import { valuesOf } from "../state/slice.ts";
import { beginningOf, keepDrawing } from "../storage/beginning.ts";
import { deviceName, loadLesson, loadLessonPlace, saveCharacterKeys } from "../storage/local.ts";
import { localStorageOrNull, sessionStorageOrNull } from "../storage/theme.ts";
import { phrase, speakAsThePage } from "../words/phrases.ts";
import { showOnRoot } from "./attributes.ts";

function main(): void {
  speakAsThePage();
  const storage = localStorageOrNull();
  const address = new URL(location.href);
  const session = sessionStorageOrNull();
  const lesson = loadLesson(storage);
  const place = loadLessonPlace(session);
  const lab = createLab({
    ...beginningOf(address, storage, document.body.dataset.network),
    lesson: { steps: lesson, at: place !== null && place < lesson.length ? place : null },
  });
  keepDrawing(lab, storage);
  const { now } = keepAddress(lab);
  offerLanguages(document, now);
  wearTheme(lab, storage);
  showOnRoot(document.documentElement, lab);
  mountPad(need<HTMLCanvasElement>("#pad"), lab);
  mountKeyboardPen(need("#pad"), need("#pen-cursor"), need("#pen-said"), lab);
  mountTools(need("#student"), lab);
  mountGuesses(need("#student"), lab);
  mountStage(need("#stage"), lab);
  mountOutlines(need("#overlay"), need("#seen-on-pad"), lab);
  mountViewSwitch(
    need("#views"),
    need("#stage"),
    need("#space"),
    lab,
    () => import("../space/space.ts"),
  );
  mountVisibility(need("#visibility"), lab);
  mountInspector(need("#inspector"), lab);
  mountLegend(need("#legend"), lab);
  mountDrawer(need("#drawer"), lab);
  const sentence = sentenceOf(lab);
  mountStepper(need("#stepper"), need("#begin-steps"), lab, sentence);
  mountSees(need("#sees"), lab);
  mountGallery(need("#styles"), need("#samples"), need("#another"), lab);
  mountAbout(need("#about"), lab);
  mountTerms(need("#terms"), lab);
  mountPixelEditor(need("#student"), lab);
  mountPenTrace(need("#pen-trace"), need("#open-trace"), lab);
  mountLecture(document, lab);
  mountLesson(need("#lesson"), lab);
  mountKeys(need("#keys"), lab);
  effect(() => saveCharacterKeys(storage, lab.session.characterKeys.value));
  takePictures(document.body, need("#choose-picture"), need("#picture-file"), lab);
  mountStatus(document, lab);
  mountHints(document, need("#hint"));
  mountLess(document, need("#more"), lab);
  need("#open-share").addEventListener("click", () => void share(lab));
  openChannel(lab, {
    open: openSocket,
    random: Math.random,
    device: deviceName(storage),
    settle: markSettled(document.documentElement),
  });
  followPen(lab);
  followAutoplay(lab, sentence);
  followLesson(lab, storage, session, (link) => {
    const { network } = document.body.dataset;
    return isThisPage(link)
      ? beginningOf(link, storage, network, ownInkIn(valuesOf(INK, lab.ink)))
      : null;
  });
  void learn(lab, document.body.dataset.network ?? "");
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
