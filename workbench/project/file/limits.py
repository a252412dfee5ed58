"""How large and how strange a project file may be, before a single byte of it is believed."""

from __future__ import annotations

import re

MEGABYTE = 1 << 20

MAX_FILE = 512 * MEGABYTE
MAX_ENTRIES = 2_000
MAX_ENTRY = 256 * MEGABYTE
MAX_TOTAL = 1024 * MEGABYTE
MAX_RATIO = 100
"""Most bytes one compressed byte may become."""

MAX_JSON = 8 * MEGABYTE
MAX_DEPTH = 32
MAX_CONTAINERS = 200_000
"""Most lists and objects in one JSON text: their memory is many times their length."""
MAX_ITEMS = 500_000
MAX_INTEGER = 2**53
MAX_TEXT = 4_096

MAX_UNKNOWN = 64 * MEGABYTE
"""Most bytes of entries that only a newer program understands; they are kept in memory to be saved again."""
MAX_WITHIN_DAY = MAX_UNKNOWN
"""Most bytes of bars within the day, about 760,000 bars: programs that know of none keep them so."""

MAX_LEDGER_TRIES = 3_000
MAX_LEDGER_DAYS = 1_000_000
"""Most test days of all tries of other projects together; 24 bytes each."""
MAX_LEDGER_SPEC = 50_000
MAX_LEDGER_SPECS = 4 * MEGABYTE
"""Most characters of one spec of a try, and of all of them."""
MAX_LEDGER_DATA = 500
MAX_LEDGER_EVENTS = 1_000
"""Most openings, reveals or removals of one data."""
MAX_LEDGER_NUMBER = 10_000
"""An opening's number that a file may claim: each makes the next one harder."""

MAX_ANSWER_TWINS = 10_000
MAX_PLANTED = 100
"""Most twins of one kind, and most planted edges, that a run may have answered about."""

MAX_TENSOR_HEADER = MEGABYTE
MAX_TENSORS = 4_096
MAX_WEIGHTS = 20_000_000

FIRST_DAY, LAST_DAY = -200_000, 200_000
"""Days since 1970 a session may lie at: the years 1422 to 2517."""

ENTRY_NAME = re.compile(r"[a-z0-9_./-]{1,120}")


class Refused(Exception):
    """A file is not what it says; the text ends the sentence `X cannot be opened: ...`."""
