"""From facts as filed to quarters, and replies of another shape."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frictions.data.firms.xbrl_facts import MalformedReply, latest_filing, parse_concept, parse_frame, quarterly_flows
from tests.data.firms.service_replies import YEAR_TO_DATE, concept_reply, frame_reply


def test_year_to_date_values_become_quarters():
    facts = parse_concept(concept_reply(7, "Capex", YEAR_TO_DATE), "USD", "test")
    flows = quarterly_flows(facts)
    assert flows.values["value"].tolist() == [10.0, 15.0, 20.0, 25.0]
    assert flows.values["origin"].tolist() == ["reported", "difference", "difference", "difference"]
    assert flows.values["end"].dt.strftime("%m-%d").tolist() == ["03-31", "06-30", "09-30", "12-31"]
    assert (flows.superseded, flows.unusable) == (0, 0)


def test_fourth_quarter_is_the_year_less_three_reported_quarters():
    rows = [
        (7, "2019-01-01", "2019-03-31", 1.0, "0000000007-19-000001"),
        (7, "2019-04-01", "2019-06-30", 2.0, "0000000007-19-000002"),
        (7, "2019-07-01", "2019-09-30", 3.0, "0000000007-19-000003"),
        (7, "2019-01-01", "2019-12-31", 10.0, "0000000007-20-000001"),
    ]
    values = quarterly_flows(parse_frame(frame_reply("Revenues", rows), "test")).values
    assert values["value"].tolist() == [1.0, 2.0, 3.0, 4.0]
    assert values["origin"].tolist()[-1] == "difference"


def test_fiscal_year_that_ends_in_january_and_has_53_weeks():
    rows = [
        ("2017-01-29", "2017-04-29", 1.0, "0000000007-17-000001", "2017-06-01"),
        ("2017-01-29", "2017-07-29", 3.0, "0000000007-17-000002", "2017-09-01"),
        ("2017-01-29", "2017-10-28", 6.0, "0000000007-17-000003", "2017-12-01"),
        ("2017-01-29", "2018-02-03", 11.0, "0000000007-18-000001", "2018-03-20"),
    ]
    values = quarterly_flows(parse_concept(concept_reply(7, "Capex", rows), "USD", "test")).values
    assert values["value"].tolist() == [1.0, 2.0, 3.0, 5.0]


def test_a_year_alone_cannot_be_turned_into_quarters_and_is_counted():
    flows = quarterly_flows(
        parse_frame(frame_reply("Revenues", [(7, "2019-01-01", "2019-12-31", 10.0, "0000000007-20-000001")]), "t")
    )
    assert flows.values.empty
    assert flows.unusable == 1


def test_a_missing_quarter_inside_a_year_is_not_made_up():
    rows = [YEAR_TO_DATE[0], YEAR_TO_DATE[3]]
    flows = quarterly_flows(parse_concept(concept_reply(7, "Capex", rows), "USD", "test"))
    assert flows.values["value"].tolist() == [10.0]
    assert flows.unusable == 1


@given(quarters=st.lists(st.integers(-1000, 1000), min_size=4, max_size=4), reported=st.sets(st.integers(0, 3)))
def test_any_mix_of_quarters_and_year_to_date_gives_back_the_quarters(quarters, reported):
    starts = ["2019-01-01", "2019-04-01", "2019-07-01", "2019-10-01"]
    ends = ["2019-03-31", "2019-06-30", "2019-09-30", "2019-12-31"]
    rows = []
    for k in range(4):
        rows.append((starts[0], ends[k], float(sum(quarters[: k + 1])), f"0000000007-19-00000{k}", "2020-02-01"))
        if k in reported and k > 0:
            rows.append((starts[k], ends[k], float(quarters[k]), f"0000000007-19-00000{k}", "2020-02-01"))
    values = quarterly_flows(parse_concept(concept_reply(7, "Capex", rows), "USD", "test")).values
    assert values["value"].tolist() == [float(q) for q in quarters]


@pytest.mark.parametrize("order", [slice(None), slice(None, None, -1)])
def test_latest_filing_wins_whatever_the_order_and_is_counted(order):
    restated = ("2019-01-01", "2019-03-31", 12.0, "0000000007-20-000009", "2020-05-01")
    facts = parse_concept(concept_reply(7, "Capex", [*YEAR_TO_DATE, restated][order]), "USD", "test")
    flows = quarterly_flows(facts)
    assert flows.values["value"].tolist() == [12.0, 13.0, 20.0, 25.0]
    assert flows.superseded == 1


def test_identical_values_filed_again_do_not_count_as_restated():
    again = ("2019-01-01", "2019-03-31", 10.0, "0000000007-20-000009", "2020-05-01")
    kept, superseded = latest_filing(parse_concept(concept_reply(7, "Capex", [*YEAR_TO_DATE, again]), "USD", "test"))
    assert len(kept) == 4
    assert superseded == 0


def test_accession_orders_filings_across_the_century():
    rows = [(7, None, "1999-12-31", 1.0, "0000000007-99-000009"), (7, None, "1999-12-31", 2.0, "0000000007-01-000001")]
    kept, _ = latest_filing(parse_frame(frame_reply("Assets", rows), "test"))
    assert kept["value"].tolist() == [2.0]


@pytest.mark.parametrize("reply", [[], {}, {"data": []}, {"tag": "A", "data": [{"cik": 1}]}, {"tag": "A", "data": [3]}])
def test_frames_of_another_shape_are_refused(reply):
    with pytest.raises(MalformedReply, match="place"):
        parse_frame(reply, "place")


def test_concepts_without_the_unit_or_with_bad_dates_are_refused():
    with pytest.raises(MalformedReply, match="USD"):
        parse_concept({"cik": 1, "tag": "A", "units": {"EUR": []}}, "USD", "place")
    with pytest.raises(MalformedReply, match="place"):
        parse_concept(concept_reply(1, "A", [("2019-13-01", "2019-03-31", 1.0, "a", "2019-05-01")]), "USD", "place")
