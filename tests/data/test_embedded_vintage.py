"""The embedded vintage is what Debian ships, sealed by its data package."""

import importlib.util
import io
import json
import os
import struct
import tarfile
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from frictions.data.embedded import BrokenVintage, read_descriptor, sealed_resource, vintage_provenance, write_vintage
from frictions.data.files import sha256_of
from frictions.data.gretl_database import BadDatabase, Entry, extract_series, open_database, read_index, read_values
from frictions.data.readers import read_series, to_quarterly
from frictions.data.store_format import series_bytes
from tests.conftest import PROJECT

SOURCE_VARIABLE = "FRICTIONS_GRETL_SOURCE"
DESCRIPTIONS = {
    code: resource["description"] for code, resource in read_descriptor(PROJECT / "data/vintages/gretl-2022c").items()
}


def database(catalogue) -> tuple[str, bytes]:
    """An invented database in gretl's format with every series of the vintage, one unused and one annual."""
    lines, values = ["# St. Louis Fed (invented)", "unused  Not used", "A  1950 - 1952  n = 3"], [1.0, 2.0, 3.0]
    for n, code in enumerate(catalogue.embedded):
        quarterly = catalogue.series[code].frequency == "Q"
        count = 303 if quarterly else 909
        lines.append(f"{code.lower()}  {DESCRIPTIONS[code]}")
        lines.append(f"Q  1947.1 - 2022.3  n = {count}" if quarterly else f"M  1947.01 - 2022.09  n = {count}")
        own = 100 * np.exp(np.linspace(0, 2, count)) + n
        own[:3] = -999.0
        values += own.tolist()
    return "\n".join(lines) + "\n", struct.pack(f"<{len(values)}f", *values)


def debian_package(files: dict[str, bytes], compression: str) -> bytes:
    """A minimal Debian package: an ar archive with a tar file in it."""
    inner = io.BytesIO()
    with tarfile.open(fileobj=inner, mode=f"w:{compression}") as tree:
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            tree.addfile(member, io.BytesIO(content))
    result = b"!<arch>\n"
    for name, content in (
        ("debian-binary", b"2.0\n"),
        ("control.tar.xz", b"x"),
        (f"data.tar.{compression}", inner.getvalue()),
    ):
        result += f"{name:<16}{0:<12}{0:<6}{0:<6}{'100644':<8}{len(content):<10}`\n".encode() + content
        result += b"\n" if len(content) % 2 else b""
    return result


@pytest.fixture
def unpacked(catalogue, tmp_path) -> Path:
    index, values = database(catalogue)
    folder = tmp_path / "unpacked" / "usr" / "share" / "gretl" / "db"
    folder.mkdir(parents=True)
    (folder / "fedstl.idx").write_text(index)
    (folder / "fedstl.bin").write_bytes(values)
    return tmp_path / "unpacked"


def build(catalogue, source: Path, output: Path) -> None:
    index, values = open_database(source)
    write_vintage(output, extract_series(index, values, catalogue.embedded), catalogue.series)


@given(values=st.lists(st.floats(width=32, allow_nan=False, allow_infinity=False), min_size=1, max_size=30))
def test_the_shortest_decimal_gives_back_the_stored_single_precision_number(values):
    content = struct.pack(f"<{len(values)}f", *values)
    entry = Entry(
        "a",
        "a",
        "M",
        "1990.01",
        str(1990 + (len(values) - 1) // 12) + f".{(len(values) - 1) % 12 + 1:02d}",
        0,
        len(values),
    )
    held = [value for value in values if np.float32(value) != np.float32(-999)]
    if not held:
        return
    series = read_values(entry, content)
    back = np.array([float(row.split(",")[1] or -999) for row in series_bytes(series).decode().splitlines()[1:]])
    assert back.astype(np.float32).tobytes() in content


def test_a_value_of_a_tenth_is_written_as_a_tenth():
    series = read_values(Entry("a", "", "Q", "1990.1", "1990.2", 0, 2), struct.pack("<2f", 0.1, 2034.45))
    assert series_bytes(series) == b"date,value\n1990-01-01,0.1\n1990-04-01,2034.45\n"


def test_offsets_add_up_over_all_series_and_the_first_of_two_namesakes_counts():
    index = (
        "# c\na  A\nA  1950 - 1952  n = 3\nb  B b\nQ  1990.1 - 1990.2  n = 2\na  A again\nM  1990.01 - 1990.01  n = 1\n"
    )
    entries = read_index(index)
    assert (entries["b"].offset, entries["b"].description, entries["a"].frequency) == (3, "B b", "A")
    assert read_values(entries["b"], struct.pack("<6f", 0, 0, 0, 5, -999, 9)).to_list() == [5.0]


@pytest.mark.parametrize(
    ("index", "complaint"),
    [
        ("a  A\n", "series 'a' is not followed by its span"),
        ("a  A\nnonsense\n", "series 'a' is not followed by its span"),
        ("a  A\nA  1950 - 1951  n = 2\n", "frequency A"),
        ("a  A\nQ  1950.1 - 1951.1  n = 2\n", "is not 2 periods"),
        ("a  A\nQ  1950.1 - 1951.1  n = 5\n", "ends before its values do"),
        ("b  B\nQ  1950.1 - 1950.2  n = 2\n", "holds no series A"),
    ],
)
def test_a_broken_database_is_named(index, complaint):
    with pytest.raises(BadDatabase, match=complaint):
        extract_series(index, struct.pack("<2f", 1, 2), ["A"])


@pytest.mark.parametrize("compression", ["xz", "gz"])
def test_a_package_and_its_unpacked_folder_give_the_same_bytes(catalogue, unpacked, tmp_path, compression):
    files = {f"./{path.relative_to(unpacked)}": path.read_bytes() for path in unpacked.rglob("fedstl.*")}
    package = tmp_path / "gretl.deb"
    package.write_bytes(debian_package(files, compression))
    build(catalogue, unpacked, tmp_path / "one")
    build(catalogue, package, tmp_path / "two")
    names = sorted(path.name for path in (tmp_path / "one").iterdir())
    assert len(names) == len(catalogue.embedded) + 1
    assert names == sorted(path.name for path in (tmp_path / "two").iterdir())
    assert all((tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes() for name in names)


def test_a_package_without_the_database_is_named(tmp_path):
    (tmp_path / "other.deb").write_bytes(debian_package({"./usr/a": b"x"}, "xz"))
    with pytest.raises(BadDatabase, match=r"other\.deb: the package holds no fedstl\.idx"):
        open_database(tmp_path / "other.deb")
    (tmp_path / "not.deb").write_bytes(b"PK")
    with pytest.raises(BadDatabase, match=r"not\.deb: not a Debian package"):
        open_database(tmp_path / "not.deb")
    with pytest.raises(BadDatabase, match="no such file"):
        open_database(tmp_path / "absent.deb")


@pytest.mark.slow
def test_a_rebuilt_vintage_is_a_valid_data_package_and_any_change_breaks_it(catalogue, unpacked, tmp_path):
    import frictionless

    output = tmp_path / "vintage"
    build(catalogue, unpacked, output)
    assert frictionless.validate(str(output / "datapackage.json")).valid
    path = output / "FEDFUNDS.csv"
    info = catalogue.series["FEDFUNDS"]
    content = series_bytes(read_series(path, info, catalogue.code_of))
    assert content == path.read_bytes()
    units = sealed_resource(path, info)["units"]
    record = vintage_provenance(path, info, content, units, "M")
    assert (record.sha256, record.source, record.units) == (sha256_of(content), "embedded", "percent a year")
    path.write_bytes(content.replace(b"1947-04-01,", b"1947-04-01,1"))
    assert not frictionless.validate(str(output / "datapackage.json")).valid
    with pytest.raises(BrokenVintage, match=r"FEDFUNDS\.csv: its SHA-256"):
        sealed_resource(path, info)


@pytest.fixture
def script(project):
    spec = importlib.util.spec_from_file_location("rebuild", project / "scripts" / "rebuild_embedded_vintage.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_script_writes_the_vintage_where_it_is_told(script, catalogue, unpacked, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["rebuild", str(unpacked), "--output", str(tmp_path / "out")])
    assert script.main() == 0
    build(catalogue, unpacked, tmp_path / "direct")
    for path in (tmp_path / "direct").iterdir():
        assert path.read_bytes() == (tmp_path / "out" / path.name).read_bytes()
    assert f"{len(catalogue.embedded)} series" in capsys.readouterr().out


def test_the_script_says_in_one_line_what_is_wrong_and_writes_nothing(script, tmp_path, monkeypatch, capsys):
    (tmp_path / "empty").mkdir()
    monkeypatch.setattr("sys.argv", ["rebuild", str(tmp_path / "empty"), "--output", str(tmp_path / "out")])
    assert script.main() == 1
    error = capsys.readouterr().err
    assert error.startswith("error: ") and error.count("\n") == 1 and "holds no fedstl.idx" in error
    assert not (tmp_path / "out").exists()


@pytest.fixture
def vintage(project: Path) -> Path:
    return project / "data" / "vintages" / "gretl-2022c"


def test_the_embedded_vintage_is_part_of_the_project(project):
    assert (project / "data" / "vintages" / "gretl-2022c" / "datapackage.json").is_file()


def test_the_committed_vintage_is_a_valid_data_package(vintage):
    import frictionless

    assert frictionless.validate(str(vintage / "datapackage.json")).valid


def test_every_committed_file_has_the_sealed_checksum(catalogue, vintage):
    package = json.loads((vintage / "datapackage.json").read_text(encoding="utf-8"))
    sealed = {resource["path"]: resource["hash"] for resource in package["resources"]}
    assert {path.name for path in vintage.glob("*.csv")} == set(sealed)
    assert {resource["code"] for resource in package["resources"]} == set(catalogue.embedded)
    for name, seal in sealed.items():
        assert seal == f"sha256:{sha256_of((vintage / name).read_bytes())}"


def test_rebuilding_from_debians_package_gives_the_committed_bytes(catalogue, vintage, tmp_path):
    source = os.environ.get(SOURCE_VARIABLE)
    if not source:
        pytest.skip(f"set {SOURCE_VARIABLE} to the Debian package, or its unpacked folder, that holds fedstl.idx")
    build(catalogue, Path(source), tmp_path / "again")
    for path in (tmp_path / "again").iterdir():
        assert path.read_bytes() == (vintage / path.name).read_bytes(), path.name


def test_the_committed_values_are_those_of_an_independent_reading_of_the_database(catalogue, vintage, external_data):
    folder, compared = external_data / "macro" / "gretl", 0
    for name in ("fedstl_quarterly.csv", "fedstl_monthly.csv"):
        table = pd.read_csv(folder / name, index_col=0, parse_dates=True)
        for code in set(table.columns) & set(catalogue.embedded):
            series = read_series(vintage / f"{code}.csv", catalogue.series[code], catalogue.code_of)
            other = table[code].dropna()
            other.index = other.index.to_period(series.index.freqstr)
            np.testing.assert_allclose(series.reindex(other.index), other, rtol=1e-5, err_msg=code)
            compared += 1
    assert compared >= 15


def test_the_embedded_default_starts_in_1970_or_before_and_covers_the_baseline(catalogue, vintage):
    from frictions.data.pulls import plan_pulls
    from frictions.data.variables import build_variables, require_complete

    planned = plan_pulls(catalogue, {"source": "embedded", "embedded": str(vintage)})
    series = {
        code: to_quarterly(
            read_series(Path(pull.path), catalogue.series[code], catalogue.code_of), catalogue.series[code].aggregation
        )
        for code, pull in planned.pulls.items()
    }
    frame = build_variables(catalogue, planned.plan, series)
    start, end = pd.Period("1967Q1", freq="Q"), pd.Period("2007Q4", freq="Q")
    assert require_complete(frame, start, end, catalogue, planned.plan).shape == (164, 11)
