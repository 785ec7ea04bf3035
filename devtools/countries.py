"""Writes the names of countries, from CLDR: `python -m devtools.countries`, after Babel has moved.

They are kept as a file, so that what serves people needs neither Babel's 33 MB nor its time.
"""

import json
import sys
from pathlib import Path

from babel import Locale, __version__

import backend
from backend.questionnaire.countries import LANGUAGES

FILE = Path(backend.__file__).parent / "questionnaire" / "countries.json"
NO_COUNTRY = frozenset(
    {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"}
)
"""Codes of CLDR that are exceptionally reserved in ISO 3166-1, or CLDR's own."""
SOURCE = (
    f"Unicode CLDR, by Babel {__version__}. Copyright © 1991-2025 Unicode, Inc. "
    "Unicode License v3: https://www.unicode.org/license.txt"
)


def written() -> str:
    """The file's text: a line a language, names by ISO 3166-1 alpha-2 code."""
    lines = [f'"source": {json.dumps(SOURCE, ensure_ascii=False)}']
    for language in LANGUAGES:
        lines.append(f'"{language}": {json.dumps(_names(language), ensure_ascii=False)}')
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _names(language: str) -> dict[str, str]:
    known = {str(code): str(name) for code, name in Locale.parse(language).territories.items()}
    codes = sorted(code for code in known if len(code) == 2 and code.isalpha())
    return {code: known[code] for code in codes if code not in NO_COUNTRY}


if __name__ == "__main__":
    sys.exit(FILE.write_text(written(), encoding="utf-8") == 0)
