"""The base of every error that this package raises on purpose.

A script turns an error of this family into one line and a non-zero exit; anything else is a defect and keeps its
traceback.
"""


class FrictionsError(Exception):
    """An error whose message names the file, series, setting or parameter at fault."""
