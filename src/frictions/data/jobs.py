"""The frame of a pipeline script: a log file, and errors that a person can act on."""

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from frictions.data.seals import check_seals, seal
from frictions.errors import FrictionsError


@contextmanager
def job(snakemake: Any) -> Iterator[logging.Logger]:
    """Run the body of a script, its messages going to the log file of the rule and to the terminal.

    Inputs that earlier steps wrote are held against their checksums first, and outputs get theirs at the end. An error
    of :class:`~frictions.errors.FrictionsError`, and one of the machine (disk, permission, memory), becomes one line
    beginning ``error:`` and exit code 1. Any other exception is a defect: it passes through with its traceback.

    Parameters
    ----------
    snakemake : object
        Snakemake's job object, of which ``input``, ``output``, ``log``, ``rule`` and ``wildcards`` are used.

    Yields
    ------
    logging.Logger
        For progress and warnings.
    """
    logger = logging.getLogger(f"frictions.jobs.{snakemake.rule}")
    logger.setLevel(logging.INFO)
    handlers: list[logging.Handler] = [logging.StreamHandler(sys.stderr)]
    if snakemake.log:
        path = Path(str(snakemake.log[0]))
        path.parent.mkdir(parents=True, exist_ok=True)
        handlers.append(logging.FileHandler(path, mode="w", encoding="utf-8"))
    for handler in handlers:
        handler.setFormatter(logging.Formatter("%(message)s"))
        logger.addHandler(handler)
    # On the terminal many jobs speak at once.
    handlers[0].setFormatter(_Titled(_title(snakemake), str(snakemake.log[0]) if snakemake.log else ""))
    try:
        check_seals(snakemake.input)
        yield logger
        seal(snakemake.output)
    except FrictionsError as error:
        logger.error("error: %s: %s", _title(snakemake), " ".join(str(error).split()))
        raise SystemExit(1) from None
    except OSError as error:
        logger.error("error: %s: %s", _title(snakemake), _of_the_machine(error))
        raise SystemExit(1) from None
    except MemoryError:
        logger.error("error: %s: not enough memory", _title(snakemake))
        raise SystemExit(1) from None
    except Exception:
        logger.exception("error: %s: unexpected failure", _title(snakemake))
        raise
    finally:
        for handler in handlers:
            logger.removeHandler(handler)
            handler.close()


LONGEST = 200
"""Characters of a message on the terminal; the log file has the whole of it."""


class _Titled(logging.Formatter):
    """Messages that begin with the rule and the case they are about; errors, which say it themselves, as they are."""

    def __init__(self, title: str, log: str) -> None:
        super().__init__("%(message)s")
        self._title, self._log = title, log

    def format(self, record: logging.LogRecord) -> str:
        text = super().format(record)
        if record.levelno >= logging.ERROR:
            return text
        if self._log and len(text) > LONGEST:
            text = f"{text[:LONGEST].rpartition(' ')[0]} ... (the rest is in {self._log})"
        return f"{self._title}: {text}"


def _of_the_machine(error: OSError) -> str:
    """The file and the system's reason."""
    reason = error.strerror or " ".join(str(error).split())
    return f"{error.filename}: {reason}" if error.filename else reason


def _title(snakemake: Any) -> str:
    """Name of the rule and of the case it works on."""
    cases = [str(value).strip("/") for value in snakemake.wildcards]
    return " ".join([snakemake.rule, *filter(None, cases)])
