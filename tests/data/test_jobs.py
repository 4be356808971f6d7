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
    assert capsys.readouterr().err == "profile_attention joint/: xi_w: no lower J on its profile\n"
    assert log.read_text() == "xi_w: no lower J on its profile\n"


def test_an_error_names_them_once(tmp_path, capsys):
    case, log = snakemake(tmp_path, case="benchmark")
    with pytest.raises(SystemExit), job(case):
        raise FrictionsError("the cost must be positive")
    assert capsys.readouterr().err == "error: profile_attention benchmark: the cost must be positive\n"
    assert log.read_text() == "error: profile_attention benchmark: the cost must be positive\n"
