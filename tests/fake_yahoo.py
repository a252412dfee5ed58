"""A Yahoo on this machine, so that the real yfinance can be tried against every way Yahoo fails.

In the same process: `FakeYahoo()` and `fetch(..., session=yahoo.session())`.
For another process (the command line, a frozen build): `FakeYahooProxy(yahoo, folder)` and its
`.environment`; the program then reaches "*.yahoo.com" through a proxy that ends at `FakeYahoo`.
"""

from __future__ import annotations

import contextlib
import json
import select
import shutil
import socket
import ssl
import subprocess
import threading
import time
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socketserver import StreamRequestHandler, ThreadingTCPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

import numpy as np

KEPT_DAYS = {"1m": 8, "2m": 60, "5m": 60, "15m": 60, "90m": 60, "1h": 730, "60m": 730}
"""What Yahoo has of bars within the day; it does not know 30m (yfinance makes them of 15m)."""
BEHAVIOURS = ("prices", "throttled", "unknown", "empty", "html", "error_500", "hang_up", "no_adjusted",
              "new_format")


class FakeYahoo:
    """Answers cookie, crumb and chart requests; `behaviour[symbol]` (default "prices") says how.

    `series[symbol]` = a PriceSeries to serve; else 300 weekdays up to `last_day` are made up.
    `today` True adds a bar of the present day whose session is still running.

    Bars within the day are made up for the last `trading_days` weekdays before today, 9:30 to 16:00; `live`
    adds the last twelve and the one under way. A range that begins too early is refused as Yahoo does.
    """

    def __init__(self, behaviour: str = "prices", timezone: str = "America/New_York") -> None:
        self.default_behaviour = behaviour
        self.behaviour: dict[str, str] = {}
        self.series: dict[str, Any] = {}
        self.timezone = timezone
        self.today = False
        self.session_ends_in = 3600.0
        self.trading_days = 10
        self.live = False
        self.asked: list[dict[str, str]] = []
        self.requests: list[str] = []
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.yahoo = self
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    @property
    def port(self) -> int:
        return self._server.server_address[1]

    def __enter__(self) -> FakeYahoo:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def session(self) -> Any:
        """A curl_cffi session that sends everything meant for yahoo.com here."""
        from curl_cffi import requests

        port = self.port

        class LocalSession(requests.Session):
            def request(self, method: str, url: str, *args: Any, **kwargs: Any) -> Any:
                parts = urlsplit(url)
                if parts.hostname and parts.hostname.endswith("yahoo.com"):
                    query = f"?{parts.query}" if parts.query else ""
                    url = f"http://127.0.0.1:{port}{parts.path or '/'}{query}"
                return super().request(method, url, *args, **kwargs)

        return LocalSession(impersonate="chrome")

    def answer(self, path: str, query: dict[str, list[str]]) -> tuple[int, str, str] | None:
        """Status, content type and body of a request; None hangs up."""
        if not path.startswith("/v8/finance/chart/"):
            return 200, "text/plain", "crumb" if path.endswith("getcrumb") else "{}"
        symbol = path.rsplit("/", 1)[1]
        kind = self.behaviour.get(symbol, self.default_behaviour)
        if kind == "hang_up":
            return None
        if kind == "throttled":
            return 429, "text/plain", "Too Many Requests"
        if kind == "html":
            return 200, "text/html", "<html><body>Please accept our cookies</body></html>"
        if kind == "error_500":
            return 500, "text/html", "<html><body>Internal Server Error</body></html>"
        if kind == "unknown":
            text = "No data found, symbol may be delisted"
            return 404, "application/json", _chart(None, {"code": "Not Found", "description": text})
        if kind == "empty":
            return 200, "application/json", _chart([], None)
        interval = query.get("interval", ["1d"])[0]
        if interval in KEPT_DAYS:
            return self._within_day(symbol, {key: values[0] for key, values in query.items()}, interval)
        return 200, "application/json", _chart([self._result(symbol, query, kind)], None)

    def _result(self, symbol: str, query: dict[str, list[str]], kind: str) -> dict[str, Any]:
        series = self.series.get(symbol) or made_up(symbol)
        zone = ZoneInfo(self.timezone)
        stamps = np.array([_open_time(day, zone) for day in series.session.astype(str)])
        inside = np.ones(len(stamps), dtype=bool)
        if "period1" in query:
            inside = (stamps >= int(query["period1"][0])) & (stamps < int(query["period2"][0]))
        elif query.get("range") != ["max"]:
            inside[:-5] = False
        quoted = ("open", "high", "low", "close", "volume")
        columns = {name: getattr(series, name)[inside].tolist() for name in quoted}
        adjusted, stamps = series.adj_close[inside].tolist(), stamps[inside].tolist()
        events = _events(series, inside, stamps)
        if self.today:
            stamps.append(int(time.time()) - 60)
            for name, values in (*columns.items(), ("adj_close", adjusted)):
                values.append(columns["close"][-1] if name == "adj_close" else values[-1])
        indicators: dict[str, Any] = {"quote": [columns if stamps else {}]}
        if kind != "no_adjusted":
            indicators["adjclose"] = [{"adjclose": adjusted}]
        result = {"meta": self._meta(symbol), "indicators": indicators, "events": events}
        if kind == "new_format":
            result["indicators"] = {"quote": [{"last": columns["close"]}]}
        return {**result, "timestamp": stamps} if stamps else result

    def _within_day(self, symbol: str, query: dict[str, str], interval: str) -> tuple[int, str, str]:
        self.asked.append(query)
        first, last, kept = int(query["period1"]), int(query["period2"]), KEPT_DAYS[interval]
        if first < time.time() - kept * 86_400:
            text = (
                f"{interval} data not available for startTime={first} and endTime={last}. "
                f"The requested range must be within the last {kept} days."
            )
            error = {"code": "Unprocessable Entity", "description": text}
            return 422, "application/json", _chart(None, error)
        step = 60 * int(interval[:-1]) if interval.endswith("m") else 3600
        stamps = [stamp for stamp in self._beginnings(step) if first <= stamp < last]
        if not stamps:
            nothing = {"meta": self._meta(symbol), "indicators": {"quote": [{}]}}
            return 200, "application/json", _chart([nothing], None)
        close = [100.0 + (stamp // step) % 7 for stamp in stamps]
        quote = {
            "open": close, "high": [value + 1 for value in close], "low": [value - 1 for value in close],
            "close": close, "volume": [1000] * len(close),
        }  # fmt: skip
        zone = ZoneInfo(self.timezone)
        days: dict[Any, list[int]] = {}
        for stamp in stamps:
            days.setdefault(datetime.fromtimestamp(stamp, zone).date(), []).append(stamp)
        periods = [
            [{"timezone": "EST", "gmtoffset": 0, "start": inside[0], "end": inside[-1] + step}]
            for inside in days.values()
        ]
        meta = {**self._meta(symbol), "dataGranularity": interval, "tradingPeriods": periods}
        result = {"meta": meta, "timestamp": stamps, "indicators": {"quote": [quote]}}
        return 200, "application/json", _chart([result], None)

    def _beginnings(self, step: int) -> list[int]:
        """When bars of `step` seconds begin, in seconds since 1970."""
        zone, now = ZoneInfo(self.timezone), time.time()
        today = np.datetime64(datetime.fromtimestamp(now, zone).date())
        days = np.busday_offset(today, np.arange(-self.trading_days, 0), roll="forward").astype(str)
        opens = [_open_time(day, zone) for day in days]
        stamps = [begin + late for begin in opens for late in range(0, 23_400, step)]
        if self.live:
            begun = int(now // step) * step
            stamps += range(begun - 12 * step, begun + 1, step)
        return sorted({*stamps})

    def _meta(self, symbol: str) -> dict[str, Any]:
        end = int(time.time() + self.session_ends_in)
        period = {"start": end - 23400, "end": end, "gmtoffset": 0, "timezone": "EST"}
        return {
            "currency": "USD", "symbol": symbol, "exchangeName": "NMS", "instrumentType": "EQUITY",
            "exchangeTimezoneName": self.timezone, "timezone": "EST", "gmtoffset": -18000,
            "longName": f"{symbol} Incorporated", "priceHint": 2, "dataGranularity": "1d", "range": "",
            "currentTradingPeriod": {"pre": dict(period), "regular": dict(period), "post": dict(period)},
            "validRanges": ["1d", "5d", "1mo", "3mo", "6mo", "1y", "2y", "5y", "10y", "ytd", "max"],
        }


def made_up(symbol: str) -> Any:
    """300 weekdays up to the end of 2024, the same for the same symbol."""
    from workbench.data.providers.synthetic import make_world

    world = make_world("W0", bars=300, seed=sum(symbol.encode()))
    return world.replace(session=np.busday_offset(np.full(300, np.datetime64("2023-11-06")), np.arange(300)))


def _open_time(day: str, zone: ZoneInfo) -> int:
    return int(datetime.fromisoformat(f"{day} 09:30").replace(tzinfo=zone).timestamp())


def _events(series: Any, inside: Any, stamps: list[int]) -> dict[str, Any]:
    dividends = {
        str(stamp): {"amount": float(amount), "date": stamp}
        for stamp, amount in zip(stamps, series.dividends[inside], strict=True) if amount
    }
    splits = {
        str(stamp): {"numerator": float(ratio), "denominator": 1.0, "date": stamp, "splitRatio": f"{ratio}:1"}
        for stamp, ratio in zip(stamps, series.splits[inside], strict=True) if ratio
    }
    return {name: events for name, events in (("dividends", dividends), ("splits", splits)) if events}


def _chart(result: Any, error: Any) -> str:
    return json.dumps({"chart": {"result": result, "error": error}})


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    yahoo: FakeYahoo

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients may hang up; that is no news."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        self.server.yahoo.requests.append(parts.path)
        answer = self.server.yahoo.answer(parts.path, parse_qs(parts.query))
        if answer is None:
            self.close_connection = True
            return
        status, kind, body = answer
        content = body.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_POST = do_GET

    def log_message(self, format: str, *args: Any) -> None:
        """Silence on the terminal."""


class FakeYahooProxy:
    """The same for another process: a CONNECT proxy whose every tunnel ends at a TLS front of `yahoo`.

    Needs the program openssl (see `have_openssl`) to make a certificate authority in `folder`.
    """

    def __init__(self, yahoo: FakeYahoo, folder: Path) -> None:
        authority, chain, key = make_certificates(folder)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(chain, key)
        self._tls = _TlsServer(("127.0.0.1", 0), _Handler)
        self._tls.yahoo, self._tls.context = yahoo, context
        self._proxy = _Proxy(("127.0.0.1", 0), _Tunnel)
        self._proxy.target = self._tls.server_address[1]
        self._threads = [
            threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
            for server in (self._tls, self._proxy)
        ]
        address = f"http://127.0.0.1:{self._proxy.server_address[1]}"
        trust = dict.fromkeys(("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE"), str(authority))
        proxies = dict.fromkeys(("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"), address)
        self.environment: dict[str, str] = {**trust, **proxies, "NO_PROXY": "", "no_proxy": ""}

    def __enter__(self) -> FakeYahooProxy:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        for server in (self._proxy, self._tls):
            server.shutdown()
            server.server_close()
        for thread in self._threads:
            thread.join()


def have_openssl() -> bool:
    return shutil.which("openssl") is not None


def make_certificates(folder: Path) -> tuple[Path, Path, Path]:
    """An authority, a certificate for *.yahoo.com signed by it, and its key, as PEM files in `folder`."""
    authority, authority_key = folder / "authority.pem", folder / "authority.key"
    certificate, key, request = folder / "yahoo.pem", folder / "yahoo.key", folder / "yahoo.csr"
    names = folder / "names.txt"
    names.write_text("subjectAltName=DNS:yahoo.com,DNS:*.yahoo.com,DNS:*.finance.yahoo.com\n")
    elliptic = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    for command in (
        ["req", "-x509", *elliptic, "-keyout", authority_key, "-out", authority, "-days", "30",
         "-subj", "/CN=Test authority"],
        ["req", *elliptic, "-keyout", key, "-out", request, "-subj", "/CN=yahoo.com"],
        ["x509", "-req", "-in", request, "-CA", authority, "-CAkey", authority_key, "-CAcreateserial",
         "-out", certificate, "-days", "30", "-extfile", names],
    ):
        subprocess.run(["openssl", *map(str, command)], check=True, capture_output=True)
    return authority, certificate, key


class _TlsServer(_Server):
    context: ssl.SSLContext

    def finish_request(self, request: Any, client_address: Any) -> None:
        with self.context.wrap_socket(request, server_side=True) as secured:
            super().finish_request(secured, client_address)


class _Proxy(ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    target: int

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients may hang up; that is no news."""


class _Tunnel(StreamRequestHandler):
    server: _Proxy

    def handle(self) -> None:
        while self.rfile.readline().strip():
            pass  # the CONNECT line and its headers: every host is ours
        with socket.create_connection(("127.0.0.1", self.server.target)) as far:
            self.wfile.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
            near = self.connection
            with contextlib.suppress(OSError):
                _pump(near, far)


def _pump(near: socket.socket, far: socket.socket) -> None:
    while True:
        readable, _, _ = select.select([near, far], [], [], 30)
        if not readable:
            return
        for source in readable:
            data = source.recv(65536)
            if not data:
                return
            (far if source is near else near).sendall(data)
