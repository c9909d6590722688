"""Find a figure that was written by hand where a call or an id belongs.

The same rule serves the loader (data files other than `figures`) and the checks of pages and templates, so
that "written once" means the same everywhere.
"""

import re

UNITS = (
    "minute|hour|day|night|week|month|year|session|visit|treatment|time|people|person|patient|adult|woman|"
    "women|man|men|stud(?:y|ies)|trial|review|percent|millimeter|mm|point|grade|layer|in|out"
)
WORDS = (
    "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|"
    "eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|"
    "half|dozen|a couple|couple of|a third|a quarter"
)
_TIMES = "minute|hour|day|night|week|month|year"
_DIGIT = re.compile(r"\d[\d,.]*")
_WORD = re.compile(
    rf"\b(?:{WORDS})(?:[ -](?:to|or|and|an?|{WORDS}))*[ -](?:more |other |full |whole )?(?:{UNITS})s?\b",
    re.IGNORECASE,
)
# "one" is a number only with a unit of time: "one month", but not "one study found".
_ONE = re.compile(
    rf"\b(?:one (?:{_TIMES})|(?:once|twice) an?|a fortnight|(?:half|a third|a quarter) of)\b", re.IGNORECASE
)
PLACEHOLDER = re.compile(r"\{([a-z0-9-]+)\}")


def written_figures(text: str) -> list[str]:
    """List the figures that stand in a text in digits, or in words with a unit.

    Args:
        text: plain text; placeholders such as `{gap}` are not figures.

    Returns:
        each figure as it is written, in the order of the text.

    >>> written_figures("wait {makeup-after}, or two weeks, or 24 hours")
    ['24', 'two weeks']
    """
    bare = PLACEHOLDER.sub("", text)
    return [m.group() for pattern in (_DIGIT, _WORD, _ONE) for m in pattern.finditer(bare)]
