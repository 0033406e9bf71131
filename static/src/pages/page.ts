/** Gives the pages around the lab its theme, its languages and the menu. */
import { need } from "../dom/element.ts";
import { mountPopover } from "../dom/popover.ts";
import { listen } from "../events/listen.ts";
import { offerLanguages } from "../shell/language.ts";
import { takeDrawingAlong } from "../shell/with-drawing.ts";
import { saveTheme } from "../storage/local.ts";
import { currentTheme, localStorageOrNull } from "../storage/theme.ts";

const [root, storage] = [document.documentElement, localStorageOrNull()];
const wear = () => {
  root.dataset.theme = currentTheme(storage);
};
wear();
listen(matchMedia("(prefers-color-scheme: dark)"), { change: wear });
listen(window, { storage: wear }); // as another tab is made light or dark
listen(need("[data-part=theme]", document), {
  click: () => {
    const theme = root.dataset.theme === "dark" ? "light" : "dark";
    root.dataset.theme = theme;
    saveTheme(storage, theme);
  },
});
mountPopover(need("[data-part=open-menu]", document), need("[data-part=menu]", document));
offerLanguages(document, () => new URL(location.href));
takeDrawingAlong();
// Not by the link's address: beside the API's viewer a browser does not move the focus.
listen(need(".skip", document), {
  click: (event) => {
    event.preventDefault();
    need("#content", document).focus();
  },
});
