"""A firm panel as named arrays, for storage between two steps."""

from collections.abc import Mapping

import numpy as np

from frictions.efficiency.firm_panel import VALUES, Exclusion, FirmPanel, InvalidPanel


def pack_panel(panel: FirmPanel) -> dict[str, np.ndarray]:
    """Arrays of numbers and texts that hold the whole panel; `unpack_panel` restores it."""
    log = panel.exclusions
    return {
        "firms": np.array(panel.firms, dtype=str),
        "periods": panel.periods,
        "annual": np.array(panel.annual),
        **{name: getattr(panel, name) for name in VALUES},
        "exclusion_rules": np.array([entry.rule for entry in log], dtype=str),
        "exclusion_units": np.array([entry.unit for entry in log], dtype=str),
        "exclusion_counts": np.array([entry.count for entry in log], dtype=np.int64),
        # A firm's name may hold any character but this one.
        "exclusion_firms": np.array(["\n".join(entry.firms) for entry in log], dtype=str),
    }


def unpack_panel(arrays: Mapping[str, np.ndarray]) -> FirmPanel:
    """Restore what `pack_panel` packed.

    Raises
    ------
    InvalidPanel
        If an array is missing.
    """
    try:
        log = zip(
            arrays["exclusion_rules"].tolist(),
            arrays["exclusion_units"].tolist(),
            arrays["exclusion_counts"].tolist(),
            arrays["exclusion_firms"].tolist(),
            strict=True,
        )
        return FirmPanel(
            firms=tuple(arrays["firms"].tolist()),
            periods=arrays["periods"],
            annual=bool(arrays["annual"]),
            exclusions=tuple(
                Exclusion(rule, unit, count, tuple(firms.split("\n")) if firms else ())
                for rule, unit, count, firms in log
            ),
            **{name: arrays[name] for name in VALUES},
        )
    except KeyError as error:
        raise InvalidPanel(f"the stored firm panel has no array {error}") from None
