"""Replies of the shapes that the Securities and Exchange Commission documents."""

YEAR_TO_DATE = [
    ("2019-01-01", "2019-03-31", 10.0, "0000000007-19-000001", "2019-05-01"),
    ("2019-01-01", "2019-06-30", 25.0, "0000000007-19-000002", "2019-08-01"),
    ("2019-01-01", "2019-09-30", 45.0, "0000000007-19-000003", "2019-11-01"),
    ("2019-01-01", "2019-12-31", 70.0, "0000000007-20-000001", "2020-02-01"),
]


def frame_reply(tag, rows, unit="USD"):
    """A frame as the service documents it; rows are (cik, start, end, value, accession)."""
    data = []
    for cik, start, end, value, accession in rows:
        entry = {"accn": accession, "cik": cik, "entityName": f"FIRM {cik}", "loc": "US-IL", "end": end, "val": value}
        if start is not None:
            entry["start"] = start
        data.append(entry)
    head = {"taxonomy": "us-gaap", "tag": tag, "ccp": "CY2019Q1", "uom": unit, "label": tag, "description": tag}
    return {**head, "pts": len(data), "data": data}


def concept_reply(cik, tag, rows):
    """A company concept as documented; rows are (start, end, value, accession, filed)."""
    entries = [
        {"start": s, "end": e, "val": v, "accn": a, "fy": 2019, "fp": "Q1", "form": "10-Q", "filed": f}
        for s, e, v, a, f in rows
    ]
    return {
        "cik": cik,
        "taxonomy": "us-gaap",
        "tag": tag,
        "label": tag,
        "description": "",
        "entityName": "FIRM",
        "units": {"USD": entries},
    }
