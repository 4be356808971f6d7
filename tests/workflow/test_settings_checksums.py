"""The checksum of a file of settings is that of what it says."""

import asyncio
from types import SimpleNamespace

import settings_checksums
from snakemake.io import _IOFile

TEXT = "b: 1\na: [1, 2]\n"


def checksum(path, text):
    path.write_text(text, encoding="utf-8")
    settings_checksums._checksum.cache_clear()
    return settings_checksums.content_checksum(path)


def test_comments_and_layout_do_not_count_values_and_order_do(tmp_path):
    path = tmp_path / "x.yaml"
    first = checksum(path, TEXT)
    assert first.startswith("sha256:") and len(first) == 71
    assert checksum(path, "# words\nb: 1   # more\n\na:\n  - 1\n  - 2\n") == first
    assert len({first, checksum(path, "b: 1\na: [1, 3]\n"), checksum(path, "a: [1, 2]\nb: 1\n")}) == 3
    # What cannot be read is left to Snakemake, which takes the bytes.
    assert checksum(path, "a: [1\n") is None
    assert settings_checksums.content_checksum(tmp_path / "none.yaml") is None


def test_snakemake_asks_for_it_where_the_file_is_yaml_and_nowhere_else(tmp_path):
    settings_checksums.install()
    settings_checksums.install()
    workflow = SimpleNamespace(iocache=SimpleNamespace(active=False))
    found = {}
    for name in ("x.yaml", "x.csv"):
        for text in (TEXT, f"# words\n{TEXT}"):
            path = tmp_path / name
            path.write_text(text, encoding="utf-8")
            settings_checksums._checksum.cache_clear()
            rule = SimpleNamespace(workflow=workflow, pathvars=SimpleNamespace(apply=str))
            file = _IOFile(str(path), rule)
            found.setdefault(name, set()).add(asyncio.run(file.checksum(threshold=10**6)))
    assert {name: len(values) for name, values in found.items()} == {"x.yaml": 1, "x.csv": 2}
