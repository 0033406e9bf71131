/** The presenter window's page. The id of its wall stands behind the "#". */
import { listen } from "../events/listen.ts";
import { linkPresenter } from "../presenter/link.ts";
import { openChannel } from "../presenter/messages.ts";
import { mountPresenter } from "../presenter/presenter.ts";
import { loadCharacterKeys } from "../storage/local.ts";
import { currentTheme, localStorageOrNull } from "../storage/theme.ts";
import { speakAsThePage } from "../words/phrases.ts";

const [root, storage] = [document.documentElement, localStorageOrNull()];
const wear = () => {
  root.dataset.theme = currentTheme(storage);
};
wear();
listen(window, { storage: wear }); // as the lab is made light or dark
speakAsThePage();
const [id] = /^[a-f0-9]{16}$/.exec(location.hash.slice(1)) ?? [];
mountPresenter(document.body, id === undefined ? null : linkPresenter(openChannel(id)), {
  now: Date.now,
  language: root.lang,
  characters: () => loadCharacterKeys(storage),
});
