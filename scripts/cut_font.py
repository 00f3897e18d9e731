"""Cut the bundled typeface down to the letters that charts use, and measure them.

``python scripts/cut_font.py FOLDER`` reads ``Inter-Regular.otf`` and ``Inter-SemiBold.otf`` there (Debian's
fonts-inter has them) and writes ``templates/fonts/``. Needs fonttools; nothing else here does.
"""

import json
import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

TARGET = Path(__file__).resolve().parents[1] / "templates" / "fonts"
#: Latin with its accents, punctuation, currency signs, arrows and signs of comparison.
LETTERS = [
    *range(0x20, 0x7F), *range(0xA0, 0x180), 0x192, *range(0x218, 0x21C), 0x2C6, 0x2DA, 0x2DC, 0x1E9E, 0x2009, 0x200A,
    *range(0x2010, 0x2016), *range(0x2018, 0x201F), *range(0x2020, 0x2023), 0x2026, 0x202F, 0x2030, 0x2032, 0x2033,
    0x2039, 0x203A, 0x2044, 0x20AC, 0x20BF, 0x2122, *range(0x2190, 0x2194), 0x2212, 0x2248, 0x2260, 0x2264, 0x2265,
    0x25B2, 0x25BC, 0x25CF, 0xFFFD,
]  # fmt: skip


def cut(source: Path, target: Path) -> dict[str, int]:
    """Write the letters of one weight, and return letter → advance in thousandths of the size."""
    font = TTFont(source, recalcTimestamp=False)
    options = Options(layout_features=["kern", "mark", "mkmk", "ccmp", "locl"], hinting=False, notdef_outline=True)
    options.desubroutinize = True
    options.name_IDs = ["*"]
    cutter = Subsetter(options)
    cutter.populate(unicodes=LETTERS)
    cutter.subset(font)
    font.save(target)
    em = font["head"].unitsPerEm
    names = font.getBestCmap()
    return {chr(point): round(font["hmtx"][names[point]][0] * 1000 / em) for point in sorted(names)}


def main() -> None:
    folder = Path(sys.argv[1])
    widths = {
        weight: cut(folder / f"Inter-{weight}.otf", TARGET / f"Inter-{weight}.otf")
        for weight in ("Regular", "SemiBold")
    }
    text = json.dumps(widths, ensure_ascii=False, separators=(",", ":"))
    (TARGET / "widths.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
