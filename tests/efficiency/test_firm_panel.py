"""Rules by which rows become a panel, each with its count, and the years formed from quarters."""

import numpy as np
import pandas as pd
import pytest

from frictions.efficiency.firm_panel import (
    InvalidPanel,
    adjust_splits,
    build_firm_panel,
    exclusion_table,
    panel_frame,
    to_annual,
)


def _rows(firm="A", start="2000-03-31", quarters=8, **columns):
    dates = pd.date_range(start, periods=quarters, freq="QE")
    base = {
        "firm": firm,
        "date": dates,
        "price": 10.0 + np.arange(quarters),
        "earnings": 1.0 + np.arange(quarters),
        "shares": 100.0,
        "assets": 50.0,
        "equity": 20.0,
    }
    return pd.DataFrame({**base, **columns})


def _count(panel, rule):
    counts = exclusion_table(panel.exclusions).set_index("rule")["count"]
    return int(counts[rule])


def test_clean_rows_pass_untouched():
    panel = build_firm_panel(_rows())
    assert panel.firms == ("A",)
    np.testing.assert_array_equal(panel.periods, 8000 + np.arange(8))
    np.testing.assert_array_equal(panel.price[0], 10.0 + np.arange(8))
    assert np.isnan(panel.capex).all()
    table = exclusion_table(panel.exclusions)
    assert table["count"].sum() == 0


def test_rows_that_cannot_be_read_are_left_out_and_counted():
    rows = _rows()
    rows["date"] = rows["date"].dt.strftime("%Y-%m-%d")
    rows.loc[2, "date"] = "soon"
    rows.loc[3, "firm"] = None
    panel = build_firm_panel(rows)
    assert _count(panel, "unreadable firm or date") == 2
    assert np.isnan(panel.price[0, 2:4]).all()
    assert _count(panel, "quarter missing within a firm's span") == 2


def test_repeated_rows_collapse_and_contradictions_reject_the_firm_by_name():
    rows = pd.concat([_rows("A"), _rows("A").iloc[[1]], _rows("B"), _rows("B", price=99.0).iloc[[2]]])
    panel = build_firm_panel(rows)
    assert panel.firms == ("A",)
    assert _count(panel, "repeated row") == 1
    contradiction = next(e for e in panel.exclusions if e.rule == "contradicting rows for one date")
    assert (contradiction.unit, contradiction.count, contradiction.firms) == ("firms", 1, ("B",))


def test_of_two_dates_within_a_quarter_the_later_is_kept():
    extra = _rows("A").iloc[[1]].assign(date=pd.Timestamp("2000-06-20"), price=-5.0)
    panel = build_firm_panel(pd.concat([_rows("A"), extra]))
    assert _count(panel, "second date within one quarter") == 1
    assert panel.price[0, 1] == 11.0


def test_fiscal_quarters_of_any_month_fill_the_grid_without_collisions():
    for start in ("2000-01-31", "2000-02-29", "2000-04-02"):
        dates = [pd.Timestamp(start) + pd.DateOffset(months=3 * k) for k in range(8)]
        panel = build_firm_panel(_rows(date=dates))
        assert panel.price.shape == (1, 8)
        assert np.isfinite(panel.price).all()


def test_prices_and_values_out_of_range_become_missing_and_are_counted():
    rows = _rows(price=[10.0, 0.0, -3.0, np.inf, 14.0, 15.0, 16.0, 17.0], capex=[0.0, 1, 1, 1, 1, 1, 1, -1.0])
    rows["earnings"] = rows["earnings"].astype(object)
    rows.loc[4, "earnings"] = "n.a."
    panel = build_firm_panel(rows)
    assert _count(panel, "price not positive, taken as missing") == 2
    assert _count(panel, "price is not a finite number") == 1
    assert _count(panel, "earnings is not a finite number") == 1
    assert _count(panel, "capex not positive, taken as missing") == 2
    np.testing.assert_array_equal(np.isnan(panel.price[0]), [False, True, True, True, False, False, False, False])


def test_negative_and_zero_earnings_are_kept_and_counted():
    panel = build_firm_panel(_rows(earnings=[1.0, -2.0, 0.0, 3.0, 1.0, 1.0, 1.0, 1.0]))
    assert _count(panel, "negative earnings, kept") == 1
    assert _count(panel, "zero earnings, no growth from them") == 1
    assert panel.earnings[0, 1] == -2.0


def test_missing_quarters_leave_gaps_that_are_counted():
    panel = build_firm_panel(_rows().drop(index=[2, 3, 5]))
    assert _count(panel, "quarter missing within a firm's span") == 3
    assert np.isnan(panel.earnings[0, [2, 3, 5]]).all()


def test_a_split_is_put_on_the_later_basis_and_an_issue_is_not():
    shares = np.array([100.0, 101.0, 202.0, 203.0])
    price = np.array([30.0, 31.0, 16.0, 17.0])
    flat = np.full((1, 4), 50.0)
    adjusted, later, count = adjust_splits(price[None], shares[None], [flat, flat])
    assert count == 1
    np.testing.assert_allclose(adjusted[0], [15.0, 15.5, 16.0, 17.0])
    np.testing.assert_allclose(later[0], [200.0, 202.0, 202.0, 203.0])
    merged = np.array([[50.0, 50.0, 90.0, 90.0]])
    assert adjust_splits(price[None], shares[None], [merged, flat])[2] == 0
    unknown = np.full((1, 4), np.nan)
    assert adjust_splits(price[None], shares[None], [unknown, unknown])[2] == 1


def test_a_reverse_split_and_two_splits_in_a_row_are_undone():
    shares = np.array([[100.0, 200.0, 600.0, 60.0]])
    price = np.array([[60.0, 30.0, 10.0, 100.0]])
    flat = np.ones((1, 4))
    adjusted, later, count = adjust_splits(price, shares, [flat])
    assert count == 3
    np.testing.assert_allclose(adjusted[0], 100.0)
    np.testing.assert_allclose(later[0], 60.0)


def test_a_panel_said_to_be_adjusted_is_left_alone():
    rows = _rows(price=[30.0, 31.0, 16.0, 17.0, 17.0, 17.0, 17.0, 17.0], shares=[100.0, 101.0] + [202.0] * 6)
    assert build_firm_panel(rows).price[0, 0] == 15.0
    assert build_firm_panel(rows, split_adjusted=True).price[0, 0] == 30.0


def test_firms_without_prices_and_earnings_together_are_left_out_by_name():
    lonely = _rows("B", price=[1.0] * 4 + [np.nan] * 4, earnings=[np.nan] * 4 + [1.0] * 4)
    panel = build_firm_panel(pd.concat([_rows("A"), lonely]))
    assert panel.firms == ("A",)
    assert panel.exclusions[-1].firms == ("B",)


def test_panels_without_columns_or_firms_are_refused():
    with pytest.raises(InvalidPanel, match="price, earnings"):
        build_firm_panel(pd.DataFrame({"firm": ["A"], "date": ["2000-03-31"]}))
    with pytest.raises(InvalidPanel, match="no firm"):
        build_firm_panel(_rows(price=np.nan))
    with pytest.raises(InvalidPanel, match="no firm is left"):
        build_firm_panel(_rows().iloc[:0])


def test_years_sum_flows_and_take_the_last_stock():
    panel = build_firm_panel(_rows(quarters=9, start="2000-03-31"))
    fixed = to_annual(panel, 4)
    np.testing.assert_array_equal(fixed.periods, [2000, 2001, 2002])
    np.testing.assert_allclose(fixed.earnings[0], [1 + 2 + 3 + 4, 5 + 6 + 7 + 8, np.nan])
    np.testing.assert_allclose(fixed.price[0], [13.0, 17.0, np.nan])


def test_years_counted_back_from_the_last_quarter_lose_none_at_the_end():
    rows = pd.concat([_rows("A", quarters=9), _rows("B", quarters=6)])
    years = to_annual(build_firm_panel(rows))
    np.testing.assert_allclose(years.earnings[0], [np.nan, 2 + 3 + 4 + 5, 6 + 7 + 8 + 9])
    np.testing.assert_allclose(years.earnings[1], [np.nan, 3 + 4 + 5 + 6, np.nan])


def test_a_year_with_a_missing_quarter_has_no_flow():
    panel = build_firm_panel(_rows().drop(index=1))
    assert np.isnan(to_annual(panel, 4).earnings[0, 0])
    assert to_annual(panel, 4).earnings[0, 1] == 26.0
    with pytest.raises(InvalidPanel, match="year_end"):
        to_annual(panel, 5)


def test_long_form_holds_what_the_grid_holds():
    panel = build_firm_panel(pd.concat([_rows("A"), _rows("B", quarters=3)]))
    frame = panel_frame(panel)
    assert len(frame) == 11
    assert frame.groupby("firm")["earnings"].sum().to_dict() == {"A": 36.0, "B": 6.0}


def test_order_of_rows_does_not_matter():
    rows = pd.concat([_rows("B"), _rows("A").drop(index=3)])
    one, other = build_firm_panel(rows), build_firm_panel(rows.sample(frac=1.0, random_state=1))
    np.testing.assert_array_equal(one.price, other.price)
    assert one.exclusions == other.exclusions
