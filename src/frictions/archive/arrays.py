"""Arrays of NumPy's file format, read without NumPy, so that a package can be checked before it is installed.

A file ``.npz`` is a compressed archive of files ``.npy``. A package holds the members by themselves, in a folder with
the name of the archive: it has no file inside a file, and the members are in the documented format of NEP 1.
"""

import ast
import io
import zipfile
import zlib
from array import array
from dataclasses import dataclass
from pathlib import Path

_TYPES = {"f8": "d", "f4": "f", "i8": "q", "i4": "i", "u8": "Q", "u4": "I", "i1": "b", "u1": "B", "b1": "B"}


class NotAnArray(ValueError):
    """A file that is not in NumPy's format, or holds values other than numbers and text."""


@dataclass(frozen=True)
class Stored:
    """An array as stored: type of its values, shape, and the values in order (raw bytes where they are text)."""

    kind: str
    shape: tuple[int, ...]
    values: array | bytes


def read_array(content: bytes) -> Stored:
    """Read the content of a file ``.npy``.

    Raises
    ------
    NotAnArray
        If it is not in the format, or its type is neither a number of the processor's byte order nor text.
    """
    if content[:6] != b"\x93NUMPY" or len(content) < 10:
        raise NotAnArray("not a file of NumPy's format")
    width = 2 if content[6] == 1 else 4
    start = 8 + width + int.from_bytes(content[8 : 8 + width], "little")
    try:
        header = ast.literal_eval(content[8 + width : start].decode("latin-1"))
        kind, shape = header["descr"], tuple(header["shape"])
        if not (isinstance(kind, str) and len(kind) > 1):
            raise ValueError
    except (ValueError, SyntaxError, KeyError, TypeError, RecursionError, MemoryError):
        raise NotAnArray("its header cannot be read") from None
    if kind[1:] in _TYPES and kind[0] in "<|":
        values = array(_TYPES[kind[1:]])
        try:
            values.frombytes(content[start:])
        except ValueError:
            raise NotAnArray("it is cut off") from None
        return Stored(kind, shape, values)
    if kind[1] in "US":
        return Stored(kind, shape, content[start:])
    raise NotAnArray(f"values of type {kind}")


def members(path: Path) -> dict[str, bytes]:
    """Members of an archive of arrays by name: of a file ``.npz``, or of a folder that holds them by themselves."""
    if path.is_dir():
        return {item.name: item.read_bytes() for item in sorted(path.iterdir())}
    try:
        with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
            return {name: archive.read(name) for name in sorted(archive.namelist())}
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, ValueError, OSError):
        raise NotAnArray("not an archive of arrays") from None
