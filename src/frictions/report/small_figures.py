"""Small drawings beside a claim: a response with its band, or numbers as multiples of the printed ones."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from frictions.report.house_style import BLUE, VERMILION

WIDTH, HEIGHT, MARGIN = 190.0, 76.0, 6.0
"""Points."""

LEAST, MOST = -1.0, 3.0
"""Multiples of the printed number between which a number is drawn in its place; others are arrows at the edge."""

NEAR = 0.05
"""Relative distance from the printed number up to which a mark is filled: that of the verdict ``close``."""


def response_drawing(response: ArrayLike, band: tuple[ArrayLike, ArrayLike] | None = None) -> str:
    """A response over quarters, with its band and the line of zero.

    Parameters
    ----------
    response : array_like, shape (horizons,)
        In any unit: the drawing has no numbers.
    band : pair of array_like, shape (horizons,), optional
        Lower and upper end.

    Returns
    -------
    str
        SVG; equal numbers give equal texts.
    """
    line = np.asarray(response, dtype=float)
    lower, upper = (np.asarray(end, dtype=float) for end in band) if band else (line, line)
    lowest, highest = min(0.0, lower.min(), line.min()), max(0.0, upper.max(), line.max())
    size = highest - lowest or 1.0

    def points(values: np.ndarray, order: slice = slice(None)) -> str:
        across = MARGIN + (WIDTH - 2 * MARGIN) * np.arange(values.size) / max(values.size - 1, 1)
        down = MARGIN + (HEIGHT - 2 * MARGIN) * (highest - values) / size
        return " ".join(f"{x:.1f},{y:.1f}" for x, y in zip(across[order], down[order], strict=True))

    zero = MARGIN + (HEIGHT - 2 * MARGIN) * highest / size
    parts = [_line(MARGIN, zero, WIDTH - MARGIN, zero)]
    if band:
        parts.insert(
            0,
            f'<polygon points="{points(lower)} {points(upper, slice(None, None, -1))}" fill="{BLUE}" '
            'fill-opacity="0.2"/>',
        )
    parts.append(f'<polyline points="{points(line)}" fill="none" stroke="{BLUE}" stroke-width="1.8"/>')
    return _drawing(parts)


def multiples_drawing(pairs: Sequence[tuple[float, float]]) -> str:
    """Replicated numbers as multiples of the printed ones, one mark for each; the line is where both are equal.

    Parameters
    ----------
    pairs : sequence of (float, float)
        Printed and replicated; a printed zero has no multiples and is left out.

    Returns
    -------
    str
        SVG, empty where nothing is to be drawn. A filled circle is within 5 percent, an open one further away, and a
        triangle points to where a number lies that is off the scale.
    """
    multiples = [replicated / printed for printed, replicated in pairs if printed]
    if not multiples:
        return ""

    def place(multiple: float) -> float:
        return MARGIN + (WIDTH - 2 * MARGIN) * (min(max(multiple, LEAST), MOST) - LEAST) / (MOST - LEAST)

    bottom = HEIGHT - 16.0
    parts = [_line(MARGIN, bottom, WIDTH - MARGIN, bottom), _line(place(1.0), MARGIN, place(1.0), bottom)]
    for multiple, name in ((0.0, "0"), (1.0, "as printed"), (2.0, "twice")):
        parts.append(_line(place(multiple), bottom, place(multiple), bottom + 3))
        parts.append(
            f'<text x="{place(multiple):.1f}" y="{bottom + 12:.1f}" font-size="8" text-anchor="middle" '
            f'font-family="sans-serif" fill="currentColor">{name}</text>'
        )
    step = (bottom - 2 * MARGIN) / len(multiples)
    for i, multiple in enumerate(multiples):
        x, y = place(multiple), MARGIN + step * (i + 0.5)
        if LEAST <= multiple <= MOST:
            near = abs(multiple - 1.0) <= NEAR
            fill, colour = (BLUE, BLUE) if near else ("none", VERMILION)
            parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.6" fill="{fill}" stroke="{colour}"/>')
        else:
            tip = -4.0 if multiple < LEAST else 4.0
            corners = f"M{x - tip:.1f},{y - 3:.1f} L{x:.1f},{y:.1f} L{x - tip:.1f},{y + 3:.1f} Z"
            parts.append(f'<path d="{corners}" fill="{VERMILION}"/>')
    return _drawing(parts)


def _line(x1: float, y1: float, x2: float, y2: float) -> str:
    ends = f'x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"'
    return f'<line {ends} stroke="currentColor" stroke-opacity="0.5" stroke-width="0.8"/>'


def _drawing(parts: Sequence[str]) -> str:
    size = f'viewBox="0 0 {WIDTH:g} {HEIGHT:g}" width="{WIDTH:g}" height="{HEIGHT:g}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} aria-hidden="true">{"".join(parts)}</svg>'
