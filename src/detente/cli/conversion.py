"""The command that carries models from one form into another."""

from __future__ import annotations

from pathlib import Path

from detente.cli.parameters import Flag, Json
from detente.cli.show import print_json, say, show_faults


def convert(
    source: Path,
    target: Path,
    *,
    stable: str = "",
    reading: str | None = None,
    force: Flag = False,
    json: Json = False,
) -> None:
    """Convert a model: a GMCR+ save file, a table in JSON or a case into another form.

    What has no place in the other form is told as a warning, and noted at the head of a case file.

    Parameters
    ----------
    source
        A .gmcr file, a table (.json), or a case folder or case file.
    target
        What to write, by its ending: .yaml, .csv (a row a state), .json (a table) or .graphml.
    stable
        Solve it by these concepts, such as nash,seq, and write the answers along; not into .yaml.
    reading
        Another reading that the case file holds.
    force
        Replace the target if it is there.
    json
        Print JSON only.
    """
    from detente.case import convert as carry_over

    concepts = tuple(concept.strip() for concept in stable.split(",") if concept.strip())
    faults = carry_over(source, target, concepts=concepts, reading=reading, force=force)
    if json:
        print_json({"written": str(target), "faults": [fault.to_dict() for fault in faults]})
    else:
        show_faults(faults)
        say(f"{target} is written")
