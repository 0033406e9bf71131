/** The page of live training runs. */
import { need } from "../dom/element.ts";
import { openSocket } from "../server/connection.ts";
import { deviceName } from "../storage/local.ts";
import { localStorageOrNull } from "../storage/theme.ts";
import { mountTrain } from "../train/train.ts";
import { speakAsThePage } from "../words/phrases.ts";

speakAsThePage();
const storage = localStorageOrNull();
mountTrain(need("[data-room=train]", document), {
  storage,
  device: deviceName(storage),
  open: openSocket,
});
document.documentElement.dataset.settled = "";
