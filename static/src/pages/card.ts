/** The model card's page wears the theme that the lab wears. */
import { offerLanguages } from "../shell/language.ts";
import { currentTheme, localStorageOrNull } from "../storage/theme.ts";

document.documentElement.dataset.theme = currentTheme(localStorageOrNull());
offerLanguages(document, () => new URL(location.href));
