"""Both models on the target of one specification."""

import pytest
import yaml

from frictions.inventory.calvo_matching import calvo_problem
from frictions.matching.problem import estimate_from_everywhere
from frictions.robustness.models import fit_rows
from tests.embedded import embedded_matching_target

pytestmark = pytest.mark.slow


def test_the_difference_is_that_of_the_two_criteria(project):
    """The lowest J of either search, and the test of their difference, on the embedded target."""

    def settings(name):
        return yaml.safe_load((project / f"config/experiments/{name}.yaml").read_text())

    calvo = {**settings("calvo_estimates/six"), "sobol_starts": 1}
    attention = {**settings("attention_estimates/separate"), "sobol_starts": 1, "polished": 1}
    target = embedded_matching_target(project, draws=500)
    said = []
    value = fit_rows(target, calvo, attention, said.append).set_index(["model", "quantity"])["value"]
    setup = {name: calvo[name] for name in ("fixed", "free", "variables", "mc_mode")}
    problem = calvo_problem(**setup, size=calvo["shock"], target=target)
    alone = estimate_from_everywhere(problem, 1, calvo["seed"]).best
    assert value["sticky_prices", "criterion"] == alone.criterion
    assert value["sticky_prices", "xi_p"] == alone.estimate[[p.name for p in problem.parameters].index("xi_p")]
    assert value["difference", "difference"] == (
        value["rational_inattention", "criterion"] - value["sticky_prices", "criterion"]
    )
    assert value["difference", "standard_error"] > 0 and 0 <= value["difference", "two_step_p_value"] <= 1
    assert value["difference", "two_step_p_value"] >= value["difference", "p_value"]
    assert len(said) == 2 and said[0].startswith("sticky prices: J = ")
