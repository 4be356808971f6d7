"""Every option of a public function refuses what it does not know, and says what it knows."""

import importlib
import inspect
import pkgutil
import typing

import numpy as np
import pytest

import frictions
from frictions.attention.experiments import AttentionExperiment
from frictions.errors import FrictionsError
from frictions.options import OutOfRange, UnknownOption, checked_fields, checked_options, choices_of, only_choices
from frictions.timeseries.bands import hall_band, percentile_band
from frictions.timeseries.hamilton import hamilton_cycle
from frictions.timeseries.lag_selection import lag_criteria
from frictions.timeseries.local_projections import local_projections
from frictions.timeseries.resampling import chunk_of_draws, response_draws
from frictions.timeseries.unit_roots import unit_root_test
from frictions.timeseries.var import estimate_var, impulse_responses, recursive_impact
from frictions.timeseries.variance_decomposition import variance_shares

# Types that name what the package itself has found, and are never given by a caller.
FOUND = {"frictions.archive.findings.Finding", "frictions.report.panels.Panels"}
# Functions that refuse by themselves with more to say: why a shock has no equilibrium, which item has a wrong rule.
REFUSE_THEMSELVES = {
    "frictions.attention.reconstruction_economy.reconstruction_map",
    "frictions.report.scoreboard_items.Item",
}
EXEMPT = FOUND | REFUSE_THEMSELVES


def public_callables():
    """Every public function and class of the package that is defined in its module."""
    for module in pkgutil.walk_packages(frictions.__path__, "frictions."):
        if module.name.endswith("__main__"):
            continue
        for name, found in vars(importlib.import_module(module.name)).items():
            own = getattr(found, "__module__", None) == module.name and not name.startswith("_")
            if own and (inspect.isfunction(found) or inspect.isclass(found)):
                yield f"{module.name}.{name}", found


def options_of(found) -> dict[str, tuple]:
    """Choices by option."""
    try:
        hints = typing.get_type_hints(found)
    except NameError:
        # Names that are imported for type checkers only are figures and sessions, which are no options.
        hints = {}
    return {name: choices for name, hint in hints.items() if name != "return" and (choices := choices_of(hint))}


def test_every_function_with_options_checks_them():
    unchecked = []
    for name, found in public_callables():
        if options_of(found) and name not in EXEMPT:
            call = found.__init__ if inspect.isclass(found) else found
            if getattr(call, "__wrapped__", None) is None:
                unchecked.append(name)
    assert unchecked == []


def test_every_function_with_options_refuses_another_word_by_name():
    """The check comes before anything else, so that every other argument may be missing its meaning."""
    tried = 0
    for name, found in public_callables():
        call = found.__init__ if inspect.isclass(found) else found
        for option, choices in options_of(found).items():
            if name in EXEMPT:
                continue
            arguments = {"self": None} if inspect.isclass(found) else {}
            with pytest.raises(UnknownOption, match=f"{option} is 'nonsense'; choose from {choices[0]!r}"):
                call(**arguments, **{option: "nonsense"})
            alone = only_choices(typing.get_type_hints(call)[option])
            for wrong in (1, True, ("a",), np.zeros(2)) if alone else ():
                with pytest.raises(UnknownOption, match=option):
                    call(**arguments, **{option: wrong})
            tried += 1
    assert tried > 60


def test_known_words_pass_by_place_and_by_name():
    Word = typing.Literal["one", "two"]

    @checked_options
    def say(word: Word, other: Word | None = None) -> str:
        return word

    assert say("one") == say(word="one", other=None) == say("one", "two") == "one"
    for wrong in ({"word": None}, {"word": "one", "other": "three"}):
        with pytest.raises(UnknownOption):
            say(**wrong)

    @checked_fields
    class Said:
        def __init__(self, word: Word) -> None:
            self.word = word

    assert Said("two").word == "two"
    with pytest.raises(UnknownOption):
        Said("three")


@pytest.fixture(scope="module")
def model():
    return estimate_var(np.random.default_rng(0).standard_normal((80, 2)), lags=2)


DRAWS = np.random.default_rng(1).standard_normal((20, 3))
REFUSED = [
    ("lags", lambda model: estimate_var(model.panel, lags=0)),
    ("lags", lambda model: estimate_var(model.panel, lags=1.5)),
    ("lags", lambda model: estimate_var(model.panel, lags=True)),
    ("horizons", lambda model: impulse_responses(model.lag_matrices, np.ones(2), 0)),
    ("position", lambda model: recursive_impact(model.covariance, 2, 1.0)),
    ("position", lambda model: recursive_impact(model.covariance, -1, 1.0)),
    ("size", lambda model: recursive_impact(model.covariance, 0, np.nan)),
    ("errors", lambda model: local_projections(model, 0, 1.0, 4, errors="hac")),
    ("horizons", lambda model: local_projections(model, 0, 1.0, 0)),
    ("longest", lambda model: lag_criteria(model.panel, 0)),
    ("horizon", lambda model: hamilton_cycle(model.panel[:, 0], horizon=0)),
    ("lags", lambda model: hamilton_cycle(model.panel[:, 0], lags=0)),
    ("deterministic", lambda model: unit_root_test(model.panel[:, 0], "trend")),
    ("longest_lag", lambda model: unit_root_test(model.panel[:, 0], "constant", longest_lag=-1)),
    ("level", lambda model: unit_root_test(model.panel[:, 0], "constant", level=5)),
    ("coverage", lambda model: percentile_band(DRAWS, 95)),
    ("coverage", lambda model: hall_band(DRAWS, DRAWS[0], 1.0)),
    ("chunks", lambda model: chunk_of_draws(10, 0, 0)),
    ("draws", lambda model: chunk_of_draws(0, 0, 1)),
    ("horizons", lambda model: variance_shares(model, 0, 0)),
    ("horizons", lambda model: response_draws(model, range(2), position=0, size=1.0, horizons=0, entropy=1)),
    ("shock", lambda model: AttentionExperiment(shock="interest")),
    ("interaction", lambda model: AttentionExperiment(interaction="both")),
    ("persistence", lambda model: AttentionExperiment(persistence=1.0)),
    ("ar", lambda model: AttentionExperiment(ar=-1)),
    ("lags", lambda model: AttentionExperiment(lags=0)),
]


@pytest.mark.parametrize(("option", "call"), REFUSED, ids=[f"{n}-{option}" for n, (option, _) in enumerate(REFUSED)])
def test_an_argument_out_of_range_is_refused_by_name(model, option, call):
    with pytest.raises((UnknownOption, OutOfRange), match=f"^{option}\\b") as refusal:
        call(model)
    assert isinstance(refusal.value, FrictionsError)
