/** Puts the page together: one store, one channel, one view for each part. */
import { effect } from "@preact/signals-core";
import { ownIn } from "./borrowed.ts";
import { need } from "./dom/element.ts";
import { mountKeyboardPen } from "./drawing/keyboard-pen.ts";
import { mountPad } from "./drawing/pad.ts";
import { takePictures } from "./drawing/pictures.ts";
import { mountPixelEditor } from "./drawing/pixel-editor.ts";
import { deviceName, loadLesson, loadLessonPlace, saveCharacterKeys, saveTheme } from "./keep.ts";
import { offerLanguages } from "./language.ts";
import { followLesson } from "./lesson.ts";
import { fetchNetwork, type Network } from "./network.ts";
import { followPen } from "./pen-trace.ts";
import { sentenceOf } from "./sentence.ts";
import { keepAddress } from "./share/keep-address.ts";
import { openChannel } from "./socket.ts";
import { createStore, type Store, type Theme, valuesOf } from "./store.ts";
import { localStorageOrNull, sessionStorageOrNull, systemTheme } from "./theme.ts";
import { followTour } from "./tour.ts";
import { mountAbout } from "./views/about.ts";
import { mountDrawer } from "./views/drawer.ts";
import { mountGallery } from "./views/gallery.ts";
import { mountGuesses } from "./views/guesses.ts";
import { mountHints } from "./views/hints.ts";
import { mountInspector } from "./views/inspector.ts";
import { mountKeys } from "./views/keys.ts";
import { mountLecture } from "./views/lecture.ts";
import { mountLegend } from "./views/legend.ts";
import { mountLess } from "./views/less.ts";
import { mountLesson } from "./views/lesson.ts";
import { mountOutlines } from "./views/outlines.ts";
import { mountPenTrace } from "./views/pen-trace.ts";
import { mountSees } from "./views/sees.ts";
import { mountStage } from "./views/stage.ts";
import { mountStatus } from "./views/status.ts";
import { mountStepper } from "./views/stepper.ts";
import { mountTerms } from "./views/terms.ts";
import { mountTools } from "./views/tools.ts";
import { mountViewSwitch } from "./views/view-switch.ts";
import { mountVisibility } from "./views/visibility.ts";
import { beginningOf, keepDrawing } from "./visit.ts";
import { fetchWeights } from "./weights.ts";
import { phrase, speakAsThePage } from "./words.ts";

const RETRY = 2000;

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
    () => import("./views/network-3d/network-3d.ts"),
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

/** Fetches the description, again and again until the server answers. */
async function learn(store: Store, name: string): Promise<void> {
  try {
    const network = await fetchNetwork(name);
    store.describe(network);
    afterFirstPaint(store, () => void learnWeights(store, network));
  } catch (error) {
    store.notify(phrase("error.description", { reason: String(error) }));
    setTimeout(() => void learn(store, name), RETRY);
  }
}

/** The weights of kernels and formulas come once the first drawing is on the screen: nothing waits for them. */
async function learnWeights(store: Store, network: Network): Promise<void> {
  const { name } = network.description;
  let { weights } = network;
  for (let tries = 0; store.weights.peek() === null; tries++) {
    try {
      store.learnWeights(await fetchWeights(name, weights, tries > 0));
    } catch (error) {
      store.missWeights(error instanceof Error ? error.message : String(error));
      await new Promise((rested) => setTimeout(rested, RETRY));
      // A server that was loading, or another one, may have weights of another name by now.
      weights = await fetchNetwork(name).then(
        (now) => now.weights,
        () => weights,
      );
    }
  }
}

function afterFirstPaint(store: Store, act: () => void): void {
  let done = false;
  const stop = effect(() => {
    if (done || store.painted.value === 0) return;
    done = true;
    setTimeout(() => {
      stop();
      act();
    });
  });
}

/** Whether a link asks for no other network than this page has, or was asked for already; it keeps to the page's language. */
function isThisPage(link: URL): boolean {
  const asked = link.searchParams.get("network") ?? "";
  const tried = new URL(location.href).searchParams.get("network");
  return ["", document.body.dataset.network, tried].includes(asked);
}

function openSocket(): WebSocket {
  const address = new URL("ws", document.baseURI);
  address.protocol = address.protocol.replace("http", "ws");
  address.search = "";
  return new WebSocket(address);
}

/** The sheet comes when it is first asked for: the first view has no use for it. */
async function share(store: Store): Promise<void> {
  try {
    (await import("./share/sheet.ts")).openSheet(store);
  } catch {
    store.notify(phrase("share.failed"));
  }
}

function wearTheme(store: Store, storage: Storage | null): void {
  effect(() => {
    document.documentElement.dataset.theme = store.theme.value;
    document.documentElement.dataset.palette = store.palette.value;
  });
  const other = (): Theme => (store.theme.peek() === "dark" ? "light" : "dark");
  need("#theme").addEventListener("click", () => {
    store.forceTheme(other());
    saveTheme(storage, store.theme.peek());
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    if (store.forcedTheme.peek() === null) store.paintIn(systemTheme());
  });
}

main();
