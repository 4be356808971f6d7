"""Cost of 5,000 bootstrap draws of the baseline VAR, beside statsmodels' resampling in the same run.

`make benchmarks` runs it after the main job, with one BLAS thread. Another panel: its path as the argument.
"""

import resource
import sys
import time

import numpy as np

from frictions.data.tables import read_quarterly
from frictions.timeseries.resampling import response_draws
from frictions.timeseries.var import estimate_var

QUICK = "--quick" in sys.argv
"""Small sizes that show in seconds that the program runs; their figures mean nothing."""
DRAWS = 100 if QUICK else 5000
STATSMODELS_DRAWS = 5 if QUICK else 250


def main() -> None:
    """Print CPU seconds and peak memory of both."""
    named = [word for word in sys.argv[1:] if not word.startswith("--")]
    path = named[0] if named else "results/var/baseline/transformed.csv"
    panel = read_quarterly(path)
    model = estimate_var(panel.to_numpy(), lags=3)
    shock = {"position": list(panel).index("federal_funds"), "size": 0.6, "horizons": 16, "entropy": 1}
    response_draws(model, range(50), **shock)

    times = []
    for _ in range(5):
        start = time.process_time()
        response_draws(model, range(DRAWS), **shock)
        times.append(time.process_time() - start)
    ours = sorted(times)[len(times) // 2]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{panel.shape[1]} variables, {len(panel)} quarters, {model.lags} lags, {DRAWS} draws, one BLAS thread")
    print(
        f"frictions      {ours:7.2f} CPU s (median of 5; {min(times):.2f} to {max(times):.2f}), "
        f"peak memory {peak:.0f} MB"
    )

    from statsmodels.tsa.vector_ar.var_model import VAR

    fit = VAR(panel.to_numpy()).fit(3)
    start = time.process_time()
    fit.irf_resim(orth=True, repl=STATSMODELS_DRAWS, steps=15, rng=np.random.default_rng(1))
    theirs = (time.process_time() - start) * DRAWS / STATSMODELS_DRAWS
    print(f"statsmodels    {theirs:7.2f} CPU s (irf_resim, {STATSMODELS_DRAWS} draws scaled to {DRAWS})")
    print(f"ratio          {theirs / ours:7.1f}")


if __name__ == "__main__":
    main()
