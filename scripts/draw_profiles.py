"""The criterion around an estimate of the rational-inattention model: profiles, other minima, other equilibria."""

from frictions.data.jobs import job
from frictions.data.tables import read_settings, read_tidy
from frictions.report.deliverables import write_figure
from frictions.report.profiles_figure import draw_profiles

with job(snakemake):
    settings = read_settings(snakemake.input.experiment)
    information = settings["information"]
    rated = read_tidy(snakemake.input.equilibria).pivot(index="equilibrium", columns="quantity", values="value")
    calvo = float(read_tidy(snakemake.input.calvo)["contribution"].sum())
    held = {name: settings["fixed"][name] for name in settings["ridge"]}
    count = f"{len(rated)} equilibrium" if len(rated) == 1 else f"{len(rated)} equilibria"
    write_figure(
        draw_profiles(
            read_tidy(snakemake.input.profile),
            read_tidy(snakemake.input.minima),
            rated,
            {"Calvo model, estimated here": calvo},
            held,
            f"Criterion of rational inattention, {information} information, by the value of a parameter",
            f"Each point is the lowest J over the other parameters. {count} at the estimate; where there are several "
            f"the {settings['selection']} one counts. Points above the axis are in the file of the profile."
            + (f" Held in the estimation: {', '.join(held)}." if held else ""),
        ),
        snakemake.output,
    )
