"""Packages whose author changed something and then wrote every seal anew: metadata, manifests, the file beside it."""

import csv
import hashlib
import json
import mimetypes
import shutil
from collections.abc import Callable
from pathlib import Path

from frictions.archive.bag import file_digest, sidecar_text, walk
from frictions.archive.layout import CRATE, PAYLOAD, TAG_MANIFEST, sidecar_name
from tests.archive.test_bag import reseal

TABLE = "results/tables/table_1_1.csv"
FIGURE = "results/figures/figure_toy.svg"


def seal_everything(package: Path) -> None:
    """Write anew what an author can: every file described in the crate, counted, listed, and the digest beside it."""
    payload = package / PAYLOAD
    metadata = json.loads((payload / CRATE).read_text())
    described = {entity["@id"] for entity in metadata["@graph"]}
    kept = []
    for entity in metadata["@graph"]:
        path = payload / entity["@id"]
        if "sha256" in entity and "forged" not in entity:
            if not path.is_file():
                continue
            entity["sha256"], entity["contentSize"] = file_digest(path), str(path.stat().st_size)
        kept.append(entity)
    for name in walk(payload):
        if name not in described and not name.startswith(("code/", "logs/")) and name != CRATE:
            kind = mimetypes.guess_type(name)[0] or "text/plain"
            entity = {"@id": name, "@type": "File", "name": name, "encodingFormat": kind}
            kept.append(entity | {"sha256": file_digest(payload / name)})
    names = {entity["@id"] for entity in kept}
    metadata["@graph"] = [without_lost_files(entity, names | described, names) for entity in kept]
    (payload / CRATE).write_text(json.dumps(metadata))
    octets = [(package / name).stat().st_size for name in walk(package) if name.startswith(f"{PAYLOAD}/")]
    lines = (package / "bag-info.txt").read_text().splitlines()
    lines = [f"Payload-Oxum: {sum(octets)}.{len(octets)}" if line.startswith("Payload") else line for line in lines]
    (package / "bag-info.txt").write_text("\n".join([*lines, ""]))
    reseal(package)
    sidecar = package.parent / sidecar_name(package.name)
    sidecar.write_text(sidecar_text(package.name, file_digest(package / TAG_MANIFEST)))


def without_lost_files(entity: dict, described: set, kept: set) -> dict:
    """An entity without references to files that are gone."""
    lost = described - kept
    return {
        key: [item for item in value if not (isinstance(item, dict) and item.get("@id") in lost)]
        if isinstance(value, list)
        else value
        for key, value in entity.items()
    }


def change_number(package: Path) -> None:
    path = package / PAYLOAD / TABLE
    path.write_text(path.read_text().replace("mean,2", "mean,3"))


def edit_json(package: Path, name: str, change: Callable[[dict], object]) -> None:
    path = package / PAYLOAD / name
    entry = json.loads(path.read_text())
    change(entry)
    path.write_text(json.dumps(entry))


def on_another_machine(package: Path) -> None:
    edit_json(package, "run/facts.json", lambda facts: facts["platform"].update(processor="another one"))


def edit_programs(package: Path, change: Callable[[list[list[str]]], list[list[str]]]) -> None:
    path = package / PAYLOAD / "run/programs.csv"
    with path.open(newline="") as stream:
        header, *rows = csv.reader(stream)
    with path.open("w", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows([header, *change(rows)])


def edit_recipe(package: Path, **changes) -> None:
    edit_json(package, "run/recipe.json", lambda recipe: recipe.update(changes))


def tolerate(package: Path, **changes) -> None:
    edit_json(package, "run/recipe.json", lambda recipe: recipe["tolerances"].update(changes))


def describe(package: Path, identifier: str) -> None:
    entity = {"@id": identifier, "@type": "File", "name": "more", "forged": True}
    edit_json(package, CRATE, lambda crate: crate["@graph"].append(entity))


def build_nothing(package: Path) -> None:
    workflow = package / PAYLOAD / "code/Snakefile"
    workflow.write_text(workflow.read_text() + "\n\nrule nothing:\n    localrule: True\n")
    edit_recipe(package, targets=["nothing"])


def add_table(package: Path) -> None:
    (package / PAYLOAD / "results/tables/table_9_9.csv").write_text("quantity,value\nmean,1\n")


def add_listed_table(package: Path) -> None:
    add_table(package)
    row = ["results/tables/table_9_9.csv", "tabulate_toy", "scripts/tabulate_toy.py", "", ""]
    edit_programs(package, lambda rows: [*rows, row])


def empty_the_list(package: Path) -> None:
    change_number(package)
    edit_programs(package, lambda rows: [])
    build_nothing(package)


def no_result_at_all(package: Path) -> None:
    shutil.rmtree(package / PAYLOAD / "results")
    edit_programs(package, lambda rows: [])
    build_nothing(package)


def list_a_file(output: str) -> Callable[[Path], None]:
    def forge(package: Path) -> None:
        (package.parent / "outside.csv").write_text("")
        edit_programs(package, lambda rows: [*rows, [output, "tabulate_toy", "scripts/tabulate_toy.py", "", ""]])

    return forge


def list_twice(package: Path) -> None:
    edit_programs(package, lambda rows: [*rows, rows[-1]])


def drop_from_list_and_results(package: Path) -> None:
    (package / PAYLOAD / TABLE).unlink()
    edit_programs(package, lambda rows: [row for row in rows if row[0] != TABLE])


def change_on_another_machine(package: Path) -> None:
    change_number(package)
    on_another_machine(package)


def widen(**changes) -> Callable[[Path], None]:
    def forge(package: Path) -> None:
        change_on_another_machine(package)
        tolerate(package, **changes)

    return forge


def figure_on_another_machine(package: Path) -> None:
    path = package / PAYLOAD / FIGURE
    path.write_text(path.read_text().replace("/>", "><rect width='1' height='1'/></svg>"))
    on_another_machine(package)


def withhold(package: Path, *, keep: bool, chosen: str = TABLE) -> None:
    def change(rows):
        return [[*row[:3], digest if row[0] == chosen else row[3], row[4]] for row in rows]

    change_number(package)
    digest = file_digest(package / PAYLOAD / chosen)
    if not keep:
        (package / PAYLOAD / chosen).unlink()
    edit_programs(package, change)


def withhold_on_another_machine(package: Path) -> None:
    withhold(package, keep=False)
    on_another_machine(package)


def withhold_everything(package: Path) -> None:
    shutil.rmtree(package / PAYLOAD / "results")
    nothing = hashlib.sha256(b"").hexdigest()
    edit_programs(package, lambda rows: [[*row[:3], nothing, row[4]] for row in rows])
    on_another_machine(package)


def finished_work_in_the_code(package: Path) -> None:
    change_number(package)
    payload = package / PAYLOAD
    for name in (TABLE, "results/tables/table_1_1.md", FIGURE):
        target = payload / "code" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(payload / name, target)


def memory_of_a_run_in_the_code(package: Path) -> None:
    path = package / PAYLOAD / "code/.snakemake/metadata/record"
    path.parent.mkdir(parents=True)
    path.write_text("{}")


def read_the_package(package: Path) -> None:
    """A program that finds the archived results and hands them out as its own."""
    change_number(package)
    script = package / PAYLOAD / "code/scripts/tabulate_toy.py"
    archived = str(package / PAYLOAD / TABLE)
    script.write_text(script.read_text() + f"\nimport shutil\n\nshutil.copy({archived!r}, snakemake.output.csv)\n")


def link_to_the_package(package: Path) -> None:
    change_number(package)
    script = package / PAYLOAD / "code/scripts/tabulate_toy.py"
    archived = str(package / PAYLOAD / TABLE)
    text = f"\nimport os\n\nos.remove(snakemake.output.csv)\nos.symlink({archived!r}, snakemake.output.csv)\n"
    script.write_text(script.read_text() + text)


def other_units(package: Path) -> None:
    edit_json(package, "results/data/provenance.json", lambda record: record["GDP"].update(units="furlongs"))
    payload = package / PAYLOAD
    (payload / "inputs/series").mkdir(parents=True, exist_ok=True)
    shutil.copy(payload / "code/data/vintages/toy/GDP.csv", payload / "inputs/series/GDP.csv")
    edit_recipe(package, series_provided=True)


def more_arrays(package: Path) -> None:
    folder = package / PAYLOAD / "results/toy/draws.npz"
    shutil.copy(folder / "draws.npy", folder / "more.npy")


def full_placeholder(package: Path) -> None:
    (package / PAYLOAD / "results/tables/.gitkeep").write_text("the mean is 9")


FORGERIES: dict[str, tuple[Callable[[Path], None], str]] = {
    "table added": (add_table, "results/tables/table_9_9.csv"),
    "table added and listed": (add_listed_table, "results/tables/table_9_9.csv"),
    "list emptied, target without work": (empty_the_list, TABLE),
    "no result and no list": (no_result_at_all, "results/"),
    "list points above": (list_a_file("results/../../../outside.csv"), "results/../../../outside.csv"),
    "list points to the machine": (list_a_file("/etc/hostname"), "/etc/hostname"),
    "list points to the code": (list_a_file("code/Snakefile"), "code/Snakefile"),
    "result listed twice": (list_twice, "results/tables/table_1_1.md"),
    "result dropped": (drop_from_list_and_results, TABLE),
    "number changed": (change_number, TABLE),
    "number changed, another machine": (change_on_another_machine, TABLE),
    "wide tolerances": (widen(relative=0.99, absolute=0.99), TABLE),
    "wide exception": (widen(exceptions={"*table_1_1*": {"relative": 0.99, "absolute": 0.9}}), TABLE),
    "rows not counted": (widen(uncounted=["mean"]), TABLE),
    "figure changed, another machine": (figure_on_another_machine, FIGURE),
    "withheld and there": (lambda package: withhold(package, keep=True), TABLE),
    "withheld with another digest": (lambda package: withhold(package, keep=False), TABLE),
    "withheld, another machine": (withhold_on_another_machine, TABLE),
    "everything withheld": (withhold_everything, "results/"),
    "results among the code": (finished_work_in_the_code, "data/code/results/figures/figure_toy.svg"),
    "memory of a run": (memory_of_a_run_in_the_code, "data/code/.snakemake/metadata/record"),
    "code reads the package": (read_the_package, "Snakefile"),
    "code links to the package": (link_to_the_package, "Snakefile"),
    "target is an option": (lambda package: edit_recipe(package, targets=["--version"]), "data/run/recipe.json"),
    "needs a file above": (lambda package: edit_recipe(package, needed={"../GDP.csv": "0"}), "data/run/recipe.json"),
    "recipe of another kind": (lambda package: edit_recipe(package, needed=3), "data/run/recipe.json"),
    "crate describes a file above": (lambda package: describe(package, "../outside.csv"), "../outside.csv"),
    "crate describes the machine": (lambda package: describe(package, "/etc/hostname"), "/etc/hostname"),
    "crate describes an address": (
        lambda package: describe(package, "https://example.org/table.csv"),
        "https://example.org/table.csv",
    ),
    "crate describes a local address": (
        lambda package: describe(package, "file:///etc/hostname"),
        "file:///etc/hostname",
    ),
    "units of a series": (other_units, "results/data/provenance.json"),
    "an array more": (more_arrays, "results/toy/draws.npz"),
    "placeholder with content": (full_placeholder, "results/tables/.gitkeep"),
}
"""What was changed, and the file that has to be named."""
