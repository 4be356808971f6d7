"""What can go wrong with a package."""

from frictions.errors import FrictionsError


class ArchiveError(FrictionsError):
    """An error of the archive; the message begins with the file or the setting at fault."""


class NoCommit(ArchiveError):
    """The project is not a git checkout with a commit."""


class UncommittedChanges(ArchiveError):
    """Files that the run reads are not those of the commit."""


class UnfinishedRun(ArchiveError):
    """A result is missing or older than what it is made from."""


class BadCitation(ArchiveError):
    """CITATION.cff is not a citation file."""


class BrokenPackage(ArchiveError):
    """A file of the package is not the one that was archived, is missing, or was added."""


class CannotRebuild(ArchiveError):
    """The package is whole but the rebuild could not be done."""


class DifferentResult(ArchiveError):
    """A rebuilt result is not the archived one."""
