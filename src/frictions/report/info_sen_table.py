"""The regression of price informativeness on production efficiency: published beside ours, panel by panel."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import pandas as pd

from frictions.report.info_sen_labels import MEASURES, SENSITIVITIES, SOURCES
from frictions.report.printed_layout import Cell, errors_below, in_parentheses, printed
from frictions.report.table import Table

REGRESSORS = {
    "production_efficiency": "production efficiency (SEN)",
    "market_capitalization": "log market capitalization",
    "constant": "constant",
}
STATISTICS = {"coefficient": "coefficient", "t_value": "t"}


@dataclass(frozen=True)
class PanelResult:
    """What one panel gives.

    Attributes
    ----------
    name : str
    settings : mapping
        ``source``, ``note`` (may be None), ``measures`` and ``sensitivities``.
    variants, firms, exclusions : DataFrame
        The contract's files of the panel.
    """

    name: str
    settings: Mapping[str, Any]
    variants: pd.DataFrame
    firms: pd.DataFrame
    exclusions: pd.DataFrame


def info_sen_table(
    published: Mapping[str, Any],
    implied_firms: tuple[int, int],
    panels: Sequence[PanelResult],
    information: pd.DataFrame,
) -> Table:
    """One row a number of the published table, one column a panel and measure.

    Parameters
    ----------
    published : mapping
        ``coefficient`` and ``t_value`` (four each) by regressor, ``r_squared`` and ``standard_errors`` (four each).
    implied_firms : (int, int)
        Sample sizes between which the published statistics agree with each other.
    panels : sequence of PanelResult
    information : DataFrame
        The contract's ``information.csv``: measures in population by efficiency.
    """
    keys = [
        (number, regressor, statistic)
        for number in (1, 2, 3, 4)
        for regressor in REGRESSORS
        for statistic in STATISTICS
        if published[regressor][statistic][number - 1] is not None
    ]
    rows: list[dict[str, Any]] = [
        {
            "column": f"({number}) {published['standard_errors'][number - 1]}",
            "regressor": REGRESSORS[regressor],
            "statistic": STATISTICS[statistic],
            "published": published[regressor][statistic][number - 1],
            **{
                f"{panel.name}: {MEASURES[measure]}": _value(panel, measure, number, regressor, statistic)
                for panel in panels
                for measure in panel.settings["measures"]
            },
        }
        for number, regressor, statistic in keys
    ]
    for number in (1, 3):
        rows.append(
            {
                "column": f"({number}), ({number + 1})",
                "regressor": "",
                "statistic": "R-squared",
                "published": published["r_squared"][number - 1],
                **{
                    f"{panel.name}: {MEASURES[measure]}": _value(panel, measure, number, "constant", "r_squared")
                    for panel in panels
                    for measure in panel.settings["measures"]
                },
            }
        )
    frame = pd.DataFrame(rows)
    notes = [
        "Published: CRSP and Compustat, which are not available here, so that the numbers cannot be reproduced; its "
        f"rounded statistics agree for {implied_firms[0]} to {implied_firms[1]} firms. The source gives no formula of "
        "its sensitivity. Columns (1) and (3) have classic, (2) and (4) robust (HC1) standard errors.",
        *(sentence for panel in panels for sentence in _panel_notes(panel, published)),
        _theory_note(information),
    ]
    title = "Price informativeness and production efficiency across firms (the poster's regression)"
    in_print = _regressions_as_columns(published, panels)
    return Table("table_info_sen", title, frame, {"published": 2}, tuple(notes), in_print=in_print)


def _regressions_as_columns(published: Mapping[str, Any], panels: Sequence[PanelResult]) -> pd.DataFrame:
    """The four published regressions, then below them those of each panel and measure; t values in parentheses."""
    rows = _block("published", published, partial(_of_print, published), 2)
    for panel in panels:
        for measure in panel.settings["measures"]:
            rows += _block(f"{panel.name}: {MEASURES[measure]}", published, partial(_value, panel, measure), 3)
    errors = {f"({number})": (str(kind), "") for number, kind in enumerate(published["standard_errors"], start=1)}
    return errors_below("", list(errors), [*rows, ("standard errors", errors)])


def _block(
    name: str, published: Mapping[str, Any], value: Callable[[int, str, str], float], decimals: int
) -> list[tuple[str, dict[str, Cell]]]:
    """Rows of one set of four regressions under its name; a regressor that the source leaves out stays empty."""
    rows: list[tuple[str, dict[str, Cell]]] = [(name, {})]
    for regressor, label in REGRESSORS.items():
        there = [number for number in (1, 2, 3, 4) if published[regressor]["coefficient"][number - 1] is not None]
        cells = {
            f"({number})": (
                printed(value(number, regressor, "coefficient"), decimals),
                in_parentheses(value(number, regressor, "t_value"), 2),
            )
            for number in there
        }
        rows.append((label, cells))
    explained = {number: value(number, "constant", "r_squared") for number in (1, 2, 3, 4)}
    rows.append(("R-squared", {f"({number})": (printed(share, decimals), "") for number, share in explained.items()}))
    return rows


def _of_print(published: Mapping[str, Any], number: int, regressor: str, statistic: str) -> float:
    """A published number of a column; the share explained is one of the column, not of a regressor."""
    found = published[statistic] if statistic == "r_squared" else published[regressor][statistic]
    return float(found[number - 1])


def _rows(panel: PanelResult, measure: str) -> pd.DataFrame:
    chosen = panel.variants["sensitivity"] == panel.settings["sensitivities"][0]
    return panel.variants[chosen & (panel.variants["measure"] == measure)]


def _value(panel: PanelResult, measure: str, number: int, regressor: str, statistic: str) -> float:
    rows = _rows(panel, measure)
    return float(rows.loc[(rows["column"] == number) & (rows["regressor"] == regressor), statistic].iloc[0])


def _panel_notes(panel: PanelResult, published: Mapping[str, Any]) -> list[str]:
    name, settings = panel.name, panel.settings
    kept = panel.firms[panel.firms["kept"]]
    used = _rows(panel, settings["measures"][0])["observations"].unique()
    counts = " and ".join(str(count) for count in used)
    note = f" {settings['note']}" if settings["note"] else ""
    left_out = panel.exclusions[(panel.exclusions["unit"] == "firms") & (panel.exclusions["count"] > 0)]
    reasons = "; ".join(f"{rule}: {count}" for rule, count in zip(left_out["rule"], left_out["count"], strict=True))
    noted = panel.exclusions[(panel.exclusions["unit"] != "firms") & (panel.exclusions["count"] > 0)]
    rows = zip(noted["rule"], noted["count"], noted["unit"], strict=True)
    repaired = "; ".join(f"{rule}: {count} {unit}" for rule, count, unit in rows)
    sentences = [
        f"Panel {name}: {SOURCES[settings['source']]}.{note} {len(panel.firms)} firms, {counts} in the regressions. "
        f"Firms left out: {reasons or 'none'}. Other rules: {repaired or 'none applied'}. Names are in "
        f"results/info_sen/{name}/exclusions.csv. Sensitivity: {SENSITIVITIES[settings['sensitivities'][0]]}. Mean "
        f"informativeness about income {kept['informativeness'].mean():.3f}, {kept['null_mean'].mean():.3f} were "
        "prices uninformative.",
    ]
    for measure in settings["measures"]:
        sentences.append(_sign_note(panel, measure, published))
    if settings["source"] == "model":
        sentences.append(
            f"Panel {name}: size has no effect in the model; market capitalization enters through the assumption that "
            "private signals of larger firms are more precise."
        )
    return sentences


def _sign_note(panel: PanelResult, measure: str, published: Mapping[str, Any]) -> str:
    printed = published["production_efficiency"]
    ours = {
        number: (
            _value(panel, measure, number, "production_efficiency", "coefficient"),
            _value(panel, measure, number, "production_efficiency", "t_value"),
        )
        for number in (1, 4)
    }
    same = [coefficient * printed["coefficient"][number - 1] > 0.0 for number, (coefficient, _) in ours.items()]
    weak = all(abs(t) < 1.96 for _, t in ours.values())
    verdict = "the published sign" if all(same) else "the opposite of the published sign"
    if any(same) and not all(same):
        verdict = "no stable sign"
    if weak:
        verdict = "not different from zero"
    shown = ", ".join(f"{c:+.3f} (t {t:.1f}) in column ({number})" for number, (c, t) in ours.items())
    counts = "/".join(str(count) for count in _rows(panel, measure)["observations"].unique())
    return f"Panel {panel.name}, {MEASURES[measure]} on production efficiency ({counts} firms): {shown}: {verdict}."


def _theory_note(information: pd.DataFrame) -> str:
    wide = information[information["information"] == "exogenous"].pivot(index="eta", columns="quantity", values="value")
    low, high = wide.iloc[0], wide.iloc[-1]
    span = f"{wide.index[0]:g} to {wide.index[-1]:g}"
    income, revelatory = _course(low["on_income"], high["on_income"]), _course(low["revelatory"], high["revelatory"])
    return (
        f"In the solved model, without sampling error, informativeness about income {income} as efficiency goes from "
        f"{span}, since the price moves income through the input; revelatory efficiency, which the source's theory is "
        f"about, {revelatory}. A negative coefficient for informativeness about income is therefore not implied by the "
        "source's model."
        if high["on_income"] > low["on_income"]
        else f"In the solved model, without sampling error, informativeness about income {income} and revelatory "
        f"efficiency {revelatory} as efficiency goes from {span}."
    )


def _course(low: float, high: float) -> str:
    return f"{'rises' if high > low else 'falls'} from {low:.3f} to {high:.3f}"
