"""A page on rational inattention: which published numbers reproduce, in which mode, and why.

Every number is read from results; words that depend on numbers are chosen by them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from frictions.report.attention_labels import MODES, RECONSTRUCTION_NOTE, quantities
from frictions.report.reconstruction_table import largest_excess

GROUPS = {
    "Table 1.2": ("table_1_2.RI.",),
    "Table 1.3": ("table_1_3.RI.",),
    "Table 1.4": ("table_1_4.",),
    "Table 1.5": ("table_1_5.",),
    "Table 1.6, markup share": ("table_1_6.RI.", "money_growth."),
    "statements of the text": ("fig_claims_ch1.", "statements_ch1."),
}
"""Rows of the first table: beginnings of the names of scored items."""

SEEN = 1e-3
"""Bits a quarter from which on a flow counts as attention."""

SAME_CRITERION = 1e-3
"""Values of J that differ by less belong to one and the same economy."""

READINGS = ("printed", "corrected", "independent")
"""Readings of the printed flows: one noise, one noise with Table 1.4's .2264 read as .1264, independent noises."""

OPTIMAL = ("optimal_separate", "optimal_joint")


@dataclass(frozen=True)
class Evidence:
    """What the page is made from.

    Attributes
    ----------
    verdicts : DataFrame
        The contract's ``scoreboard_modes.csv``.
    published : mapping
        Published numbers.
    settings : mapping of str to mapping
        Settings of the experiments by name.
    information, moments, decisions : mapping of (str, str) to DataFrame
        The contract's files by experiment and mode.
    criteria : mapping of str to float
        J by optimal mode, of the ``recovered`` path, of the Calvo model at the source's estimates (``calvo``) and at
        ours (``calvo_estimated``), and of attention at ours (``estimated``).
    comparison : mapping of str to float
        Of the two estimated models: ``difference``, ``standard_error``, ``two_step_p_value``, ``bootstrap_targets``,
        ``bootstrap_lower`` and ``bootstrap_upper``.
    profile : DataFrame
        The contract's ``profile.csv`` of the estimated model.
    variants, by_table, loose, optima : DataFrame
        The contract's ``variants.csv``, ``variants_by_table.csv``, ``loose_search.csv`` and ``optima.csv``.
    printed_attention : mapping of str to DataFrame
        The contract's ``printed_attention*.csv`` by reading.
    """

    verdicts: pd.DataFrame
    published: Mapping[str, Any]
    settings: Mapping[str, Mapping[str, Any]]
    information: Mapping[tuple[str, str], pd.DataFrame]
    moments: Mapping[tuple[str, str], pd.DataFrame]
    decisions: Mapping[tuple[str, str], pd.DataFrame]
    criteria: Mapping[str, float]
    comparison: Mapping[str, float]
    profile: pd.DataFrame
    variants: pd.DataFrame
    by_table: pd.DataFrame
    printed_attention: Mapping[str, pd.DataFrame]
    loose: pd.DataFrame
    optima: pd.DataFrame


def verdict_counts(verdicts: pd.DataFrame) -> pd.DataFrame:
    """How many printed numbers and statements agree, by group and mode.

    Parameters
    ----------
    verdicts : DataFrame
        Columns item, mode and verdict among others.

    Returns
    -------
    DataFrame
        Columns group, mode, items, agree (exact or close, or a statement that holds) and sign (a number that agrees in
        sign only).
    """
    rows = []
    for group, beginnings in GROUPS.items():
        for mode in MODES:
            chosen = verdicts[verdicts["item"].str.startswith(beginnings) & (verdicts["mode"] == mode)]
            chosen = chosen[chosen["verdict"] != "not comparable"]
            held = chosen["replicated"].astype(str).isin(["true", "false"]) & (chosen["verdict"] == "sign")
            agree = int((chosen["verdict"].isin(["exact", "close"]) | held).sum())
            sign = int((chosen["verdict"] == "sign").sum() - held.sum())
            rows.append({"group": group, "mode": mode, "items": len(chosen), "agree": agree, "sign": sign})
    return pd.DataFrame(rows)


def attention_note(evidence: Evidence) -> str:
    """Write the page, in Markdown."""
    paragraphs = (
        "**Rational inattention: which published numbers reproduce, in which mode, and why**",
        _counts(evidence),
        _reconstruction(evidence),
        _near_optimum(evidence),
        _true_optima(evidence),
        _no_equilibrium(evidence),
        _solved(evidence),
        _fit(evidence),
        _sensitivity(evidence),
        _money(evidence),
    )
    return "\n\n".join(paragraphs) + "\n"


def _counts(evidence: Evidence) -> str:
    counts = verdict_counts(evidence.verdicts)
    lines = [f"| printed | {' | '.join(MODES.values())} |", f"|:--{'|--:' * len(MODES)}|"]
    for group in GROUPS:
        rows = counts[counts["group"] == group].set_index("mode")
        cells = []
        for mode in MODES:
            row = rows.loc[mode]
            only = f" (+{row['sign']} in sign)" if row["sign"] else ""
            cells.append(f"{row['agree']} of {row['items']}{only}" if row["items"] else "none")
        lines.append(f"| {group} | {' | '.join(cells)} |")
    return (
        "Numbers that agree within five percent or two sampling standard deviations, and statements that hold, by the "
        "scoreboard; in brackets what agrees in sign only.\n\n" + "\n".join(lines)
    )


def _reconstruction(evidence: Evidence) -> str:
    best, tables = evidence.variants.iloc[0], evidence.by_table.head(evidence.by_table["table"].nunique())
    near = {str(row["table"]): row for _, row in tables.iterrows()}
    bits = quantities(evidence.information["benchmark", "reconstruction"])
    first_best, actual = _impact(evidence.decisions["benchmark", "reconstruction"], "stock")
    side = "below" if bits["excess_over_optimum_pct"] < 0.0 else "above"
    return (
        f"**The published equilibrium.** {RECONSTRUCTION_NOTE} It is the closest to Table 1.3 of "
        f"{len(evidence.variants)} constructions (table_constructions). Its one free number, the cost of a bit over "
        f"the variance of the shock, is {best['cost_ratio']:.1f}; with it {near['1.3']['within_5']} of the "
        f"{near['1.3']['printed']} moments of Table 1.3 are within 5 percent of the print and "
        f"{near['1.3']['within_10']} within 10. Of the numbers of Tables 1.4 and 1.5, which took no part in the "
        f"choice, {near['1.4']['within_20']} of {near['1.4']['printed']} and {near['1.5']['within_20']} of "
        f"{near['1.5']['printed']} are within 20 percent. At its own first best the objective is "
        f"{abs(bits['excess_over_optimum_pct']):.0f} percent {side} that of the best joint signals"
        + (": adding up flows understates information" if side == "below" else "")
        + ". An AR(1) rule cannot follow a target that changes sign, so the stock "
        f"responds by {actual:.2f} percent where {first_best:.2f} would be best."
    )


def _near_optimum(evidence: Evidence) -> str:
    largest = {name: largest_excess(table) for name, table in evidence.printed_attention.items()}
    told = {name: f"{values.min():.1f} percent at {values.idxmin():g}" for name, values in largest.items()}
    ends = evidence.loose[evidence.loose["flow_price"] > SEEN]
    return (
        "**How far from optimal the printed attention is.** For one cost common to all columns of Tables 1.4 and 1.5, "
        "the printed flows cost a firm of the reconstruction little: the largest excess over its optimum is "
        f"{told['printed']} times the variance of the shock. With Table 1.4's .2264 read as .1264, which would restore "
        f"the order that the text asserts, it is {told['corrected']}; with independent noises {told['independent']}. "
        "The objective is flat: far-apart flows are nearly as good (figure_printed_attention), so that digits cannot "
        f"be expected. A hill climber of loose tolerance explains less: of {len(evidence.loose)} searches "
        f"{len(ends)} end with attention, {(ends['excess_percent'] < 1.0).sum()} of them within one percent of the "
        f"optimum, with {ends['flow_price'].min():.3f} to {ends['flow_price'].max():.3f} bits on the price."
    )


def _true_optima(evidence: Evidence) -> str:
    informed = evidence.optima[(evidence.optima["flow"] > 0.0) & evidence.optima["stable"].astype(bool)]
    lowest, highest = evidence.optima["cost_ratio"].min(), evidence.optima["cost_ratio"].max()
    return (
        f"**True optima do not give the tables.** Over costs of {lowest:g} to {highest:g} times the variance of the "
        f"shock, {len(informed)} stable equilibria with attention were found, separate (interaction counted or "
        f"ignored) and joint. In {(informed['corr_Y_pi'] > 0.0).sum()} of them output and inflation move together, "
        f"where the source prints {evidence.published['table_1_3']['RI']['corr_Y_pi']:g}; at most "
        f"{informed['within_5'].max()} of the nine moments are within 5 percent (figure_optima). Attention ends where "
        f"it folds back, at {evidence.optima['fold'].min():.0f} to {evidence.optima['fold'].max():.0f}."
    )


def _no_equilibrium(evidence: Evidence) -> str:
    flows = evidence.published["table_1_4"]["info_flow_P"]
    costs = evidence.published["table_1_4"]["mu_share_of_sales"]
    printed = ", ".join(f"{value:g}" for value in flows)
    order = np.argsort(costs)[::-1]
    monotone = bool(np.all(np.diff(np.array(flows)[order]) >= 0.0))
    ends = [_last(evidence.decisions["benchmark", mode], "price") for mode in OPTIMAL]
    gone = evidence.published["fig_claims_ch1"]["price_deviation_dies_out_quarters"]
    return (
        f"**Why it is not a solution.** As information gets cheaper Table 1.4 prints {printed} bits on the price"
        + ("" if monotone else ", which no optimum at given first-best decisions does: the cheaper, the more")
        + ". With the price index linearised correctly, firms that attend to the price move its level for good, "
        f"by {ends[0]:.2f} percent with separate and {ends[1]:.2f} with joint information; in print the response is "
        f"gone after {gone} quarters."
    )


def _solved(evidence: Evidence) -> str:
    settings, literal = evidence.settings["benchmark"], evidence.settings["literal_15bp"]
    bits = quantities(evidence.information["benchmark", "optimal_separate"])
    joint = quantities(evidence.information["benchmark", "optimal_joint"])["info_flow"]
    small = [quantities(evidence.information["literal_15bp", mode])["info_flow"] for mode in OPTIMAL]
    ratio = [_moment(evidence.moments["benchmark", mode], "corr_IS_S") for mode in OPTIMAL]
    printed = evidence.published
    nothing = (
        "nobody attends to anything" if max(small) == 0.0 else f"firms pay for {small[0]:.2f} and {small[1]:.2f} bits"
    )
    return (
        f"**The model solved.** With the printed cost and shocks of {1e4 * settings['sigma_attention']:g} basis points "
        f"firms pay for {bits['info_flow_P']:.2f} bits on the price and {bits['info_flow_Z']:.2f} on the stock (print: "
        f"{printed['table_1_4']['info_flow_P'][0]:g} and {printed['table_1_4']['info_flow_Z'][0]:g}), under joint "
        f"information for {joint:.2f}. The inventory-sales ratio then moves with sales, correlation {ratio[0]:.2f} and "
        f"{ratio[1]:.2f} (print: {printed['table_1_3']['RI']['corr_IS_S']:g}), "
        + ("the opposite of what is printed" if min(ratio) > 0.0 else "in part as printed")
        + f". With shocks of {1e4 * literal['sigma_attention']:g} basis points {nothing}. The source gives both sizes."
    )


def _fit(evidence: Evidence) -> str:
    criteria, printed = evidence.criteria, evidence.published["table_1_2"]
    at_print = _compared(criteria["recovered"], criteria["calvo"])
    solved = [_compared(criteria[mode], criteria["calvo"]) for mode in OPTIMAL]
    difference, error = evidence.comparison["difference"], evidence.comparison["standard_error"]
    p_value = evidence.comparison["two_step_p_value"]
    told_apart = "tells the two apart" if p_value < 0.05 else "does not tell the two apart"
    return (
        f"**The fit (Table 1.2).** On our VAR the responses recovered from Table 1.3 have J = "
        f"{criteria['recovered']:.1f} (print: {printed['RI_sum']:g}) and the Calvo model {criteria['calvo']:.1f} "
        f"(print: {printed['Calvo_sum']:g}): the published responses fit {at_print}. The model solved at the same "
        f"parameters has {criteria['optimal_separate']:.1f} with separate and {criteria['optimal_joint']:.1f} with "
        f"joint information, {' and '.join(dict.fromkeys(solved))} than Calvo. Estimated, attention reaches "
        f"{criteria['estimated']:.1f} and Calvo {criteria['calvo_estimated']:.1f}: "
        f"{_compared(criteria['estimated'], criteria['calvo_estimated'])}, by {abs(difference):.1f} with a standard "
        f"error of {error:.1f}; the Rivers-Vuong test {told_apart} at five percent (two-step p = {p_value:.2f}); "
        f"over {evidence.comparison['bootstrap_targets']:.0f} bootstrap samples the difference ranges from "
        f"{evidence.comparison['bootstrap_lower']:.1f} to {evidence.comparison['bootstrap_upper']:.1f}."
        + _dearest(evidence)
    )


def _dearest(evidence: Evidence) -> str:
    """What is left of the fit if information is so dear that its cost does not matter any more."""
    profile = evidence.profile[evidence.profile["parameter"] == "cost_ratio"].sort_values("value")
    values, criteria = profile["value"].to_numpy(), profile["criterion"].to_numpy()
    if len(values) < 2 or abs(criteria[-1] - criteria[-2]) > SAME_CRITERION:
        return ""
    calvo = evidence.criteria["calvo_estimated"]
    first = values[np.abs(criteria - criteria[-1]) <= SAME_CRITERION][0]
    return (
        f" Where a bit costs {first:.0f} times the variance of the shock or more, nobody attends to anything and J is "
        f"{criteria[-1]:.1f}, {_compared(criteria[-1], calvo)} than Calvo's."
    )


def _sensitivity(evidence: Evidence) -> str:
    small, large = (evidence.settings[name]["size"] for name in ("benchmark", "sigma_25bp"))
    printed = evidence.published["table_1_5"]["profit_deviation"]
    growth = {
        mode: _deviation(evidence, "sigma_25bp", mode) / _deviation(evidence, "benchmark", mode) for mode in MODES
    }
    told = ", ".join(f"{value:.1f} ({MODES[mode]})" for mode, value in growth.items())
    rows = evidence.verdicts
    rises = rows[(rows["item"] == "statements_ch1.ratio_rises_more_with_sigma") & (rows["verdict"] == "sign")]["mode"]
    holds = f"holds in the modes {', '.join(MODES[mode] for mode in rises)}"
    if not len(rises):
        holds = "holds in no mode: firms that know more cut their stock more"
    return (
        f"**Cost and size (Tables 1.4, 1.5).** From {100 * small:g} to {100 * large:g} basis points the printed profit "
        f"deviation grows {printed[-1] / printed[0]:.1f} times, the variance of the shock {(large / small) ** 2:.1f} "
        f"times, as if attention hardly reacted; here it grows {told} times. That the inventory-sales ratio rises by "
        f"more when shocks are larger (Figure 1.14) {holds}."
    )


def _money(evidence: Evidence) -> str:
    printed, text = evidence.published["table_1_6"]["RI"], evidence.published["money_growth"]
    told = []
    for mode in OPTIMAL:
        moments = evidence.moments["money_growth", mode]
        bits = quantities(evidence.information["money_growth", mode])
        ignored = ", nobody attends to the stock" if bits.get("info_flow_Z", 1.0) == 0.0 else ""
        told.append(
            f"{MODES[mode].removeprefix('optimal, ')}: correlation of the ratio and sales "
            f"{_moment(moments, 'corr_IS_S'):.2f}, markup share {100 * _moment(moments, 'markup_share'):.0f} percent"
            + ignored
        )
    return (
        f"**Money growth (Table 1.6).** {'; '.join(told).capitalize()} (print: {printed['corr_IS_S']:g} and "
        f"{text['markup_share_RI_pct']:g} percent, in the model of Kryvtsov and Midrigan "
        f"{text['markup_share_KM2013_pct']:g}). There is no reconstruction: what "
        "firms track moves for ever, which stationary rules cannot follow at a finite loss."
    )


def _moment(moments: pd.DataFrame, name: str) -> float:
    return float(moments.set_index("moment")["value"][name])


def _impact(decisions: pd.DataFrame, decision: str) -> tuple[float, float]:
    row = decisions[(decisions["decision"] == decision) & (decisions["horizon"] == 0)].iloc[0]
    return float(row["first_best"]), float(row["actual"])


def _last(decisions: pd.DataFrame, decision: str) -> float:
    rows = decisions[decisions["decision"] == decision].sort_values("horizon")
    return float(rows["actual"].iloc[-1])


def _deviation(evidence: Evidence, experiment: str, mode: str) -> float:
    return quantities(evidence.information[experiment, mode])["profit_deviation"]


def _compared(first: float, second: float) -> str:
    return "better" if first < second else "worse"
