"""The window as a small black-and-white chart, as Jiang, Kelly and Xiu (2023) draw it. Numpy alone.

Three pixel columns a day: a tick for the open, a bar from high to low, a tick for the close; a line for the
moving average; the volume in the bottom fifth. Prices fill the height, so a picture has no price unit.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from workbench.data.series import Floats, PriceSeries
from workbench.models.baselines import mean_of_last
from workbench.models.kinds.chart_cnn import COLUMNS_A_DAY, PICTURE_HEIGHT

_DECIMALS = 10
_NO_VOLUME = -1000.0
_CHUNK = 512

Picture = NDArray[np.uint8]


def build_chart_columns(prices: PriceSeries, days: int) -> Floats:
    """What pictures of `days` bars are drawn from, (bars, 6): row t depends on bars up to t alone.

    ln of open, high, low and close against the close before, on total-return adjusted prices; ln of the
    mean of the last `days` closes (of those there are, at the start) against the close; ln of the volume.
    Undefined values are 0; a day without volume has -1000, which draws nothing.
    """
    with np.errstate(all="ignore"):
        close = prices.adj_close
        before = np.concatenate([[np.nan], close[:-1]])
        ratios = [
            np.log(getattr(prices, name) * prices.factor / before)
            for name in ("open", "high", "low", "close")
        ]
        average = np.log(mean_of_last(close, days) / close)
        volume = np.where(prices.volume > 0, np.log(prices.volume), _NO_VOLUME)
    columns = np.stack([*ratios, average, volume], axis=1).round(_DECIMALS)
    return np.asarray(np.nan_to_num(columns, nan=0.0, posinf=0.0, neginf=0.0))


def draw(columns: Floats, days: int) -> Picture:
    """(rows, 6) -> (rows, height, 3 x days) of 0 and 1: the picture of the `days` bars that end at each row.

    Rows before the first whole window are blank. Heights are those of `PICTURE_HEIGHT`.
    """
    height = PICTURE_HEIGHT[days]
    pictures = np.zeros((len(columns), height, COLUMNS_A_DAY * days), np.uint8)
    if len(columns) < days:
        return pictures
    view = np.moveaxis(np.lib.stride_tricks.sliding_window_view(columns, days, axis=0), -1, 1)
    for start in range(0, len(view), _CHUNK):
        chunk = view[start : start + _CHUNK]
        first = days - 1 + start
        _draw_windows(chunk, pictures[first : first + len(chunk)])
    return pictures


def _draw_windows(windows: Floats, pictures: Picture) -> None:
    """Draw (n, days, 6) onto blank pictures (n, height, 3 x days)."""
    height = pictures.shape[1]
    volume_rows = height // 5
    price_rows = height - volume_rows - 1
    _draw_prices(windows, pictures[:, :price_rows])
    _draw_volume(windows[:, :, 5], pictures[:, height - volume_rows :])


def _draw_prices(windows: Floats, area: Picture) -> None:
    closes = np.cumsum(windows[:, :, 3], axis=1)
    before = closes - windows[:, :, 3]
    levels = [before + windows[:, :, column] for column in range(3)]
    opened, high, low, close, average = (
        np.exp(level) for level in (*levels, closes, closes + windows[:, :, 4])
    )
    top = np.maximum(high, average).max(axis=1)[:, None]
    span = top - np.minimum(low, average).min(axis=1)[:, None]
    rows = area.shape[1]

    def row_of(price: Floats) -> NDArray[np.int64]:
        share = np.where(span > 0, (top - price) / np.where(span > 0, span, 1.0), 0.5)
        return np.asarray(np.clip(np.rint(share * (rows - 1)), 0, rows - 1), dtype=np.int64)

    row = np.arange(rows)[None, :, None]
    area[:, :, 1::COLUMNS_A_DAY] = (row >= row_of(high)[:, None]) & (row <= row_of(low)[:, None])
    picture, day = np.ogrid[: len(area), : windows.shape[1]]
    area[picture, row_of(opened), COLUMNS_A_DAY * day] = 1
    area[picture, row_of(close), COLUMNS_A_DAY * day + 2] = 1
    line = row_of(_stretched(average))
    area[picture, line, np.arange(line.shape[1])[None, :]] = 1


def _stretched(values: Floats) -> Floats:
    """(n, days) at the middle columns -> (n, 3 x days): straight lines between them, level at both ends."""
    days = values.shape[1]
    place = np.clip((np.arange(COLUMNS_A_DAY * days) - 1) / COLUMNS_A_DAY, 0, days - 1)
    left = np.floor(place).astype(int)
    right = np.minimum(left + 1, days - 1)
    share = place - left
    return np.asarray(values[:, left] * (1 - share) + values[:, right] * share)


def _draw_volume(volume: Floats, area: Picture) -> None:
    """Bars from the bottom, the window's highest as tall as `area` (n, rows, 3 x days)."""
    rows = area.shape[1]
    share = np.exp(volume - volume.max(axis=1)[:, None]) * (volume > _NO_VOLUME)
    tall = np.rint(share * rows)
    row = np.arange(rows)[None, :, None]
    area[:, :, 1::COLUMNS_A_DAY] = row >= rows - tall[:, None]
