import pytest

from frictions.certificates import CertificateFailed, certify


def test_rows_keep_names_values_and_bounds():
    (row,) = certify({"residual": (-1e-12, 1e-10)})
    assert (row.quantity, row.value, row.bound) == ("residual", -1e-12, 1e-10)


@pytest.mark.parametrize("value", [2e-10, -2e-10, float("nan"), float("inf")])
def test_a_value_beyond_its_bound_is_refused_by_name(value):
    with pytest.raises(CertificateFailed, match="residual is"):
        certify({"fine": (0.0, 1.0), "residual": (value, 1e-10)})


def test_the_refusal_says_what_can_be_done():
    with pytest.raises(CertificateFailed, match=r"truncation is 0.03, beyond its bound 0.02; raise lags$"):
        certify({"truncation": (0.03, 0.02)}, {"truncation": "raise lags", "residual": "no"})
