"""A loopback server in place of the services, and a store that asks it."""

import http.server
import threading

import pytest

from frictions.data.firms.web_store import WebStore

AGENT = "Replication of a paper someone@example.org"


class _Service(http.server.ThreadingHTTPServer):
    """Serves `pages` (path to text, or to a status code) and keeps the requests it saw."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.pages: dict[str, str | int | list] = {}
        self.seen: list[tuple[str, str]] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.seen.append((self.path, self.headers["User-Agent"]))
        page = self.server.pages.get(self.path, 404)
        if isinstance(page, list):
            page = page.pop(0) if len(page) > 1 else page[0]
        status, body = (page, "") if isinstance(page, int) else (200, page)
        self.send_response(status)
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *arguments):
        pass


@pytest.fixture
def service():
    server = _Service()
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def store(tmp_path):
    return WebStore(tmp_path / "store", AGENT, requests_per_second=1e4, backoff=0.001)
