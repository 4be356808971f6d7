"""The catalogue, small folders of invented series, and a server on loopback that misbehaves on request."""

import logging
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pandas as pd
import pytest
import yaml

from frictions.data.bounds import Bounds
from frictions.data.catalogue import Catalogue, load_catalogue
from frictions.data.live import Puller
from frictions.data.settings import load_settings


@pytest.fixture(scope="session")
def catalogue(project: Path) -> Catalogue:
    """The project's own catalogue."""
    return load_catalogue(yaml.safe_load((project / "config" / "series.yaml").read_text(encoding="utf-8")))


@pytest.fixture(scope="session")
def boundless(catalogue: Catalogue) -> Catalogue:
    """The same without bounds on what is plausible, for formulas on invented series."""
    return replace(
        catalogue,
        series={code: replace(info, plausible=ANYTHING) for code, info in catalogue.series.items()},
        variables={name: replace(variable, plausible=ANYTHING) for name, variable in catalogue.variables.items()},
    )


ANYTHING = Bounds(-np.inf, np.inf, np.inf, False, {})


@dataclass
class Reply:
    """What the server does with one request."""

    body: bytes = b""
    status: int = 200
    kind: str = "text/csv"
    headers: dict[str, str] = field(default_factory=dict)
    hang: bool = False
    cut_after: int | None = None
    trickle: bool = False


@dataclass
class Server:
    """A server on 127.0.0.1; ``answer`` gives the reply to each request, ``requests`` records them."""

    address: str
    answer: Callable[[dict[str, str]], Reply]
    requests: list[dict[str, str]]


@pytest.fixture
def server() -> Iterator[Server]:
    """A misbehaving server; it stops with the test."""
    released = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            return

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            query = {key: values[0] for key, values in parse_qs(parts.query).items()}
            state.requests.append(query | {"path": parts.path, "agent": self.headers["User-Agent"]})
            reply = state.answer(query)
            if reply.hang:
                released.wait(5)
                return
            self.send_response(reply.status)
            self.send_header("Content-Type", reply.kind)
            self.send_header("Content-Length", str(len(reply.body)))
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.end_headers()
            if reply.trickle:
                for byte in reply.body:
                    if released.wait(0.05):
                        return
                    self.wfile.write(bytes([byte]))
                    self.wfile.flush()
                return
            self.wfile.write(reply.body if reply.cut_after is None else reply.body[: reply.cut_after])
            self.close_connection = True

    class Quiet(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: object, client_address: object) -> None:
            """The client may have hung up; that is part of the test."""

    httpd = Quiet(("127.0.0.1", 0), Handler)
    state = Server(f"http://127.0.0.1:{httpd.server_address[1]}", lambda _: Reply(status=404), [])
    thread = threading.Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield state
    released.set()
    httpd.shutdown()
    httpd.server_close()
    thread.join()


@pytest.fixture
def live(server: Server, catalogue: Catalogue, tmp_path: Path) -> Callable[..., Puller]:
    """Make a puller that knows only the loopback server and tries twice."""

    def make(**settings: object) -> Puller:
        patience = {"timeout": 10.0, "deadline": 30.0, "attempts": 2, "backoff": 0.01, "minimum_values": 10}
        addresses = {
            "fred_url": f"{server.address}/fred",
            "fred_qd_url": f"{server.address}/qd/{{vintage}}.csv",
            "bea_url": f"{server.address}/bea",
        }
        options = load_settings({"source": "live", "max_age": 0, "live": addresses | patience} | settings)
        environment = {"BEA_API_KEY": "SECRET-KEY-0123"}
        return Puller(catalogue, options, tmp_path / "store", environment, logging.getLogger("frictions.test"))

    return make


@pytest.fixture
def write_csv(tmp_path: Path) -> Callable[[str, str], Path]:
    """Write a text file below the test's folder."""

    def write(name: str, text: str) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return write


def invented_series(
    catalogue: Catalogue, codes: list[str], start: str = "1995Q1", quarters: int = 120
) -> dict[str, pd.Series]:
    """Smooth positive quarterly series that differ by code."""
    index = pd.period_range(start, periods=quarters, freq="Q")
    time = np.arange(quarters)
    return {
        code: pd.Series(100 * np.exp(0.005 * time + 0.02 * np.sin(time / (3 + n))), index=index, name=code)
        for n, code in enumerate(codes)
    }
