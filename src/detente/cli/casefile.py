"""Commands about the text of a case file: lay it out, tell two apart."""

from __future__ import annotations

from detente.cli.parameters import CasePath, Flag, Json
from detente.cli.show import print_json, say


def fmt(case: CasePath, *, check: Flag = False, json: Json = False) -> int:
    """Lay a case file out afresh: indentation, spacing, order of fields. Words and comments stay.

    A file with faults is left alone. Done twice, the second time changes nothing.

    Parameters
    ----------
    case
        A case folder or a case file.
    check
        Change nothing; exit with 1 when the file is not laid out so.
    json
        Print JSON only.
    """
    from detente.case import Case
    from detente.dispute.layout import format_file

    file = Case(case).file
    changed = format_file(file, write=not check)
    if json:
        print_json({"file": str(file), "changed": changed, "written": changed and not check})
    elif check:
        say(f"{file} {'would be laid out differently' if changed else 'is laid out as it should be'}")
    else:
        say(f"{file} {'is laid out afresh' if changed else 'was laid out so already'}")
    return 1 if check and changed else 0
