"""Let a Python process think that it is 1999: as `sitecustomize.py` on its path, this runs first."""

import datetime
import sys
import time
from typing import Any

NOW = 915_192_000.0  # 1 January 1999, noon
_gmtime, _localtime = time.gmtime, time.localtime


class _IsOne(type):
    """An old date counts as one of the new kind."""

    def __instancecheck__(cls, thing: object) -> bool:
        return isinstance(thing, cls.__mro__[1])


class Date(datetime.date, metaclass=_IsOne):
    @classmethod
    def today(cls) -> Any:
        return cls.fromtimestamp(NOW)


class DateTime(datetime.datetime, metaclass=_IsOne):
    @classmethod
    def now(cls, tz: datetime.tzinfo | None = None) -> Any:
        return cls.fromtimestamp(NOW, tz)

    @classmethod
    def utcnow(cls) -> Any:
        return cls(1999, 1, 1, 12)

    today = now


time.time = lambda: NOW
time.time_ns = lambda: int(NOW) * 10**9
time.gmtime = lambda seconds=None: _gmtime(NOW if seconds is None else seconds)
time.localtime = lambda seconds=None: _localtime(NOW if seconds is None else seconds)
datetime.date, datetime.datetime = Date, DateTime  # type: ignore[misc]
print(f"It is {datetime.date.today().year}.", file=sys.stderr)
