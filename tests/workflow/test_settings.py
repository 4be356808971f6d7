import copy

import pytest
import yaml
from settings import check_settings
from shapes import WrongSetting, read_file


@pytest.fixture
def default(project):
    return yaml.safe_load((project / "config/config.yaml").read_text())


@pytest.fixture
def check(project):
    return lambda settings: check_settings(settings, project / "workflow/schemas/config.schema.json")


def changed(settings, path, value):
    result = copy.deepcopy(settings)
    *parents, last = path.split(".")
    inner = result
    for key in parents:
        inner = inner[key]
    inner[last] = value
    return result


def test_the_default_settings_are_right_and_ask_for_the_full_number_of_draws(default, check):
    check(default)
    assert default["bootstrap"]["draws"] == default["monte_carlo"]["draws"] == 5000
    assert default["data"]["source"] == "embedded"


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        ("var.lag", 3, r"setting var\.lag: no such setting; did you mean 'lags'\?"),
        ("vra", {}, r"setting vra: no such setting; did you mean 'var'\?"),
        ("var.lags", "three", r"setting var\.lags: 'three' is not of type 'integer'"),
        ("var.lags", 0, r"setting var\.lags: 0 is less than the minimum of 1"),
        ("bootstrap.coverage", 95, r"setting bootstrap\.coverage: 95 is greater than or equal to the maximum of 1"),
        ("bootstrap.band", "efron", r"setting bootstrap\.band: 'efron' is not one of percentile, hall, sup_t"),
        ("data.source", "fred", r"setting data\.source: 'fred' is not one of embedded, directory, live"),
        ("data.live", {"timeout": -1}, r"setting data\.live\.timeout: -1 is less than or equal to the minimum of 0"),
        ("samples.baseline.start", "1970", r"setting samples\.baseline\.start: '1970' is not a quarter such as 1970Q1"),
        ("samples.baseline", {"start": "1970Q1"}, r"setting samples\.baseline\.end: missing"),
        ("samples.baseline.end", "1969Q4", r"setting samples\.baseline: it starts in 1970Q1 and ends in 1969Q4"),
        ("samples", {"My Sample": {"start": "1970Q1", "end": "2000Q1"}}, "My Sample"),
    ],
)
def test_a_wrong_setting_is_rejected_by_name_in_one_line(default, check, path, value, message):
    with pytest.raises(WrongSetting, match=message) as raised:
        check(changed(default, path, value))
    assert "\n" not in str(raised.value)


def test_a_missing_section_is_rejected_by_name(default, check):
    del default["var"]
    with pytest.raises(WrongSetting, match="setting var: missing"):
        check(default)


def test_every_setting_has_a_place_in_the_schema(default, check):
    """A key anywhere in the file that the schema does not know would be rejected: so the schema is complete."""
    for section, content in default.items():
        if isinstance(content, dict):
            with pytest.raises(WrongSetting):
                check(changed(default, f"{section}.zzz_unknown", 1))


def test_a_file_of_settings_with_a_key_twice_is_named(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text("var: {lags: 2}\nvar: {lags: 3}\n")
    with pytest.raises(WrongSetting, match=r"mine\.yaml: the key 'var' stands in line 1 and again in line 2"):
        read_file(path)


def test_every_file_of_settings_of_the_project_is_read_strictly(project):
    files = [*(project / "config").rglob("*.yaml")]
    assert len(files) > 20
    for path in files:
        read_file(path)


@pytest.mark.parametrize(
    ("name", "change", "message"),
    [
        ("headlines", lambda claims: claims["sources"][0]["claims"][0].pop("found"), r"claims\.0\.found: missing"),
        ("headlines", lambda claims: claims["sources"][0]["claims"][0].update(item=["a"]), r"claims\.0\.item: no such"),
        ("item_names", lambda names: names["items"].update({"a.*": {"says": "no term", "of": "x"}}), r"items\.a"),
        ("item_names", lambda names: names["terms"]["moments"].update(x=["words only"]), r"terms\.moments\.x"),
    ],
)
def test_lists_of_claims_and_of_names_are_held_against_their_schema(project, name, change, message):
    content = yaml.safe_load((project / f"config/{name}.yaml").read_text(encoding="utf-8"))
    schema = project / f"workflow/schemas/{name}.schema.json"
    check_settings(content, schema)
    change(content)
    with pytest.raises(WrongSetting, match=message):
        check_settings(content, schema)
