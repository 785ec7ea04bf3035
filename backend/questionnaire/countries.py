"""Countries by their codes of ISO 3166-1 alpha-2, with names in several languages."""

import json
from functools import cache
from pathlib import Path
from typing import Literal
from unicodedata import combining, normalize

Language = Literal[
    "en",
    "ar",
    "cs",
    "da",
    "de",
    "el",
    "es",
    "fa",
    "fi",
    "fr",
    "he",
    "hu",
    "it",
    "ja",
    "ko",
    "nb",
    "nl",
    "pl",
    "pt",
    "ro",
    "sv",
    "tr",
    "uk",
    "zh",
]
LANGUAGES: dict[Language, str] = {
    "en": "English",
    "ar": "العربية",
    "cs": "Čeština",
    "da": "Dansk",
    "de": "Deutsch",
    "el": "Ελληνικά",
    "es": "Español",
    "fa": "فارسی",
    "fi": "Suomi",
    "fr": "Français",
    "he": "עברית",
    "hu": "Magyar",
    "it": "Italiano",
    "ja": "日本語",
    "ko": "한국어",
    "nb": "Norsk bokmål",
    "nl": "Nederlands",
    "pl": "Polski",
    "pt": "Português",
    "ro": "Română",
    "sv": "Svenska",
    "tr": "Türkçe",
    "uk": "Українська",
    "zh": "中文",
}
"""The languages in which countries have names, each by its own name."""
FILE = Path(__file__).with_suffix(".json")


@cache
def countries(language: Language) -> dict[str, str]:
    """The names of all countries in a language by their codes, in the order of the names.

    The names are those of CLDR. Kosovo is among them, whose XK is no code of ISO's own: it is
    what the European Union, banks and CLDR write, and somebody lives there.
    """
    names: dict[str, str] = json.loads(FILE.read_bytes())[language]
    return dict(sorted(names.items(), key=lambda country: _key(country[1])))


def _key(name: str) -> str:
    plain = (sign for sign in normalize("NFKD", name) if not combining(sign))
    return "".join(plain).casefold()
