/** Puts the page together: one store, one channel, one view for each part. */
import { effect } from "@preact/signals-core";
import { keepAddress } from "../address/follow.ts";
import { need } from "../dom/element.ts";
import { mountGuesses } from "../heads/classes.ts";
import { ownIn } from "../ink/lent.ts";
import { mountInspector } from "../inspector/inspector.ts";
import { mountLecture } from "../lecture/lecture.ts";
import { sentenceOf } from "../lecture/sentence.ts";
import { mountStepper } from "../lecture/stepper.ts";
import { followTour } from "../lecture/tour.ts";
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
import { mountStatus } from "../shell/status.ts";
import { mountTerms } from "../shell/terms.ts";
import { wearTheme } from "../shell/theme.ts";
import { mountViewSwitch } from "../space/switch.ts";
import { mountLegend } from "../stage/legend.ts";
import { mountOutlines } from "../stage/outlines.ts";
import { mountStage } from "../stage/stage.ts";
import { mountVisibility } from "../stage/visibility.ts";
import { createStore, type Store, valuesOf } from "../state/lab.ts";
import { beginningOf, keepDrawing } from "../storage/beginning.ts";
import { deviceName, loadLesson, loadLessonPlace, saveCharacterKeys } from "../storage/local.ts";
import { localStorageOrNull, sessionStorageOrNull } from "../storage/theme.ts";
import { phrase, speakAsThePage } from "../words/phrases.ts";

function main(): void {
  speakAsThePage();
  const storage = localStorageOrNull();
  const address = new URL(location.href);
  const session = sessionStorageOrNull();
  const lesson = loadLesson(storage);
  const place = loadLessonPlace(session);
  const store = createStore({
    ...beginningOf(address, storage, document.body.dataset.network),
    lesson,
    lessonAt: place !== null && place < lesson.length ? place : null,
  });
  keepDrawing(store, storage);
  const { now } = keepAddress(store);
  offerLanguages(document, now);
  wearTheme(store, storage);
  mountPad(need<HTMLCanvasElement>("#pad"), store);
  mountKeyboardPen(need("#pad"), need("#pen-cursor"), need("#pen-said"), store);
  mountTools(need("#student"), store);
  mountGuesses(need("#student"), store);
  mountStage(need("#stage"), store);
  mountOutlines(need("#overlay"), need("#seen-on-pad"), store);
  mountViewSwitch(
    need("#views"),
    need("#stage"),
    need("#space"),
    store,
    () => import("../space/space.ts"),
  );
  mountVisibility(need("#visibility"), store);
  mountInspector(need("#inspector"), store);
  mountLegend(need("#legend"), store);
  mountDrawer(need("#drawer"), store);
  const sentence = sentenceOf(store);
  mountStepper(need("#stepper"), need("#begin-steps"), store, sentence);
  mountSees(need("#sees"), store);
  mountGallery(need("#styles"), need("#samples"), need("#another"), store);
  mountAbout(need("#about"), store);
  mountTerms(need("#terms"), store);
  mountPixelEditor(need("#student"), store);
  mountPenTrace(need("#pen-trace"), need("#open-trace"), store);
  mountLecture(document, store);
  mountLesson(need("#lesson"), store);
  mountKeys(need("#keys"), store);
  effect(() => saveCharacterKeys(storage, store.characterKeys.value));
  takePictures(document.body, need("#choose-picture"), need("#picture-file"), store);
  mountStatus(document, store);
  mountHints(document, need("#hint"));
  mountLess(document, need("#more"), store);
  need("#open-share").addEventListener("click", () => void share(store));
  openChannel(store, { open: openSocket, random: Math.random, device: deviceName(storage) });
  followPen(store);
  followTour(store, sentence);
  followLesson(store, storage, session, (link) => {
    const { network } = document.body.dataset;
    return isThisPage(link) ? beginningOf(link, storage, network, ownIn(valuesOf(store))) : null;
  });
  void learn(store, document.body.dataset.network ?? "");
}

/** The sheet comes when it is first asked for: the first view has no use for it. */
async function share(store: Store): Promise<void> {
  try {
    (await import("../share/sheet.ts")).openSheet(store);
  } catch {
    store.notify(phrase("share.failed"));
  }
}

main();
