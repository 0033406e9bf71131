"""The words of the pages: one JSON file a language in static/words."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from app.errors import WordsError

FOLDER = Path(__file__).parents[1] / "static" / "words"
REFERENCE = "en"
# Written when the page is built: keys that its first view may say.
FIRST = FOLDER.parent / "dist" / "first-words.json"
# Keeps a number and its sign on one line.
_TOGETHER = "\N{NO-BREAK SPACE}"
# Keys that only templates use, for other pages and for what terms mean.
TEMPLATES_ONLY = (
    "card.",
    "class.",
    "docs.",
    "exhibits.",
    "failure.",
    "menu.",
    "place.",
    "preview.",
)
_MEANING = re.compile(r"glossary\.[\w-]+\.is")
_HOLE = re.compile(r"\{(\w+)\}")

_ARTICLE = re.compile(r"\b([Aa]) \{(\w+)\}")
_VOWELS = re.compile(r"8\d?|11|18")
"""English says "an" before these."""
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Catalogue:
    """All words in one language, by keys that say where on the page they stand."""

    language: str
    words: Mapping[str, str]

    def phrase(self, key: str, /, **values: str | float) -> str:
        """The words of `key` with its {holes} filled; numbers are written as the language does."""

        def fill(hole: re.Match[str]) -> str:
            value = values[hole[1]]
            return value if isinstance(value, str) else self.number(value)

        def article(found: re.Match[str]) -> str:
            spoken = _VOWELS.fullmatch(str(values[found[2]])) is not None
            return f"{found[1]}n {{{found[2]}}}" if spoken else found[0]

        return _HOLE.sub(fill, _ARTICLE.sub(article, self.words[key]))

    def for_scripts(self, first: frozenset[str] | None = None) -> dict[str, str]:
        """Words that the lab's scripts may use; with `first`, only those of the first view."""
        return {
            key: text
            for key, text in self.words.items()
            if not key.startswith(TEMPLATES_ONLY)
            and not _MEANING.fullmatch(key)
            and (first is None or key in first)
        }

    def starting(self, *parts: str) -> dict[str, str]:
        """The words of some parts of the pages: "presenter." has all that begin with it."""
        return {key: text for key, text in self.words.items() if key.startswith(parts)}

    def course(self, text: str, kind: str = "course.") -> str:
        """English words of a network, such as a layer's title; unknown ones stay as they are.

        `kind` is the beginning of their keys: "about.text." of a card's words.
        """
        key, number = _key(text, kind)
        return self.words.get(key, text).replace("{n}", number)

    def for_page(
        self,
        first: frozenset[str] | None,
        titles: Iterable[str],
        labels: Iterable[str],
        of_card: Iterable[str] = (),
    ) -> dict[str, str]:
        """What the lab's scripts may say of its first view, and what of its network.

        `titles` are of its parts, `labels` of what it answers, `of_card` what its card says.
        """
        kinds = ("course.", "course.short.")
        named = {_key(title, kind)[0] for title in titles for kind in kinds}
        named |= {_key(label, "label.")[0] for label in labels}
        named |= {_key(text, "about.text.")[0] for text in of_card}
        return self.for_scripts(None if first is None else first | named)

    def glossary(self) -> list[tuple[str, str, str]]:
        """Key, term and one-line explanation of each, in alphabetical order."""
        keys = [key.split(".")[1] for key in self.words if re.fullmatch(r"glossary\.[\w-]+", key)]
        terms = [
            (key, self.words[f"glossary.{key}"], self.words[f"glossary.{key}.is"]) for key in keys
        ]
        return sorted(terms, key=lambda each: each[1].lower())

    def number(self, value: float, digits: int | None = None) -> str:
        """61706 as "61,706", or as "61.706" in Dutch; without `digits` as many as it has."""
        text = f"{value:,.{_decimals(value) if digits is None else digits}f}"
        signs = {",": self.words["number.group"], ".": self.words["number.decimal"], "-": "−"}
        return "".join(signs.get(sign, sign) for sign in text)

    def percent(self, part: float, digits: int = 2) -> str:
        """A part of a whole; nothing and all are said only of what is exactly that."""
        least = 10**-digits
        if part > 0 and 100 * part < least / 2:
            return f"<{_TOGETHER}{self.number(least, digits)}{_TOGETHER}%"
        if part < 1 and 100 * part >= 100 - least / 2:
            return f">{_TOGETHER}{self.number(100 - least, digits)}{_TOGETHER}%"
        return f"{self.number(100 * part, digits)}{_TOGETHER}%"

    def setting(self, value: object) -> str:
        """A value of a recipe: a number as the language writes it, several of them, or a word."""
        if isinstance(value, list | tuple):
            return ", ".join(map(self.setting, value))
        if isinstance(value, int | float) and not isinstance(value, bool):
            return self.number(value)
        return self.course(str(value), "about.text.")


def _key(text: str, kind: str) -> tuple[str, str]:
    """Under which key a network's words stand, and the number at their end."""
    stem, number = re.fullmatch(r"(.*?)( \d+)?", text, re.DOTALL).groups()  # type: ignore[union-attr]
    return (f"{kind}{stem} {{n}}", number.strip()) if number else (kind + stem, "")


class Catalogues:
    """Every language that has a file."""

    first: frozenset[str] | None
    """Keys of the first view's words, None where the page has not been built."""

    def __init__(self, folder: Path = FOLDER, first: Path = FIRST) -> None:
        """Read all files; raises WordsError if one is damaged."""
        self.first = _keys(first)
        reference = _read(folder / f"{REFERENCE}.json")
        self._all = {REFERENCE: Catalogue(REFERENCE, reference)}
        for path in sorted(folder.glob("*.json")):
            if path.stem != REFERENCE:
                words = _complete(path, _read(path), reference)
                self._all[path.stem] = Catalogue(path.stem, words)

    def __iter__(self) -> Iterator[Catalogue]:
        return iter(self._all.values())

    def named(self, language: str) -> Catalogue | None:
        """The words of a language; None where there are none."""
        return self._all.get(language)

    def choose(self, named: str | None, remembered: str | None, accepted: str) -> Catalogue:
        """The language named in the address, else the remembered one, else the browser's first."""
        for language in (named, remembered, *_by_preference(accepted)):
            if language in self._all:
                return self._all[language]
        return self._all[REFERENCE]


def _decimals(value: float) -> int:
    """How many decimals a number has, without what is left of a sum in binary."""
    exponent = Decimal(f"{value:.12g}").normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def holes(text: str) -> list[str]:
    """The names in {braces}, in alphabetical order."""
    return sorted(_HOLE.findall(text))


def _read(path: Path) -> dict[str, str]:
    try:
        words = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise WordsError(f"the words in {path} cannot be read: {error}") from error
    if not isinstance(words, dict) or not all(isinstance(text, str) for text in words.values()):
        raise WordsError(f"{path} is not one JSON object of texts")
    return words


def _keys(path: Path) -> frozenset[str] | None:
    if not path.exists():
        return None
    try:
        return frozenset(json.loads(path.read_text("utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise WordsError(f"{path} cannot be read: {error}; build the page again") from error


def _complete(path: Path, words: dict[str, str], reference: dict[str, str]) -> dict[str, str]:
    """The words, English ones where some are missing or have other holes: the page still works."""
    fitting = {
        key: text
        for key, text in words.items()
        if key not in reference or holes(text) == holes(reference[key])
    }
    missing = reference.keys() - fitting.keys()
    if missing:
        log.warning("%s lacks %d words, the first %r", path, len(missing), min(missing))
    return {**reference, **fitting}


def _by_preference(accepted: str) -> list[str]:
    """["nl", "en"] from "nl-NL,nl;q=0.9,en;q=0.8"."""
    weighed = []
    for part in accepted[:400].split(","):
        tag, _, weight = part.strip().partition(";q=")
        try:
            weighed.append((-float(weight or 1), tag[:40].lower().split("-")[0]))
        except ValueError:
            continue
    weighed.sort(key=lambda each: each[0])
    return [language for weight, language in weighed if weight < 0]
