"""One reproducibility package of a run: written, verified, audited.

The modules that verify and audit use the standard library only, so that they run with any Python 3.11 or later before
an environment exists: :mod:`~frictions.archive.verification`, :mod:`~frictions.archive.audit` and what they import.
"""
