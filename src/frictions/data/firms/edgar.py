"""A firm panel from the open XBRL data of the Securities and Exchange Commission.

A frame is one request for one tag and period and holds every filer. Frames have quarters, years and instants; cash
flows are reported for the year to date, so that after the first quarter their quarters can only be had firm by firm
from the concept service, which is used for the firms the settings name.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from frictions.data.firms.schema import NAMES
from frictions.data.firms.web_store import FetchFailed, WebStore, fetch_json
from frictions.data.firms.xbrl_facts import COLUMNS, latest_filing, parse_concept, parse_frame, quarterly_flows
from frictions.errors import FrictionsError

FLOW_TAGS: Mapping[str, tuple[str, ...]] = {
    "earnings": ("OperatingIncomeLoss",),
    "revenue": ("RevenueFromContractWithCustomerExcludingAssessedTax", "Revenues", "SalesRevenueNet"),
    "capex": ("PaymentsToAcquirePropertyPlantAndEquipment",),
}
"""Tags of each flow, the first that a firm reports in a quarter wins."""
STOCK_TAGS: Mapping[str, tuple[str, ...]] = {
    "assets": ("Assets",),
    "equity": ("StockholdersEquity", "StockholdersEquityIncludingPortionAttributableToNoncontrollingInterest"),
}
NOT_FOUND = 404
"""The status for a tag that nobody reported in a period."""
SHARES_TAG = "EntityCommonStockSharesOutstanding"
STOCK_SLACK = pd.Timedelta(days=10)
SHARES_SLACK = pd.Timedelta(days=75)
"""The cover page counts shares some weeks after the quarter."""


class NoFacts(FrictionsError):
    """The service had no usable facts for the years asked for."""


@dataclass(frozen=True)
class EdgarSettings:
    """What to ask for."""

    first_year: int
    last_year: int
    address: str = "https://data.sec.gov"
    firms: tuple[int, ...] = ()
    """CIK numbers whose flows are also asked for one by one, year-to-date spans and filing dates included."""
    tickers: Mapping[int, str] = field(default_factory=dict)
    """CIK to ticker; firms without one are named by their number and have no price."""


@dataclass(frozen=True)
class EdgarPanel:
    """The panel in the schema, without prices, and how it came about."""

    frame: pd.DataFrame
    """Columns of the schema; prices are missing."""
    superseded: int
    """Facts replaced by a later filing: the latest wins."""
    unusable: int
    """Spans that could not be reduced to a quarter."""
    differenced: int
    """Quarters obtained as a difference of spans."""
    absent: tuple[str, ...]
    """Requests the service had nothing for."""


def frame_periods(first_year: int, last_year: int, instant: bool) -> list[str]:
    """Names of the service's periods: CY2019Q1 and CY2019 for flows, CY2019Q1I for stocks."""
    quarters = [f"CY{year}Q{quarter}" for year in range(first_year, last_year + 1) for quarter in range(1, 5)]
    if instant:
        return [quarter + "I" for quarter in quarters]
    return quarters + [f"CY{year}" for year in range(first_year, last_year + 1)]


def fetch_edgar_panel(store: WebStore, settings: EdgarSettings) -> EdgarPanel:
    """Fetch frames and concepts and assemble them by firm and fiscal quarter.

    Raises
    ------
    NoFacts
        If no flow could be had at all.
    FetchFailed
        If a request fails for another reason than an absent page.
    MalformedReply
        If a reply is not as documented.
    """
    absent: list[str] = []
    flow_tags = [tag for tags in FLOW_TAGS.values() for tag in tags]
    periods = frame_periods(settings.first_year, settings.last_year, instant=False)
    flows = _frames(store, settings, [("us-gaap", tag, "USD") for tag in flow_tags], periods, absent)
    for cik in settings.firms:
        flows += [_concept(store, settings, cik, tag, absent) for tag in flow_tags]
    facts = _join(flows)
    if facts.empty:
        raise NoFacts(f"no flows between {settings.first_year} and {settings.last_year}")
    quarters = quarterly_flows(facts)
    instants = frame_periods(settings.first_year, settings.last_year, instant=True)
    stock_tags = [("us-gaap", tag, "USD") for tags in STOCK_TAGS.values() for tag in tags]
    stocks, replaced = latest_filing(_join(_frames(store, settings, stock_tags, instants, absent)))
    shares = _join(_frames(store, settings, [("dei", SHARES_TAG, "shares")], instants, absent))
    shares, replaced_shares = latest_filing(shares)

    panel = _pivot(quarters.values, FLOW_TAGS)
    for name, tags in STOCK_TAGS.items():
        for tag in tags:
            values = _nearest(panel, stocks[stocks["tag"] == tag], "nearest", STOCK_SLACK)
            panel[name] = panel[name].fillna(values) if name in panel else values
    panel["shares"] = _nearest(panel, shares, "forward", SHARES_SLACK)
    names = panel["cik"].map(settings.tickers)
    panel["firm"] = names.where(names.notna(), panel["cik"].map("CIK{:010d}".format))
    panel = panel.rename(columns={"end": "date"}).sort_values(["firm", "date"], ignore_index=True)
    return EdgarPanel(
        frame=panel.reindex(columns=list(NAMES)),
        superseded=quarters.superseded + replaced + replaced_shares,
        unusable=quarters.unusable,
        differenced=int((quarters.values["origin"] == "difference").sum()),
        absent=tuple(absent),
    )


def _frames(
    store: WebStore,
    settings: EdgarSettings,
    tags: Sequence[tuple[str, str, str]],
    periods: Sequence[str],
    absent: list[str],
) -> list[pd.DataFrame]:
    frames = []
    for taxonomy, tag, unit in tags:
        for period in periods:
            name = f"{taxonomy}_{tag}_{unit}_{period}.json"
            address = f"{settings.address}/api/xbrl/frames/{taxonomy}/{tag}/{unit}/{period}.json"
            try:
                frames.append(parse_frame(fetch_json(store, address, name), name))
            except FetchFailed as error:
                _note_absent(error, name, absent)
    return frames


def _concept(store: WebStore, settings: EdgarSettings, cik: int, tag: str, absent: list[str]) -> pd.DataFrame:
    name = f"CIK{cik:010d}_{tag}.json"
    address = f"{settings.address}/api/xbrl/companyconcept/CIK{cik:010d}/us-gaap/{tag}.json"
    try:
        facts = parse_concept(fetch_json(store, address, name), "USD", name)
    except FetchFailed as error:
        _note_absent(error, name, absent)
        return pd.DataFrame(columns=COLUMNS)
    years = facts["end"].dt.year
    return facts[(years >= settings.first_year) & (years <= settings.last_year)]


def _note_absent(error: FetchFailed, name: str, absent: list[str]) -> None:
    if error.status != NOT_FOUND:
        raise error
    absent.append(name)


def _join(frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    filled = [frame for frame in frames if not frame.empty]
    if filled:
        return pd.concat(filled, ignore_index=True)
    return pd.DataFrame(columns=COLUMNS).astype({"accession": str, "filed": "datetime64[ns]", "end": "datetime64[ns]"})


def _pivot(values: pd.DataFrame, tags: Mapping[str, tuple[str, ...]]) -> pd.DataFrame:
    wide = values.pivot_table(index=["cik", "end"], columns="tag", values="value", aggfunc="last")
    panel = pd.DataFrame(index=wide.index)
    for name, candidates in tags.items():
        panel[name] = float("nan")
        for tag in candidates:
            if tag in wide:
                panel[name] = panel[name].fillna(wide[tag])
    return panel.reset_index()


def _nearest(panel: pd.DataFrame, facts: pd.DataFrame, direction: str, slack: pd.Timedelta) -> pd.Series:
    if facts.empty:
        return pd.Series(float("nan"), index=panel.index)
    left = panel[["cik", "end"]].reset_index(names="_row").sort_values("end", kind="stable")
    right = facts[["cik", "end", "value"]].sort_values("end", kind="stable")
    merged = pd.merge_asof(left, right, on="end", by="cik", direction=direction, tolerance=slack)
    return merged.set_index("_row")["value"].reindex(panel.index)
