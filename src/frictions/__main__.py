"""``python -m frictions``: verify and audit reproducibility packages; needs the standard library only."""

import sys

from frictions.archive.command import main

if __name__ == "__main__":
    sys.exit(main())
