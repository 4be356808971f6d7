"""Names of the parts of a package: a BagIt folder whose payload, ``data``, is a research-object crate."""

PAYLOAD = "data"
BAG_DECLARATION = "bagit.txt"
BAG_INFORMATION = "bag-info.txt"
MANIFEST = "manifest-sha256.txt"
TAG_MANIFEST = "tagmanifest-sha256.txt"
VERIFIER = "verify.py"
"""The program in the package that verifies it."""

TAG_FILES = (BAG_DECLARATION, BAG_INFORMATION, MANIFEST, VERIFIER)
"""Files outside the payload that the tag manifest lists."""

DECLARATION = "BagIt-Version: 0.97\nTag-File-Character-Encoding: UTF-8\n"

CRATE = "ro-crate-metadata.json"
README = "README.md"
CODEBOOK = "codebook.md"
CITATION = "CITATION.cff"
LICENSE = "LICENSE"
CODE = "code"
WORKFLOW = f"{CODE}/Snakefile"
LOCK = f"{CODE}/requirements.lock"
INPUTS = "inputs"
SERIES = f"{INPUTS}/series"
DATASETS = f"{INPUTS}/datasets.csv"
RESULTS = "results"
LOGS = "logs"
FACTS = "run/facts.json"
"""The only file, with the manifests that list it, in which two runs of one commit differ."""

SETTINGS = "run/settings.json"
OVERLAY = "run/overlay.json"
RECIPE = "run/recipe.json"
PROGRAMS = "run/programs.csv"


def sidecar_name(package: str) -> str:
    """Name of the file beside a package that holds the digest of its tag manifest."""
    return f"{package}.sha256"
