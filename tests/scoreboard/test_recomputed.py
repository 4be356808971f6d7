"""Every verdict of results/scoreboard.csv once more, from the raw outputs, without the scoreboard's code or settings.

What is read for an item is written here a second time, by hand; printed values come from the file's own text.
"""

from decimal import Decimal
from functools import cache

import numpy as np
import pandas as pd
import pytest
import yaml

MOMENTS = [
    "corr_IS_S",
    "corr_IS_Y",
    "corr_Y_dI",
    "corr_Y_S",
    "corr_Y_pi",
    "autocorr_dpi",
    "sd_pi_over_y",
    "sd_IS_over_S",
    "sd_w_over_y",
]
SERIES = ["output", "inflation", "consumption", "inventory_sales", "inventories", "unit_labor_cost"]
ESTIMATED = ["xi_p", "iota_p", "xi_w", "iota_w", "sigma_c", "sigma_l", "alpha"]
BY_COST = ["benchmark", "mu_0.000263", "mu_0.000132"]
BY_SIZE = ["benchmark", "sigma_20bp", "sigma_22bp", "sigma_25bp"]
QUARTERS = list(range(1, 9))


@pytest.fixture(scope="module")
def raw(project, results):
    """Reader of a column of a table: rows by column values, in the order of the file."""

    @cache
    def table(file):
        return pd.read_csv(results / file)

    def read(file, column="value", **where):
        rows = table(file)
        for name, wanted in where.items():
            rows = rows[rows[name].isin(wanted if isinstance(wanted, list) else [wanted])]
        assert len(rows), (file, where)
        return rows[column].to_numpy()

    return read


@pytest.fixture(scope="module")
def settings(project):
    return lambda file: yaml.safe_load((project / "config" / file).read_text())


def of_the_var(raw, settings):
    config, values = settings("config.yaml"), {}
    for sample, name in (("baseline", "var_baseline"), ("post_volcker", "var_post_volcker")):
        for i, bound in enumerate(("first_quarter", "last_quarter")):
            values[f"samples.{name}.{i}"] = raw(f"var/{sample}/summary.csv", quantity=bound)[0]
    values["samples.note"] = raw("var/extended/summary.csv", quantity="last_quarter")[0]
    values["var.lags"] = config["var"]["lags"]
    values["var.variables"] = len(raw("var/baseline/unit_roots.csv", "variable"))
    values["var.shock_bp_annualised"] = 100 * config["var"]["shock_percentage_points"]
    values["var.bootstrap_draws"] = raw("var/baseline/draws.csv", quantity="draws")[0]
    values["var.band"] = config["bootstrap"]["coverage"]
    values["var.horizon"] = config["var"]["horizons"]
    values["var.lags_chosen_by_aicc"] = 1 + int(np.argmin(raw("var/baseline/lag_selection.csv", "aicc")))

    def band(variable, column):
        return raw("var/baseline/irf.csv", column, variable=variable)

    ratio, inflation = band("inventory_sales", "point"), band("inflation", "point")
    profit_outside = (band("profit_share", "lower") > 0) | (band("profit_share", "upper") < 0)
    claims = {
        "is_ratio_peak_quarter": int(np.argmax(ratio)),
        "is_ratio_peak_pct": ratio.max(),
        "inflation_trough_quarter": int(np.argmin(inflation)),
        "inflation_trough_pct": inflation.min(),
        "is_ratio_rise_significant": bool((band("inventory_sales", "lower") > 0).any()),
        "inventories_fall_after_quarters": int(np.argmax(band("inventories", "point") < 0)) - 1,
        "inventories_significant": bool((band("inventories", "upper") < 0).any()),
        "inflation_significant": bool(((band("inflation", "lower") > 0) | (band("inflation", "upper") < 0)).any()),
        "profit_margin_falls": bool((band("profit_share", "point") < 0).any()),
        "profit_margin_significant_quarter": int(np.argmax(profit_outside)) if profit_outside.any() else None,
        "unit_labor_cost_strongly_procyclical": bool((band("unit_labor_cost", "upper") < 0).any()),
        "post_volcker_ratio_rises": bool(
            (raw("var/post_volcker/irf.csv", "point", variable="inventory_sales")[1:5] > 0).all()
        ),
    }
    values |= {f"var.text_claims.{name}": value for name, value in claims.items()}
    for variable in raw("var/baseline/unit_roots.csv", "variable"):
        values[f"var.unit_roots.{variable}"] = raw("var/baseline/unit_roots.csv", "decision", variable=variable)[0]
    values |= {f"table_1_3.VAR.{name}": raw("var/baseline/moments.csv", moment=name)[0] for name in MOMENTS}
    return values


def of_the_calibration(raw, settings):
    calvo = settings("experiments/calvo/table_1_1.yaml")["parameters"]
    attention = settings("experiments/attention/benchmark.yaml")
    names = ["beta", "theta", "theta_w", "delta_z", "sigma_v", "psi_l", "g_star", "rho_R", "phi_pi", "phi_Y", "h"]
    values = {f"table_1_1.predetermined.{name}": calvo[name] for name in names}
    values["table_1_1.predetermined.beta_text"] = calvo["beta"]
    values["table_1_1.predetermined.mu_share_of_sales"] = attention["mu"]
    values |= {f"table_1_1.RI.{name}": attention["parameters"][name] for name in ESTIMATED[2:]}

    def steady(quantity):
        return raw("inventory/steady_state.csv", model="table_1_1", quantity=quantity)[0]

    values["steady_state_ch1.stockout_probability_quarterly"] = steady("stock_out_probability")
    values["steady_state_ch1.inventory_sales_ratio"] = steady("inventory_sales_ratio")
    values["steady_state_ch1.markup"] = steady("markup") - 1
    values["steady_state_ch1.inventory_depreciation_share_of_output"] = steady("inventory_depreciation_share")
    hessian = raw("inventory/profit_hessian.csv").reshape(2, 2)
    for i in range(2):
        for j in range(2):
            values[f"steady_state_ch1.H_x0_RI.{i}.{j}"] = hessian[i, j] / 2
    values["fig_claims_ch1.profit_price_vs_stock_sensitivity"] = hessian[0, 0] / hessian[1, 1]
    return values


def of_sticky_prices(raw, mode):
    def path(variable, horizon=0):
        return raw(f"calvo/table_1_1/{mode}/irf.csv", "response", variable=variable, horizon=horizon)

    six, four = (f"calvo/estimates/{name}/estimates.csv" for name in ("six", "four"))
    parts = {name: raw(f"calvo/table_1_1/{mode}/criterion.csv", "contribution", variable=name)[0] for name in SERIES}
    values = {f"table_1_1.Calvo.{name}": raw(six, parameter=name)[0] for name in ESTIMATED}
    values |= {f"fig_1_9_calvo_4_variables.{name}": raw(four, parameter=name)[0] for name in ESTIMATED}
    values |= {f"table_1_2.Calvo.{name}": part for name, part in parts.items()}
    values["table_1_2.Calvo.sum"] = sum(parts.values())
    for name in MOMENTS:
        where = {"file": f"calvo/table_1_1/{mode}/moments.csv", "moment": name}
        values[f"table_1_3.Calvo.{name}"] = (raw(**where)[0], raw(**where, column="sampling_sd")[0])
    for name, variable in {"output": "output", "real_wage": "real_wage", "inflation": "inflation"}.items():
        values[f"fig_claims_ch1.Calvo_{name}_impact_pct"] = path(variable)[0]
    wage, price = (raw(four, parameter=name)[0] for name in ("xi_w", "xi_p"))
    values |= {
        "statements_ch1.Calvo_inventory_sales_rises": bool((path("inventory_sales", QUARTERS) > 0).all()),
        "statements_ch1.Calvo_inventories_fall": bool((path("inventories", QUARTERS) < 0).all()),
        "statements_ch1.Calvo_profit_rises": bool(path("real_profit")[0] > 0),
        "statements_ch1.wages_stickier_than_prices_without_inventories": bool(wage > price),
    }
    return values


def of_attention(raw, folder):
    """Items about the benchmark, from one folder of results."""
    here = f"attention/{folder}"

    def path(variable, horizon=None):
        return raw(
            f"{here}/irf.csv", "response", variable=variable, **({} if horizon is None else {"horizon": horizon})
        )

    def other(file, column, **where):
        return raw(f"calvo/table_1_1/average/{file}.csv", column, **where)

    parts, calvo = (
        np.array([raw(f"{where}/criterion.csv", "contribution", variable=name)[0] for name in SERIES])
        for where in (here, "calvo/table_1_1/average")
    )
    values = {f"table_1_2.RI.{name}": part for name, part in zip(SERIES, parts, strict=True)}
    values["table_1_2.RI.sum"] = parts.sum()
    for name in MOMENTS:
        sampled = [raw(f"{here}/moments.csv", column, moment=name)[0] for column in ("value", "sampling_sd")]
        values[f"table_1_3.RI.{name}"] = tuple(sampled)
    output = path("output")
    price, stock = (
        [raw(f"{here}/decisions.csv", column, decision=name) for column in ("first_best", "actual")]
        for name in ("price", "stock")
    )
    gap = np.abs(price[0] - price[1])
    settled = next((t for t in range(len(gap)) if (gap[t:] <= 0.05 * gap.max()).all()), None)
    nine = list(range(9))
    values |= {
        "fig_claims_ch1.RI_output_impact_pct": output[0],
        "fig_claims_ch1.RI_output_below_ss_quarters": next(
            (t for t in range(len(output)) if output[t] >= -1e-10), len(output)
        ),
        "fig_claims_ch1.real_marginal_cost_impact_ratio_Calvo_over_RI": (
            other("irf", "response", variable="real_marginal_cost", horizon=0)[0] / path("real_marginal_cost", 0)[0]
        ),
        "fig_claims_ch1.J_Calvo_over_RI_minus_1_pct": 100 * (calvo.sum() / parts.sum() - 1),
        "fig_claims_ch1.first_best_Z_impact_pct": stock[0][0],
        "fig_claims_ch1.price_deviation_dies_out_quarters": settled,
        "statements_ch1.RI_fits_better_series": int((parts < calvo).sum()),
        "statements_ch1.RI_inventory_sales_rises": bool((path("inventory_sales", QUARTERS) > 0).all()),
        "statements_ch1.RI_inventories_fall": bool((path("inventories", QUARTERS) < 0).all()),
        "statements_ch1.RI_larger_ratio_than_Calvo": bool(
            path("inventory_sales", nine).sum()
            > other("irf", "response", variable="inventory_sales", horizon=nine).sum()
        ),
        "statements_ch1.RI_stock_moves_less_than_first_best": bool(np.abs(stock[0]).max() > np.abs(stock[1]).max()),
        "statements_ch1.RI_output_inflation_negative": bool(values["table_1_3.RI.corr_Y_pi"][0] < 0),
    }
    return values


def of_attention_compared(raw, settings, mode):
    """Items that compare experiments."""

    def information(experiment, quantity):
        return raw(f"attention/{experiment}/{mode}/information.csv", quantity=quantity)[0]

    def grows(path):
        return bool((np.diff(path) > 0).all())

    values = {}
    for table, experiments, quantities in (
        ("table_1_4", BY_COST, ("profit_deviation", "info_flow_P", "info_flow_Z")),
        ("table_1_5", BY_SIZE, ("profit_deviation", "info_flow_P", "info_flow_Z", "interaction_share_pct")),
    ):
        for quantity in quantities:
            for i, experiment in enumerate(experiments):
                values[f"{table}.{quantity}.{i}"] = information(experiment, quantity)
    for i, experiment in enumerate(BY_COST):
        values[f"table_1_4.mu_share_of_sales.{i}"] = settings(f"experiments/attention/{experiment}.yaml")["mu"]
    for i, experiment in enumerate(BY_SIZE):
        values[f"table_1_5.sigma_r_bp.{i}"] = 100 * settings(f"experiments/attention/{experiment}.yaml")["size"]

    def across(table, quantity):
        return np.array([value for name, value in values.items() if name.startswith(f"{table}.{quantity}.")])

    def ratio(experiment, horizon):
        file = f"attention/{experiment}/{mode}/irf.csv"
        return raw(file, "response", variable="inventory_sales", horizon=horizon)[0]

    stocks = [
        raw(f"attention/{experiment}/{mode}/decisions.csv", "actual", decision="stock", horizon=0)[0]
        for experiment in BY_COST
    ]
    wider = [ratio(experiment, 2) for experiment in ("benchmark", "sigma_20bp", "sigma_25bp")]
    interaction = across("table_1_5", "interaction_share_pct")
    statements = {
        "flow_to_price_rises_as_mu_falls": grows(across("table_1_4", "info_flow_P")),
        "flow_to_stock_rises_as_mu_falls": grows(across("table_1_4", "info_flow_Z")),
        "profit_deviation_falls_as_mu_falls": grows(-across("table_1_4", "profit_deviation")),
        "price_flow_above_stock_flow": bool(
            (across("table_1_4", "info_flow_P") > across("table_1_4", "info_flow_Z")).all()
        ),
        "stock_moves_more_as_mu_falls": grows(np.abs(stocks)),
        "ratio_pushed_down_as_mu_falls": grows([-ratio(experiment, 0) for experiment in BY_COST]),
        "flow_to_price_rises_with_sigma": grows(across("table_1_5", "info_flow_P")),
        "flow_to_stock_rises_with_sigma": grows(across("table_1_5", "info_flow_Z")),
        "profit_deviation_widens_with_sigma": grows(across("table_1_5", "profit_deviation")),
        "interaction_negative_and_growing": grows(-interaction) and bool((interaction < 0).all()),
        "ratio_rises_more_with_sigma": grows(wider) and wider[0] > 0,
    }
    return values | {f"statements_ch1.{name}": bool(holds) for name, holds in statements.items()}


def of_money(raw, settings, mode):
    experiment = settings("experiments/attention/money_growth.yaml")
    here = f"attention/money_growth/{mode}"
    names = [
        "corr_IS_S",
        "autocorr_IS",
        "corr_Y_dI",
        "sd_IS_over_S",
        "sd_y_over_S",
        "elasticity_IS_S",
        "elasticity_I_S",
    ]
    values = {f"money_growth.{name}": experiment["parameters"][name] for name in ("xi_w", "h", "g_star")}
    values["money_growth.shock_pct"] = experiment["size"]
    values["money_growth.markup_share_RI_pct"] = 100 * raw(f"{here}/moments.csv", moment="markup_share")[0]
    for name in names:
        sampled = [raw(f"{here}/moments.csv", column, moment=name)[0] for column in ("value", "sampling_sd")]
        values[f"table_1_6.RI.{name}"] = tuple(sampled)

    def calvo(variable, horizon):
        return raw("calvo/money_growth/average/irf.csv", "response", variable=variable, horizon=horizon)

    ratio, sales = (raw(f"{here}/irf.csv", "response", variable=name) for name in ("inventory_sales", "sales"))
    ours = raw(f"{here}/irf.csv", "response", variable="nominal_marginal_cost", horizon=0)[0]
    year = [0, 1, 2, 3]
    lower = calvo("nominal_marginal_cost", year) < calvo("price_level", year)
    values["statements_ch1.money_RI_ratio_countercyclical"] = bool(
        ((ratio - ratio.mean()) * (sales - sales.mean())).sum() < 0
    )
    values["statements_ch1.money_Calvo_cost_falls_by_more_than_price"] = bool(lower.all())
    values["statements_ch1.money_Calvo_cost_tracks_money_more_than_RI"] = bool(
        calvo("nominal_marginal_cost", 0)[0] < ours
    )
    return values


def of_reallocation(raw, settings):
    economies = {
        name: settings(f"experiments/reallocation/{name}.yaml")
        for name in ("benchmark", "high_elasticity", "tight_credit")
    }
    own = {
        "beta": "discount_factor", "gamma": "labor_exponent", "alpha": "capital_exponent", "delta": "depreciation",
        "eta": "new_weight", "epsilon": "substitution", "b": "borrowing_limit", "theta_h": "inverse_frisch",
        "psi": "labor_disutility", "tau": "risk_aversion", "rho_z": "persistence", "sigma_eps": "innovation_sd",
        "z_states": "productivity_states",
    }  # fmt: skip
    first = economies["benchmark"]
    values = {f"table_2_1.{name}": first["economy"][key] for name, key in own.items()}
    values["table_2_1.lambda"] = first["lemons"][0]
    for i, economy in enumerate(economies.values()):
        for name in ("epsilon", "b"):
            values[f"ch2_text.experiments.{i}.{name}"] = economy["economy"][own[name]]
    for i, level in enumerate(first["shock"]):
        values[f"ch2_text.tfp_shock_path_pct.{i}"] = 100 * (level - 1)

    def steady(quantity):
        return raw("reallocation/benchmark/steady_state.csv", lemons=0.002, quantity=quantity)[0]

    for name in ("Y", "C", "I", "K", "N", "p", "lambda_M", "reallocation"):
        values[f"table_2_2.{name}"] = steady(name)
    values["ch2_text.used_share_of_purchases"] = steady("used_share")
    values["ch2_text.borrowing_limit_over_output"] = steady("borrowing_limit_share")

    def path(variable, lemons=0.002, experiment="benchmark"):
        """By year; entry 0 is not a year."""
        file = f"reallocation/{experiment}/transition.csv"
        return np.r_[np.nan, raw(file, "percent_deviation", variable=variable, lemons=lemons)]

    def extreme(values):
        return values[1:][np.argmax(np.abs(values[1:]))]

    values["ch2_text.reallocation_drop_ratio_lambda_over_zero"] = extreme(path("reallocation")) / extreme(
        path("reallocation", 0)
    )
    for name in ("reallocation", "lemon_share", "investment", "output"):
        values[f"figure_2_1.{name}"] = extreme(path(name))
    values["figure_2_1.mpk_ratio_peak"] = np.nanmax(path("mpk_ratio"))
    values["figure_2_1.tfp_end_trough"] = np.nanmin(path("tfp_end"))
    values["figure_2_1.mpk_ratio_peak_tight_credit"] = np.nanmax(path("mpk_ratio", experiment="tight_credit"))
    one_period = {"file": "reallocation/one_period.csv", "substitution": 0.001}
    statements = {
        "price_elasticity_above_one": (raw(**one_period, column="price_elasticity") > 1).all(),
        "good_sales_procyclical": (raw(**one_period, column="good_sales_elasticity") > 0).all(),
        "used_price_falls": path("price_used")[1] < 0,
        "lemon_share_rises": path("lemon_share")[1] > 0,
        "reallocation_falls": path("reallocation")[1] < 0,
        "reallocation_falls_more_with_lemons": path("reallocation")[1] < path("reallocation", 0)[1],
        "investment_falls_more_with_lemons": path("investment")[1] < path("investment", 0)[1],
        "output_lower_with_lemons": (path("output")[2:6] < path("output", 0)[2:6]).all(),
        "capital_recovers_more_slowly": (path("capital")[3:11] < path("capital", 0)[3:11]).all(),
        "mpk_ratio_rises_more_with_lemons": (path("mpk_ratio")[2:4] > path("mpk_ratio", 0)[2:4]).all(),
        "tfp_end_falls_more_with_lemons": (path("tfp_end")[2:4] < path("tfp_end", 0)[2:4]).all(),
    }
    for variable in ("reallocation", "investment"):
        normal = path(variable)[1]
        statements[f"substitution_mutes_{variable}"] = path(variable, experiment="high_elasticity")[1] > normal
        statements[f"tight_credit_deepens_{variable}"] = path(variable, experiment="tight_credit")[1] < normal
    statements["tight_credit_deepens_reallocation_without_lemons"] = (
        path("reallocation", 0, "tight_credit")[1] < path("reallocation", 0)[1]
    )
    statements["substitution_dampens_mpk_ratio"] = path("mpk_ratio", 0.002, "high_elasticity")[3] < path("mpk_ratio")[3]
    statements["tight_credit_raises_mpk_ratio"] = path("mpk_ratio", 0.002, "tight_credit")[3] > path("mpk_ratio")[3]
    return values | {f"statements_ch2.{name}": bool(holds) for name, holds in statements.items()}


def of_the_other_sources(raw):
    values = {}
    file = "info_sen/model/regression.csv"
    for i in range(4):
        where = {"file": file, "column": "t_value"}
        constant = {"regressor": "constant"}
        frame = {
            column: raw(file, column, **constant)[i]
            for column in ("column", "coefficient", "t_value", "standard_errors", "r_squared")
        }
        values[f"info_sen.columns.{i}"] = frame["column"]
        values[f"info_sen.robust_se.{i}"] = frame["standard_errors"]
        values[f"info_sen.constant.{i}"], values[f"info_sen.t_constant.{i}"] = frame["coefficient"], frame["t_value"]
        values[f"info_sen.r_squared.{i}"] = frame["r_squared"]
        for name in ("production_efficiency", "market_capitalization"):
            j = i if name == "production_efficiency" else i - 2
            if j >= 0:
                values[f"info_sen.{name}.{i}"] = raw(file, "coefficient", regressor=name)[j]
                values[f"info_sen.t_{name}.{i}"] = raw(**where, regressor=name)[j]

    def stable(quantity):
        return raw("efficiency/stationary.csv", information="exogenous", branch="low_volatility", quantity=quantity)

    def informativeness(period):
        return raw("efficiency/path.csv", change="one_off", information="exogenous", quantity="I", period=period)[0]

    def economy(file, quantity, **where):
        return raw(f"production_economy/{file}.csv", quantity=quantity, **where)

    profit = raw("efficiency/profit.csv", quantity="example_profit", parameter="3")
    on_income = raw("efficiency/information.csv", information="exogenous", quantity="on_income")
    statements = {
        "poster.informativeness_falls_with_efficiency": np.diff(stable("I")) < 0,
        "poster.resale_variance_rises_with_efficiency": np.diff(stable("var_resale")) > 0,
        "poster.informativeness_falls_before_a_known_rise": informativeness(19) < informativeness(0),
        "poster.profit_rises_towards_constant_returns": np.diff(profit) > 0,
        "poster.informativeness_falls_with_sensitivity": np.diff(on_income) < 0,
        "munk.rate_rises_with_growth": np.diff(economy("state_grid", "growth_term", risk_aversion=2)) > 0,
        "munk.rate_falls_with_variance": np.diff(economy("state_grid", "risk_term", risk_aversion=2)) < 0,
        "munk.rate_falls_with_correlation": np.diff(economy("correlation", "short_rate", risk_aversion=4)) < 0,
        "munk.rate_falls_with_correlation_low_risk_aversion": (
            np.diff(economy("correlation", "short_rate", risk_aversion=0.5)) < 0
        ),
    }
    return values | {f"statements_{name}": bool(np.all(holds)) for name, holds in statements.items()}


def judged(text, value, rule):
    """The verdict once more, in decimals."""
    value, spread = value if isinstance(value, tuple) else (value, 0.0)
    if value is None:
        return "differs"
    if text in ("true", "false"):
        return "sign" if text == str(value).lower() else "differs"
    if isinstance(value, str):
        try:
            value = float(value)
        except ValueError:
            return "exact" if text == value else "differs"
    if text == "0.96**(1/4)":
        return "exact" if abs(value - 0.96**0.25) < 1e-12 else "differs"
    printed = Decimal(text)
    gap = abs(Decimal(repr(float(value))) - printed)
    half = Decimal(5).scaleb(int(printed.as_tuple().exponent) - 1)
    if gap <= half:
        return "exact"
    near = abs(value - float(text)) <= max(0.05 * abs(float(text)), 2 * spread)
    if rule != "exact" and near:
        return "close"
    return "sign" if rule == "sign" and value * float(text) > 0 and abs(value) > half else "differs"


def same(shown, value):
    value = value[0] if isinstance(value, tuple) else value
    if value is None:
        return shown == "none"
    if isinstance(value, bool):
        return shown == str(value).lower()
    try:
        return float(shown) == pytest.approx(float(value), rel=1e-9, abs=1e-12)
    except ValueError:
        return shown == value


@pytest.fixture(scope="module")
def recomputed(raw, settings):
    return (
        of_the_var(raw, settings)
        | of_the_calibration(raw, settings)
        | of_sticky_prices(raw, "average")
        | of_attention(raw, "benchmark/optimal_separate")
        | of_attention_compared(raw, settings, "optimal_separate")
        | of_money(raw, settings, "optimal_separate")
        | of_reallocation(raw, settings)
        | of_the_other_sources(raw)
    )


def test_every_item_that_shows_a_number_is_recomputed(board, recomputed):
    assert set(board.index[board["replicated"] != ""]) == set(recomputed)


def test_every_replicated_value_is_the_one_in_the_raw_outputs(board, recomputed):
    wrong = {name: board.loc[name, "replicated"] for name, value in recomputed.items()
             if not same(board.loc[name, "replicated"], value)}  # fmt: skip
    assert not wrong


def test_every_verdict_follows_from_printed_value_raw_output_and_rule(board, recomputed):
    wrong = {}
    for name, value in recomputed.items():
        row = board.loc[name]
        if row["verdict"] not in ("not comparable", "not distinguishable") and row["verdict"] != judged(
            row["published"], value, row["rule"]
        ):
            wrong[name] = (row["published"], value, row["verdict"])
    assert not wrong


def test_difference_is_replicated_less_published(board):
    numbers = board[board["difference"] != ""]
    assert len(numbers) > 200
    for row in numbers.to_dict("records"):
        if row["published"] != "0.96**(1/4)":
            gap = float(row["replicated"]) - float(row["published"])
            assert float(row["difference"]) == pytest.approx(gap, abs=1e-12), row


def test_every_difference_has_a_cause_and_nothing_else_has(board):
    assert (board.loc[board["verdict"] == "differs", "cause"] != "").all()
    assert (board.loc[board["verdict"] != "differs", "cause"] == "").all()
    assert (board.loc[board["verdict"] == "not comparable", "note"] != "").all()


@pytest.mark.parametrize("mode", ["optimal_joint", "reconstruction"])
def test_other_modes_of_attention_are_recomputed(results, board, raw, mode):
    modes = pd.read_csv(results / "scoreboard_modes.csv", dtype=str, keep_default_na=False)
    rows = modes[modes["mode"] == mode].set_index("item")
    values = of_attention(raw, f"benchmark/{mode}")
    checked = rows.index.intersection(list(values))
    assert len(checked) > 25
    for name in checked:
        assert same(rows.loc[name, "replicated"], values[name]), name
        expected = judged(board.loc[name, "published"], values[name], board.loc[name, "rule"])
        assert rows.loc[name, "verdict"] == expected, name


def test_the_mode_with_marginal_cost_is_recomputed(results, board, raw):
    modes = pd.read_csv(results / "scoreboard_modes.csv", dtype=str, keep_default_na=False)
    rows = modes[modes["mode"] == "marginal"].set_index("item")
    values = of_sticky_prices(raw, "marginal")
    assert len(rows) > 20
    for name in rows.index:
        assert same(rows.loc[name, "replicated"], values[name]), name
        assert rows.loc[name, "verdict"] == judged(board.loc[name, "published"], values[name], board.loc[name, "rule"])


def test_the_summary_counts_the_board(results, board):
    summary = pd.read_csv(results / "scoreboard_summary.csv").set_index("part")
    counts = board["verdict"].value_counts()
    assert summary.loc["all", "items"] == len(board)
    for verdict in ("exact", "close", "sign", "not distinguishable", "differs", "not comparable"):
        assert summary.loc["all", verdict] == counts.get(verdict, 0)
    assert (summary.drop("all").sum() == summary.loc["all"]).all()
