"""What a job says: on the terminal with its rule and case, in its log without."""

from types import SimpleNamespace

import pytest

from frictions.data.jobs import job
from frictions.errors import FrictionsError


def snakemake(folder, rule="profile_attention", **wildcards):
    log = folder / "log.txt"
    return SimpleNamespace(input=[], output=[], log=[str(log)], rule=rule, wildcards=list(wildcards.values())), log


def test_messages_name_the_rule_and_the_case_on_the_terminal_only(tmp_path, capsys):
    case, log = snakemake(tmp_path, estimated="joint/")
    with job(case) as logger:
        logger.info("xi_w: no lower J on its profile")
    assert capsys.readouterr().err == "profile_attention joint: xi_w: no lower J on its profile\n"
    assert log.read_text() == "xi_w: no lower J on its profile\n"


def test_an_error_names_them_once(tmp_path, capsys):
    case, log = snakemake(tmp_path, case="benchmark")
    with pytest.raises(SystemExit), job(case):
        raise FrictionsError("the cost must be positive")
    assert capsys.readouterr().err == "error: profile_attention benchmark: the cost must be positive\n"
    assert log.read_text() == "error: profile_attention benchmark: the cost must be positive\n"


def test_a_long_list_goes_to_the_log_and_the_terminal_says_where(tmp_path, capsys):
    case, log = snakemake(tmp_path)
    items = ", ".join(f"table_1_1.item_{n}" for n in range(66))
    with job(case) as logger:
        logger.info("66 items have a cause: %s", items)
    shown = capsys.readouterr().err
    assert shown.startswith("profile_attention: 66 items have a cause: table_1_1.item_0, ")
    assert shown.endswith(f"... (the rest is in {log})\n") and len(shown) < 300 + len(str(log))
    assert log.read_text() == f"66 items have a cause: {items}\n"
