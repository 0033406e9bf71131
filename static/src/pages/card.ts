/** Gives the model card's page the theme of the lab. */
import { offerLanguages } from "../shell/language.ts";
import { currentTheme, localStorageOrNull } from "../storage/theme.ts";

document.documentElement.dataset.theme = currentTheme(localStorageOrNull());
offerLanguages(document, () => new URL(location.href));
