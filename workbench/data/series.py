"""`PriceSeries`: prices as immutable numpy arrays, so that the window needs no pandas."""

from __future__ import annotations

import hashlib
from dataclasses import field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from workbench.data.intervals import minutes
from workbench.dataclass import dataclass

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]
Dates = NDArray[np.datetime64]

Times = NDArray[np.datetime64]
Minutes = NDArray[np.int64]

COLUMNS = ("open", "high", "low", "close", "volume", "adj_close", "dividends", "splits")
TIMES = {"close_time": "datetime64[ns]", "utc_offset": "int64"}
"""What only bars within the day have."""


@dataclass(frozen=True, slots=True, eq=False)
class PriceSeries:
    """Bars of one symbol, oldest first, usually days; every array has shape (bars,) and is read-only.

    `session` is datetime64[D], exchange-local. Prices are in `currency`, as the source gives them
    (Yahoo's are adjusted for splits); `adj_close` is the total-return adjusted close, so that
    `factor = adj_close / close`. `dividends` and `splits` are the events of the bar (0 = none).

    Bars within the day have a `close_time` as well, datetime64[ns] in UTC, and `utc_offset`, the minutes that
    the exchange's clock is ahead of it; without an offset the source did not tell, and `close_time` is the
    time on the exchange's own clock. Raises ValueError for arrays of different lengths.
    """

    symbol: str
    source: str
    session: Dates
    open: Floats
    high: Floats
    low: Floats
    close: Floats
    volume: Floats
    adj_close: Floats
    dividends: Floats
    splits: Floats
    name: str = ""
    interval: str = "1d"
    currency: str = ""
    close_time: Times | None = None
    utc_offset: Minutes | None = None
    content_hash: str = field(default="", init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "session", _frozen(self.session, "datetime64[D]"))
        for column in COLUMNS:
            array = _frozen(getattr(self, column), np.float64)
            if array.shape != self.session.shape:
                raise ValueError(f"{column} has shape {array.shape}, session has {self.session.shape}")
            object.__setattr__(self, column, array)
        for name, kind in TIMES.items():
            if getattr(self, name) is not None:
                times = _frozen(getattr(self, name), kind)
                if times.shape != self.session.shape:
                    raise ValueError(f"{name} has shape {times.shape}, session has {self.session.shape}")
                object.__setattr__(self, name, times)
        if not self.name:
            object.__setattr__(self, "name", self.symbol)
        object.__setattr__(self, "content_hash", self._hash())

    def __len__(self) -> int:
        return len(self.session)

    @property
    def stamp(self) -> Dates:
        """What names each bar, shape (bars,), rising: its session; within the day when it began, on the

        exchange's clock, datetime64[s].
        """
        if self.close_time is None:
            return self.session
        local = self.close_time.astype("datetime64[s]") - np.timedelta64(60 * minutes(self.interval), "s")
        if self.utc_offset is not None:
            local = local + self.utc_offset.astype("timedelta64[m]")
        return np.asarray(local)

    @property
    def factor(self) -> Floats:
        """Adjustment factor of each bar: total-return adjusted price / price."""
        return np.asarray(self.adj_close / self.close)

    @property
    def adj_open(self) -> Floats:
        """Total-return adjusted open: open x adj_close / close."""
        return np.asarray(self.open * self.factor)

    @property
    def log_returns(self) -> Floats:
        """ln(adj_close[t] / adj_close[t-1]), shape (bars,); the first is NaN."""
        out = np.full(len(self), np.nan)
        out[1:] = np.diff(np.log(self.adj_close))
        return out

    def first(self, bars: int) -> PriceSeries:
        """The first `bars` bars alone: what lies after them does not exist in the result."""
        return self.take(np.arange(min(bars, len(self))))

    def take(self, rows: NDArray[Any]) -> PriceSeries:
        """The bars at `rows` (indices or a mask), in that order."""
        there = (name for name in ("session", *COLUMNS, *TIMES) if getattr(self, name) is not None)
        return self.replace(**{name: getattr(self, name)[rows] for name in there})

    def replace(self, **changes: Any) -> PriceSeries:
        """A copy with some fields changed; the content hash is made anew."""
        fields = {
            name: getattr(self, name)
            for name in ("symbol", "source", "session", *COLUMNS, "name", "interval", "currency", *TIMES)
        }
        return PriceSeries(**{**fields, **changes})

    def to_frame(self) -> pd.DataFrame:
        """A pandas frame indexed by `stamp`, lower-case columns in the order of `COLUMNS`."""
        import pandas as pd

        index = pd.DatetimeIndex(self.stamp.astype("datetime64[ns]"), name="session")
        return pd.DataFrame({column: getattr(self, column) for column in COLUMNS}, index=index)

    @classmethod
    def from_frame(cls, frame: pd.DataFrame, symbol: str, source: str, **fields: Any) -> PriceSeries:
        """The inverse of `to_frame` for daily bars; missing `adj_close` = close, missing events = 0."""
        session = frame.index.to_numpy().astype("datetime64[D]")
        present = [column for column in COLUMNS if column in frame]
        arrays: dict[str, Any] = {column: frame[column].to_numpy(dtype=float) for column in present}
        arrays.setdefault("adj_close", arrays["close"].copy())
        for column in ("dividends", "splits"):
            arrays.setdefault(column, np.zeros(len(frame)))
        return cls(symbol=symbol, source=source, session=session, **arrays, **fields)

    def _hash(self) -> str:
        """SHA-256 over interval, sessions, columns, times; the symbol's name is not part of the content."""
        digest = hashlib.sha256(self.interval.encode())
        digest.update(self.session.astype("<i8").tobytes())
        for column in COLUMNS:
            digest.update(getattr(self, column).astype("<f8").tobytes())
        for name in TIMES:
            if getattr(self, name) is not None:
                digest.update(name.encode() + getattr(self, name).astype("<i8").tobytes())
        return digest.hexdigest()


def _frozen(values: Any, dtype: Any) -> NDArray[Any]:
    array = np.array(values, dtype=dtype, copy=True)
    array.setflags(write=False)
    return array
