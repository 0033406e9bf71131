/** Ten minutes: what is a feature map, and what does downsampling do? The screens of docs/lecture-guide.md. */

import type { LessonStep } from "../state/lesson.ts";
import { phrase } from "../words/phrases.ts";

/** A 4 on every screen. */
const FOUR =
  "E1RAUsENoYA_-cECQkI-ekEGmkGemaOkJCPBAkN64tra4tkwS64OGYAm4khBuApjej6ZwLcC2kH43t6PmkaZo64uI6O4ZPbFzzQJjzXNEfTNb0cHBvR1zTSBHb1zTNIzR0fPRcSG_NISEgD1TQ";
const SCREENS = [
  ["question", "lecture=on&cover=guesses&hide=conv1,pool1,conv2,pool2,fc1,fc2,output"],
  ["input", "lecture=on&hide=conv1,pool1,conv2,pool2,fc1,fc2,output"],
  ["covered", "lecture=on&cover=conv1&hide=pool1,conv2,pool2,fc1,fc2,output"],
  ["maps", "lecture=on&hide=pool1,conv2,pool2,fc1,fc2,output"],
  ["number", "lecture=on&hide=pool1,conv2,pool2,fc1,fc2,output&cell=conv1.1891"],
  ["relu", "lecture=on&before=conv1&hide=pool1,conv2,pool2,fc1,fc2,output"],
  ["downsampling", "lecture=on&hide=conv2,pool2,fc1,fc2,output"],
  ["window", "lecture=on&hide=conv2,pool2,fc1,fc2,output&cell=pool1.469"],
  ["second", "lecture=on&hide=pool2,fc1,fc2,output&cell=conv2.644"],
  ["steps", "lecture=on&step=0"],
  ["space", "lecture=on&view=3d"],
] as const;

export function exampleLesson(): LessonStep[] {
  return SCREENS.map(([name, shown]) => ({
    title: phrase(`lesson.example.${name}`),
    link: `?${shown}#d=${FOUR}`,
    question: phrase(`lesson.example.${name}.asks`),
    notes: phrase(`lesson.example.${name}.notes`),
  }));
}
