"""What a server may answer to hold, fill or deceive its caller; each a function of the connection."""

import gzip
import json
import socket
import threading
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager

PAUSE = 0.02
DRIPS = 1500
"""A dripping server ends by itself after half a minute, with a reply that would pass: only a deadline comes before."""
TEN_MEGABYTES = 10_000_000

Answer = Callable[[socket.socket, "Host"], None]


class Host:
    """Where the server is, for redirects to itself and elsewhere, and what it was asked."""

    def __init__(self, port: int, released: threading.Event) -> None:
        self.port = port
        self.released = released
        self.asked: list[str] = []


def send(text: str | bytes) -> Answer:
    content = text.encode("latin-1") if isinstance(text, str) else text

    def answer(connection: socket.socket, host: Host) -> None:
        connection.sendall(content.replace(b"PORT", str(host.port).encode()))

    return answer


def reply(body: bytes = b"", status: str = "200 OK", **headers: str) -> Answer:
    lines = [
        f"HTTP/1.1 {status}",
        "Connection: close",
        *(f"{name.replace('_', '-')}: {value}" for name, value in headers.items()),
    ]
    if "Content_Length" not in headers and "Transfer_Encoding" not in headers:
        lines.append(f"Content-Length: {len(body)}")
    return send("\r\n".join([*lines, "", ""]).encode("latin-1") + body)


def drip(before: str, piece: str, after: str = "") -> Answer:
    """One piece at a time, each long before any timeout."""

    def answer(connection: socket.socket, host: Host) -> None:
        connection.sendall(before.encode())
        for _ in range(DRIPS):
            if host.released.wait(PAUSE):
                return
            connection.sendall(piece.encode())
        connection.sendall(after.encode())

    return answer


def pour(before: str, piece: bytes, times: int) -> Answer:
    """As much as the caller takes."""

    def answer(connection: socket.socket, host: Host) -> None:
        connection.sendall(before.replace("PORT", str(host.port)).encode())
        for _ in range(times):
            connection.sendall(piece)

    return answer


def silent(connection: socket.socket, host: Host) -> None:
    host.released.wait(30)


def hang_up(connection: socket.socket, host: Host) -> None:
    return


def redirect(location: str, status: str = "302 Found", body: bytes = b"", **headers: str) -> Answer:
    return reply(body, status, Location=location, **headers)


def deep(levels: int) -> bytes:
    return b'{"BEAAPI":' + b"[" * levels + b"]" * levels + b"}"


def bea(**changes: object) -> bytes:
    row = {
        "TableName": "U001B",
        "LineNumber": "1",
        "LineDescription": "Manufacturing and trade industries",
        "TimePeriod": "1997Q1",
        "UNIT_MULT": "6",
        "DataValue": "1",
    }
    return json.dumps({"BEAAPI": {"Results": {"Data": [row | changes]}}}).encode()


def bomb(megabytes: int) -> bytes:
    """Zeros, a thousandth of their size."""
    return gzip.compress(bytes(megabytes * 1_000_000))


OK = "HTTP/1.1 200 OK\r\n"
FOUND = "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:PORT/again\r\n"
STATUSES = [
    "100 Continue",
    "101 Switching Protocols",
    "199 Odd",
    "201 Created",
    "202 Accepted",
    "203 Other",
    "204 No Content",
    "205 Reset",
    "206 Partial Content",
    "226 Used",
    "300 Choices",
    "304 Not Modified",
    "305 Use Proxy",
    "306 Switch",
    "400 Bad Request",
    "401 Unauthorized",
    "402 Pay",
    "403 Forbidden",
    "404 Not Found",
    "407 Proxy",
    "408 Timeout",
    "410 Gone",
    "418 Teapot",
    "425 Early",
    "451 Legal",
    "500 Error",
    "502 Gateway",
    "503 Unavailable",
    "504 Timeout",
    "520 Odd",
    "599 Odd",
    "600 Beyond",
    "999 Far Beyond",
]

REPLIES: dict[str, Answer] = {
    **{f"status {status}": reply(b"no", status) for status in STATUSES},
    **{f"status {status} without place": reply(b"", status) for status in ("301 Moved", "302 Found", "307 Found")},
    "silence": silent,
    "hang-up": hang_up,
    "no protocol": send(b"hello\r\n\r\n"),
    "an old protocol": send(b"observation_date,M2SL\n"),
    "a later protocol": send(b"HTTP/9.9 200 OK\r\nContent-Length: 0\r\n\r\n"),
    "bytes without sense": send(bytes(range(256)) * 40),
    "zeros": send(bytes(100_000)),
    "status that is no number": send("HTTP/1.1 OK fine\r\n\r\n"),
    "negative length": reply(b"x", Content_Length="-5"),
    "length that is no number": reply(b"x", Content_Length="many"),
    "two lengths": send(f"{OK}Content-Length: 1\r\nContent-Length: 9\r\n\r\nx"),
    "length without end": reply(b"x", Content_Length="99999999999999999999"),
    "length larger than what comes": reply(b"observation_date,M2SL\n", Content_Length="1000"),
    "drip of the status": drip("HTTP/1.1 2", "0"),
    "drip of a header": drip(f"{OK}X: ", "x"),
    "drip of headers": drip(OK, "X: x\r\n"),
    "drip of blanks before a body": drip(f"{OK}Content-Length: 100000\r\n\r\n", " "),
    "drip of a body without length": drip(f"{OK}\r\n", " "),
    "drip of chunks": drip(f"{OK}Transfer-Encoding: chunked\r\n\r\n", "1\r\n \r\n"),
    "drip of a chunk's size": drip(f"{OK}Transfer-Encoding: chunked\r\n\r\n", "0"),
    "drip of go-ahead": drip("", "HTTP/1.1 100 Continue\r\n\r\n"),
    "drip of an error": drip("HTTP/1.1 404 Not Found\r\nContent-Length: 100000\r\nX: ", "x"),
    "drip of a redirect": drip(FOUND, "x"),
    "drip of a redirect's place": drip("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1/", "x"),
    "drip of a redirect's headers": drip(FOUND, "X: x\r\n"),
    "pour of header lines": pour(OK, b"X: " + b"x" * 1000 + b"\r\n", 1000),
    "pour of one header": pour(f"{OK}X: ", b"x" * 10_000, 2000),
    "pour of a status": pour("HTTP/1.1 200 ", b"x" * 10_000, 2000),
    "pour of a body": pour(f"{OK}\r\n", bytes(TEN_MEGABYTES), 50),
    "pour of a body with its length": pour(f"{OK}Content-Length: 500000000\r\n\r\n", bytes(TEN_MEGABYTES), 50),
    "pour of chunks": pour(
        f"{OK}Transfer-Encoding: chunked\r\n\r\n", b"989680\r\n" + bytes(TEN_MEGABYTES) + b"\r\n", 50
    ),
    "bomb": reply(bomb(1000), Content_Encoding="gzip"),
    "bomb in a bomb": reply(gzip.compress(bomb(1000)), Content_Encoding="gzip, gzip"),
    "bomb by another name": reply(zlib.compress(bytes(300_000_000)), Content_Encoding="deflate"),
    "cut bomb": reply(bomb(1000)[:-100], Content_Encoding="gzip"),
    "bomb of an error": reply(bomb(1000), "404 Not Found", Content_Encoding="gzip"),
    "bomb behind a redirect": redirect("/again", body=bomb(1000), Content_Encoding="gzip"),
    "compressed by nobody": reply(b"not compressed", Content_Encoding="gzip"),
    "compressed in an unknown way": reply(b"x", Content_Encoding="rot13"),
    "compressed a hundred times": reply(b"x", Content_Encoding=", ".join(["gzip"] * 100)),
    "chunks without sense": reply(b"zz\r\nhello\r\n", Transfer_Encoding="chunked"),
    "chunk of negative size": reply(b"-1\r\nhello\r\n", Transfer_Encoding="chunked"),
    "chunk larger than what comes": reply(b"ffffffffff\r\nhello", Transfer_Encoding="chunked"),
    "redirect to itself": redirect("/again"),
    "redirect to another port": redirect("http://127.0.0.1:9/other"),
    "redirect to another name": redirect("http://localhost:PORT/other"),
    "redirect to another host": redirect("https://example.org/data?UserID=SECRET-KEY-0123"),
    "redirect to a host of one letter": redirect("//x/other"),
    "redirect to a file": redirect("file:///etc/hostname"),
    "redirect to another protocol": redirect("ftp://127.0.0.1/x"),
    "redirect to a program": redirect("javascript:alert(1)"),
    "redirect to data": redirect("data:text/csv,observation_date"),
    "redirect to a broken address": redirect("http://[::1/other"),
    "redirect to a port that is none": redirect("http://127.0.0.1:99999/other"),
    "redirect to user and password": redirect("http://a:b@127.0.0.2:PORT/other"),
    "redirect to a host with blanks": redirect("http://127.0.0.1 .example.org/other"),
    "redirect to a long host": redirect(f"http://{'a' * 300}.org/other"),
    "redirect to nowhere": redirect(""),
    "redirect beyond ASCII": send("HTTP/1.1 302 Found\r\nLocation: http://\xff\xfe/\r\nContent-Length: 0\r\n\r\n"),
    "redirect for ever, kept": redirect("/again", "308 Permanent Redirect"),
    "redirect with see other": redirect("http://127.0.0.2:PORT/other", "303 See Other"),
    "JSON nested deeply": reply(deep(100_000)),
    "JSON nested not quite as deeply": reply(deep(900)),
    "JSON of one number": reply(b"1"),
    "JSON that is no number": reply(b"NaN"),
    "JSON with a number of many digits": reply(b'{"BEAAPI": ' + b"9" * 5000 + b"}"),
    "JSON without results": reply(b'{"BEAAPI": {"Results": null}}'),
    "absurd unit": reply(bea(UNIT_MULT="400")),
    "absurd negative unit": reply(bea(UNIT_MULT="-400")),
    "unit of many digits": reply(bea(UNIT_MULT="9" * 5000)),
    "value of many digits": reply(bea(DataValue="9" * 5000)),
    "line number of many digits": reply(bea(LineNumber="9" * 5000)),
    "year zero": reply(bea(TimePeriod="0000Q1")),
    "rows that are texts": reply(b'{"BEAAPI": {"Results": {"Data": ["x"]}}}'),
    "nulls": reply(bea(TableName=None, DataValue=None)),
    "CSV with zeros": reply(b"observation_date,M2SL\n1959-01-01,\x00\n"),
    "CSV of one long line": reply(b"observation_date,M2SL\n" + b"1" * 900_000 + b"\n"),
    "CSV with an infinite value": reply(b"observation_date,M2SL\n1959-01-01,inf\n"),
    "CSV with an enormous value": reply(b"observation_date,M2SL\n1959-01-01,1e999\n"),
    "CSV of another calendar": reply(b"observation_date,M2SL\n99999-01-01,1\n"),
    "CSV in another encoding": reply("observation_date,M2SL\n1959-01-01,1\n".encode("utf-16")),
    "a workbook that is none": reply(b"PK\x03\x04" + bytes(1000)),
    "a page": reply(b"<html>"),
    "cookies": reply(b"x", Set_Cookie="a=" + "x" * 5000),
}
"""By name. None is a reply that may become data."""


@contextmanager
def hostile_server(answer: Answer) -> Iterator[Host]:
    """A server on loopback that gives this answer to every request."""
    listener = socket.create_server(("127.0.0.1", 0))
    released = threading.Event()
    host = Host(listener.getsockname()[1], released)

    def serve() -> None:
        while not released.is_set():
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=talk, args=(connection,), daemon=True).start()

    def talk(connection: socket.socket) -> None:
        with connection:
            try:
                request = b""
                while b"\r\n\r\n" not in request:
                    part = connection.recv(65536)
                    if not part:
                        return
                    request += part
                host.asked.append(request.split(b"\r\n", 1)[0].decode("latin-1"))
                answer(connection, host)
                connection.shutdown(socket.SHUT_WR)
                # Closed with something unread, a connection is reset before the caller has read everything.
                connection.settimeout(1)
                connection.recv(65536)
            except OSError:
                """The caller hung up, which is its right."""

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield host
    finally:
        released.set()
        listener.close()
