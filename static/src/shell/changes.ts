/** The changes of the page since the beginning: each in words, and with what takes it back. */
import { GUESSES } from "../state/covers.ts";
import { WHOLE } from "../state/focus.ts";
import { INK } from "../state/ink.ts";
import type { Lab } from "../state/lab.ts";
import { CHAPTERS, LOOK, type Panel } from "../state/look.ts";
import { SPACE } from "../state/space.ts";
import { decimals } from "../words/numbers.ts";
import { offInWords } from "../words/off.ts";
import { counted, type Key, phrase } from "../words/phrases.ts";
import { stepTitle } from "../words/preprocessing.ts";

export interface Change {
  /** The part of the address that holds the change, and its value: `hide conv2`. */
  readonly name: string;
  readonly words: string;
  takeBack(): void;
}

type Parts = readonly (Change | null)[];

/** More layers than this are counted, not named. */
const NAMED = 2;

/**
 * All changes, first those that decide what is read; taking all of them back gives the plain link. Controls that a lesson
 * leaves out do nothing: their changes are not told until they are back. Reads signals.
 */
export function changesOf(lab: Lab): readonly Change[] {
  const parts = [
    ...inkChanges(lab),
    ...lectureChanges(lab),
    ...lookChanges(lab),
    ...boxChanges(lab),
    ...answerChanges(lab),
    ...openedChanges(lab),
    ...viewChanges(lab),
  ];
  return parts.filter((change) => change !== null);
}

/** What the network reads. */
function inkChanges(lab: Lab): Parts {
  const { ink, look, trace } = lab;
  const side = lab.reader.network.value?.side ?? 0;
  const [pixels, moment] = [ink.pixels.value, trace.moment.value];
  return [
    change(pixels !== null, "pixels", phrase("changes.pixels"), () => ink.editPixels(null)),
    ...[...look.without.value].map((step) =>
      change(
        true,
        `without ${step}`,
        phrase("changes.without", { step: stepTitle(step, side) }),
        () => look.switchStep(step),
      ),
    ),
    switchesOff(lab),
    change(moment !== null, "moment", counted("changes.moment", moment ?? 0), () =>
      trace.scrub(null),
    ),
    change(ink.tool.value !== INK.beginning.tool, "tool", phrase("tools.eraser"), () =>
      ink.useTool(INK.beginning.tool),
    ),
    change(
      ink.brush.value !== INK.beginning.brush,
      "width",
      phrase("changes.width", { width: Math.round(100 * ink.brush.value) }),
      () => ink.useBrush(INK.beginning.brush),
    ),
  ];
}

function switchesOff({ look, reader }: Lab): Change | null {
  const off = look.off.value;
  const words = offInWords(off, reader.network.value?.description);
  return change(off.size > 0, "off", words, () => look.switchOff([]));
}

/** What is kept from the audience. */
function lectureChanges(lab: Lab): Parts {
  const { lecture } = lab;
  const covered = lecture.offers("covers") ? [...lecture.covered.value] : [];
  const one = (name: string) =>
    change(true, `cover ${name}`, coverInWords(name, lab), () => lecture.switchCover(name));
  const all = change(true, "cover", counted("changes.covered", covered.length), lecture.revealAll);
  return [
    change(lecture.leftOut.value.size > 0, "less", phrase("changes.less"), () =>
      lecture.leaveOut(new Set()),
    ),
    ...(covered.length > NAMED ? [all] : covered.map(one)),
    change(lecture.focus.value !== null, "focus", focusInWords(lecture.focus.value, lab), () =>
      lecture.resetFocus(),
    ),
    change(lecture.on.value, "lecture", phrase("changes.lecture"), () =>
      lecture.giveLecture(false),
    ),
  ];
}

/** How the network's answers are summed and explained. */
function answerChanges({ look }: Lab): Parts {
  return [
    change(look.groups.value !== null, "groups", phrase("changes.groups"), () =>
      look.groupBy(null),
    ),
    change(look.wrong.value, "wrong", phrase("changes.wrong"), () => look.chooseWrongly(false)),
  ];
}

function lookChanges(lab: Lab): Parts {
  const { look, reader } = lab;
  const [scope, palette, theme] = [look.scope.value, look.palette.value, look.forcedTheme.value];
  const digits = look.digits.value;
  const block = reader.network.value?.description.blocks.find(
    ({ name }) => name === look.block.value,
  );
  return [
    change(
      look.block.value !== null,
      "block",
      phrase("changes.block", { block: block?.title ?? look.block.value ?? "" }),
      () => look.openBlock(null),
    ),
    change(look.compare.value !== null, "compare", phrase("changes.compare"), () =>
      look.compareWith(null),
    ),
    ...hiddenLayers(lab),
    ...[...look.before.value].map((layer) =>
      change(
        true,
        `before ${layer}`,
        phrase("changes.before", { layer: titleOf(layer, lab) }),
        () => look.switchBefore(layer),
      ),
    ),
    change(scope !== LOOK.beginning.scope, "scale", phrase(`changes.scale.${scope}`), () =>
      look.useScope(LOOK.beginning.scope),
    ),
    change(
      palette !== LOOK.beginning.palette,
      "colours",
      phrase("changes.colours", { palette: phrase(`legend.palette.${palette}`) }),
      () => look.usePalette(LOOK.beginning.palette),
    ),
    change(!look.kernels.value, "kernels", phrase("changes.kernels"), () => look.showKernels(true)),
    change(look.toScale.value, "to-scale", phrase("changes.to-scale"), () =>
      look.showToScale(false),
    ),
    change(look.path.value, "path", phrase("legend.path"), () => look.showPath(false)),
    change(digits !== LOOK.beginning.digits, "digits", counted("changes.digits", digits), () =>
      look.useDigits(LOOK.beginning.digits),
    ),
    change(theme !== null, "theme", phrase(`changes.theme.${theme ?? "light"}`), () =>
      look.forceTheme(null),
    ),
  ];
}

/** How boxes are chosen, and what they lie over. */
function boxChanges({ look }: Lab): Parts {
  const { threshold, overlap, ground } = LOOK.beginning;
  const [least, most, round] = [look.threshold.value, look.overlap.value, look.round.value];
  return [
    change(
      least !== threshold,
      "threshold",
      phrase("changes.threshold", { threshold: decimals(least, 2) }),
      () => look.cutAt(threshold),
    ),
    change(
      most !== overlap,
      "overlap",
      phrase("changes.overlap", { overlap: decimals(most, 2) }),
      () => look.letOverlap(overlap),
    ),
    change(look.ground.value !== ground, "ground", phrase(`ground.${look.ground.value}`), () =>
      look.useGround(ground),
    ),
    change(round !== null, "round", phrase("changes.round", { round: round ?? 0 }), () =>
      look.goToRound(null),
    ),
  ];
}

function hiddenLayers(lab: Lab): Parts {
  const { look, lecture } = lab;
  const hidden = lecture.offers("visibility") ? [...look.hidden.value] : [];
  const one = (name: string) =>
    change(
      true,
      `hide ${name}`,
      phrase("changes.hidden.layer", { layer: titleOf(name, lab) }),
      () => look.toggle(name),
    );
  if (hidden.length <= NAMED) return hidden.map(one);
  return [change(true, "hide", counted("changes.hidden", hidden.length), look.showAll)];
}

/** What of the network is opened, and what moves through it. */
function openedChanges(lab: Lab): Parts {
  const { lecture, selection, trace, forward, epochs } = lab;
  const [kernel, wentTo] = [selection.kernel.value, selection.wentTo.value];
  const [pinned, step] = [selection.pinned.value, forward.step.value];
  const steps = forward.steps.value.length;
  return [
    change(
      pinned !== null && lecture.offers("inspector"),
      "cell",
      phrase("changes.cell", { layer: titleOf(pinned?.layer ?? "", lab) }),
      () => selection.pin(null),
    ),
    change(
      wentTo !== null && wentTo !== pinned?.layer && wentTo !== forward.currentStep.value?.layer,
      "layer",
      phrase("changes.layer", { layer: titleOf(wentTo ?? "", lab) }),
      () => selection.goTo(null),
    ),
    change(
      kernel !== null && lecture.offers("inspector"),
      "kernel",
      phrase("changes.kernel", { layer: titleOf(kernel?.layer ?? "", lab) }),
      () => selection.openKernel(null),
    ),
    change(
      step !== null && lecture.offers("steps"),
      "step",
      stepInWords(step, steps),
      forward.endSteps,
    ),
    change(
      epochs.film.value !== null && lecture.offers("steps"),
      "film",
      phrase("changes.film"),
      () => epochs.openFilm(null),
    ),
    change(trace.open.value && lecture.offers("trace"), "trace", phrase("trace.title"), () =>
      trace.openTrace(false),
    ),
  ];
}

/** What stands beside the stage, or in its place. */
function viewChanges({ look, epochs, space }: Lab): Parts {
  const [panel, chapter] = [look.panel.value, look.chapter.value];
  const moved = (Object.keys(SPACE.beginning) as (keyof typeof SPACE.beginning)[]).some(
    (key) => space[key].value !== SPACE.beginning[key],
  );
  return [
    change(
      chapter !== null,
      "chapter",
      phrase("changes.chapter", { chapter: CHAPTERS.indexOf(chapter ?? "draw") + 1 }),
      () => look.openChapter(null),
    ),
    // The panel of a film goes with it.
    change(
      panel !== null && !(panel === "epochs" && epochs.film.value !== null),
      "open",
      phrase(PANELS[panel ?? "keys"]),
      () => look.openPanel(null),
    ),
    change(look.view.value !== LOOK.beginning.view, "view", phrase("view.3d"), () =>
      look.useView(LOOK.beginning.view),
    ),
    change(moved, "from", phrase("changes.space"), () => space.adjustSpace(SPACE.beginning)),
  ];
}

const PANELS: Readonly<Record<Panel, Key>> = {
  answer: "answer.title",
  epochs: "epochs.title",
  sees: "sees.title",
  styles: "samples.title",
  about: "about.title",
  terms: "terms.title",
  keys: "keys.title",
};

function change(is: boolean, name: string, words: string, takeBack: () => void): Change | null {
  return is ? { name, words, takeBack } : null;
}

function titleOf(name: string, lab: Lab): string {
  return lab.reader.network.value?.layer.get(name)?.title ?? name;
}

function focusInWords(focus: string | null, lab: Lab): string {
  if (focus === WHOLE) return phrase("changes.focus.all");
  return phrase("changes.focus", { layer: titleOf(focus ?? "", lab) });
}

function coverInWords(name: string, lab: Lab): string {
  if (name === GUESSES) return phrase("changes.covered.guesses");
  return phrase("changes.covered.layer", { layer: titleOf(name, lab) });
}

function stepInWords(step: number | null, steps: number): string {
  return phrase("changes.step", { step: Math.min(step ?? 0, steps - 1) + 1, steps });
}
