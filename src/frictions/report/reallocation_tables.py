"""Tables of chapter 2: parameters, stationary equilibrium, and the claims of the text under every variant."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from frictions.report.table import Table

PARAMETERS = {
    "discount_factor": ("beta", "discount factor"),
    "labor_exponent": ("gamma", "exponent of labour"),
    "capital_exponent": ("alpha", "exponent of capital"),
    "depreciation": ("delta", "depreciation, a year, lemons included"),
    "lemon_rate": ("lambda", "share of capital that is lemons"),
    "new_weight": ("eta", "weight of new goods in investment"),
    "substitution": ("epsilon", "elasticity of substitution between new and used goods"),
    "borrowing_limit": ("b", "borrowing limit, units of the final good"),
    "inverse_frisch": ("theta_h", "inverse elasticity of labour supply"),
    "labor_disutility": ("psi", "weight of labour in utility"),
    "risk_aversion": ("tau", "household's risk aversion; moves no quantity"),
    "persistence": ("rho_z", "persistence of idiosyncratic productivity"),
    "innovation_sd": ("sigma_eps", "standard deviation of its innovation"),
    "productivity_states": ("", "states of the Tauchen chain"),
    "tauchen_width": ("", "half-width of its grid in standard deviations"),
}
"""Symbol and meaning, in the source's order; the last is not printed there."""

QUANTITIES = {
    "Y": "output",
    "C": "consumption",
    "I": "new investment",
    "K": "capital",
    "N": "labour",
    "p": "price of used capital",
    "lambda_M": "share of lemons in the market",
    "reallocation": "capital reallocation, S_b + S_g",
    "used_share": "used goods over capital bought",
    "borrowing_limit_share": "borrowing limit over output",
    "w": "wage",
    "R": "gross interest rate",
    "rho": "price of the bundle",
}
"""What is shown of a stationary equilibrium, in the source's order; the last three are not printed there."""

CLAIMS = {
    "reallocation": "reallocation, lemons",
    "reallocation_without_lemons": "reallocation, none",
    "ratio": "ratio",
    "mpk_ratio_peak": "MPK ratio, lemons",
    "mpk_ratio_peak_without_lemons": "MPK ratio, none",
    "tfp_end_trough": "TFP_end, lemons",
    "tfp_end_trough_without_lemons": "TFP_end, none",
}
"""Columns of the table of claims by the names of the contract's ``variants.csv``."""


def economy_table(published: Mapping[str, float], experiment: Mapping[str, Any]) -> Table:
    """Table 2.1: published parameters beside those used.

    Parameters
    ----------
    published : mapping of str to float
        By parameter.
    experiment : mapping
        Settings of the experiment; its largest share of lemons is shown.
    """
    used = {**experiment["economy"], "lemon_rate": max(experiment["lemons"])}
    columns: dict[str, list[object]] = {
        "parameter": [symbol for symbol, _ in PARAMETERS.values()],
        "meaning": [meaning for _, meaning in PARAMETERS.values()],
        "published": [float(published.get(name, np.nan)) for name in PARAMETERS],
        "used": [float(used[name]) for name in PARAMETERS],
    }
    notes = [
        "Published values are the calibration itself, so both columns agree unless the settings are changed.",
        "The source calls sigma_eps a variance; Table 2.2 implies that it is the standard deviation. It does not print "
        "the width of the Tauchen grid.",
    ]
    return Table("table_2_1", "Parameters of the reallocation model (Table 2.1)", pd.DataFrame(columns), {}, (*notes,))


def quantities_by(frame: pd.DataFrame, key: str, value: object) -> pd.Series:
    """Quantities of one case of a tidy table with columns ``quantity`` and ``value``."""
    return frame[frame[key] == value].set_index("quantity")["value"]


def steady_state_table(
    published: Mapping[str, float], benchmark: pd.DataFrame, variants: pd.DataFrame, shown: Sequence[str]
) -> Table:
    """Table 2.2: published beside replicated, and the discretisations that might explain the gap.

    Parameters
    ----------
    published : mapping of str to float
        By quantity.
    benchmark : DataFrame
        The contract's ``steady_state.csv``; the largest share of lemons is shown.
    variants : DataFrame
        The contract's ``steady_state_variants.csv``.
    shown : sequence of str
        Variants that have a column; the notes tell of the others.
    """
    ours = quantities_by(benchmark, "lemons", benchmark["lemons"].max())
    levels = pd.Series({name: published.get(name, np.nan) for name in QUANTITIES}, dtype=float)
    others = {name: quantities_by(variants, "variant", name) for name in dict.fromkeys(variants["variant"])}
    columns: dict[str, list[object]] = {
        "quantity": list(QUANTITIES),
        "meaning": list(QUANTITIES.values()),
        "published": levels.tolist(),
        "replicated": ours[list(QUANTITIES)].tolist(),
        "difference, percent": _gaps(ours, levels).tolist(),
    }
    columns |= {name: others[name][list(QUANTITIES)].tolist() for name in shown}
    distances = {"replicated": _gaps(ours, levels), **{name: _gaps(row, levels) for name, row in others.items()}}
    sizes = [f"{name}: {gaps.abs().max():.1f} percent ({gaps.abs().idxmax()})" for name, gaps in distances.items()]
    notes = [
        "Largest distance from the published values. " + "; ".join(sizes) + ".",
        "The source prints neither the width of the Tauchen grid nor its grids. A narrower chain gives the level and a "
        "coarse choice of capital moves p and lambda_M towards the print: reconstructions, not proofs.",
    ]
    title = "Stationary equilibrium of the reallocation model (Table 2.2)"
    decimals = dict.fromkeys(columns, 4) | {"difference, percent": 1}
    return Table("table_2_2", title, pd.DataFrame(columns), decimals, (*notes,))


def _gaps(ours: pd.Series, published: pd.Series) -> pd.Series:
    return 100.0 * (ours[list(QUANTITIES)] / published - 1.0)


def claims_of_transition(transition: pd.DataFrame) -> dict[str, float]:
    """The numbers that the text's claims are about, from the contract's ``transition.csv`` of an experiment."""
    many, few = transition["lemons"].max(), transition["lemons"].min()
    paths = {
        rate: transition[transition["lemons"] == rate].pivot(
            index="period", columns="variable", values="percent_deviation"
        )
        for rate in (many, few)
    }
    first, second = (float(paths[rate]["reallocation"].iloc[0]) for rate in (many, few))
    return {
        "reallocation": first,
        "reallocation_without_lemons": second,
        "ratio": first / second,
        "mpk_ratio_peak": float(paths[many]["mpk_ratio"].max()),
        "mpk_ratio_peak_without_lemons": float(paths[few]["mpk_ratio"].max()),
        "tfp_end_trough": float(paths[many]["tfp_end"].min()),
        "tfp_end_trough_without_lemons": float(paths[few]["tfp_end"].min()),
    }


def claims_table(
    published: Mapping[str, Any], experiments: Mapping[str, pd.DataFrame], variants: pd.DataFrame
) -> Table:
    """Claims of section 2.5.2: published, replicated, and under every variant of the benchmark.

    Parameters
    ----------
    published : mapping
        Claims by experiment, in percent.
    experiments : mapping of str to DataFrame
        The contract's ``transition.csv`` by experiment; the first is the benchmark.
    variants : DataFrame
        The contract's ``variants.csv``.
    """
    rows: list[dict[str, object]] = []
    for name, transition in experiments.items():
        label = name.replace("_", " ")
        printed = published.get(name)
        if printed:
            rows.append({"case": f"{label}, published", **{key: printed.get(key, np.nan) for key in CLAIMS}})
        rows.append({"case": f"{label}, replicated", **claims_of_transition(transition)})
    # Perfect foresight is the benchmark itself.
    tried = variants[variants["variant"] != "perfect foresight"]
    rows += [{"case": f"variant: {row['variant']}", **{key: row[key] for key in CLAIMS}} for _, row in tried.iterrows()]
    frame = pd.DataFrame(rows)[["case", *CLAIMS]].rename(columns=CLAIMS)
    benchmark = next(iter(experiments))
    return Table(
        "table_reallocation_claims",
        "Effects of the shock: the source's claims, replicated and under every variant (section 2.5.2)",
        frame,
        dict.fromkeys(CLAIMS.values(), 2) | {CLAIMS[name]: 3 for name in CLAIMS if name.startswith("tfp_end")},
        (
            "Percent. reallocation: in the first year; ratio: the fall with lemons over the fall without; MPK ratio: "
            "largest rise; TFP_end: lowest value. Published sizes are read off the printed axes, the ratio is the "
            "text's.",
            *size_notes(published[benchmark], experiments[benchmark]),
            *claims_notes(published[benchmark], variants),
        ),
    )


def size_notes(published: Mapping[str, float], transition: pd.DataFrame) -> list[str]:
    """First-year responses with lemons that the source's figure shows as well and the table has no column for."""
    first = transition[(transition["period"] == 1) & (transition["lemons"] == transition["lemons"].max())]
    values = first.set_index("variable")["percent_deviation"]
    sizes = [
        f"{name.replace('_', ' ')} {values[name]:.2f} (published {published[name]:g})"
        for name in published
        if name in values and name not in CLAIMS
    ]
    return [f"First year with lemons: {', '.join(sizes)}."] if sizes else []


def claims_notes(published: Mapping[str, float], variants: pd.DataFrame) -> list[str]:
    """What does not replicate, from the contract's ``variants.csv``."""
    solved = variants.dropna(subset=["ratio"])
    notes = [
        f"{CLAIMS[name]}: {solved[name].min():.{digits}f} to {solved[name].max():.{digits}f} over {len(solved)} "
        f"variants, published {published[name]:g}."
        for name, digits in (("ratio", 2), ("mpk_ratio_peak", 2), ("tfp_end_trough", 3))
    ]
    notes.append("With capital chosen a year ahead the MPK ratio and TFP_end cannot move in the first year.")
    if "failure" in variants:
        failed = variants.dropna(subset=["failure"])
        notes += [f"No equilibrium with {row['variant']}: {row['failure']}." for _, row in failed.iterrows()]
    rough = variants[variants["residual"] > 0]
    notes += [
        f"{row['variant']}: markets clear to {100 * row['residual']:.1g} percent only." for _, row in rough.iterrows()
    ]
    return notes
