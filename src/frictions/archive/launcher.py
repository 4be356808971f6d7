"""Verifies the package in which this file lies: ``python3 verify.py`` (``--help`` lists the options).

Python 3.11 or later is all that the first stage needs. Nothing is written into the package.
"""

import sys
from pathlib import Path

sys.dont_write_bytecode = True
PACKAGE = Path(__file__).resolve().parent


def run(arguments: list[str]) -> int:
    """Hand over to the verifier in the code of the package, for this package unless another command is named."""
    sys.path.insert(0, str(PACKAGE / "data" / "code" / "src"))
    try:
        from frictions.archive.command import main
    except Exception as error:
        print(f"error: data/code/src/frictions: the verifier is damaged ({error})", file=sys.stderr)
        return 1
    commands = ("verify", "audit")
    chosen = arguments.pop(0) if arguments[:1] and arguments[0] in commands else "verify"
    return main([chosen, str(PACKAGE), *arguments])


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
