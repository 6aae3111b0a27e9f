"""Commands about a case as a whole: start one, check one, see the bundled one."""

from __future__ import annotations

from pathlib import Path

from detente.cli.parameters import CasePath, Flag, Json
from detente.cli.show import count, print_json, say, show_faults


def new(folder: Path, *, json: Json = False) -> None:
    """Start an empty case: a folder with a commented case.yaml and a place for articles.

    Parameters
    ----------
    folder
        Where; must not exist yet, or be empty.
    json
        Print JSON only.
    """
    from detente.case import new_case

    case = new_case(folder)
    if json:
        print_json({"case": str(case.folder), "file": str(case.file)})
    else:
        say(f"{case.folder} is ready: put articles into {case.folder / 'articles'}, then")
        say(f"  detente read {case.folder}     reads them into the record")
        say(f"  detente check {case.file}     checks what you wrote about who wants what")
        say(f"  detente brief {case.folder}    answers as far as it goes")


def demo(folder: Path = Path("detente-demo"), *, json: Json = False) -> None:
    """Write the bundled case, Korea 2018-19, read it and finish its brief.

    Run again, it keeps what you changed in the folder and writes the brief anew.

    Parameters
    ----------
    folder
        Where to put it.
    json
        Print JSON only.
    """
    from detente.brief import write
    from detente.case import demo_case
    from detente.cli.progress import Bar

    with Bar() as bar:
        case = demo_case(folder, progress=bar)
    path = write(case)
    if json:
        print_json({"case": str(case.folder), "brief": str(path)})
    else:
        say(f"The case is in {case.folder}, its brief in")
        print(path.resolve())
        say("Open it in a browser. Then try:")
        for command in ("record", "ledger", "solve", "path", "sweep"):
            say(f"  detente {command} {case.folder}")


def check(case: CasePath, *, json: Json = False) -> int:
    """Check a case file: every fault at once, each with its place, cause and fix.

    Where the folder has a record, citations are checked against it too. Warnings do not fail.

    Parameters
    ----------
    case
        A case folder or a case file.
    json
        Print JSON only.
    """
    from detente.case import Case

    faults = Case(case).check()
    errors = sum(fault.severity == "error" for fault in faults)
    if json:
        print_json({"ok": not errors, "faults": [fault.to_dict() for fault in faults]})
    else:
        show_faults(faults)
        warnings = len(faults) - errors
        say(f"{case}: {count(errors, 'error')}, {count(warnings, 'warning')}")
    return 1 if errors else 0


def pack(case: CasePath, target: Path, *, force: Flag = False, json: Json = False) -> None:
    """Pack a case into one zip to hand on: case file, articles, decisions, record, imported data, brief.

    Parameters
    ----------
    case
        A case folder.
    target
        The zip to write.
    force
        Replace a file that is there.
    json
        Print JSON only.
    """
    from detente.case import Case
    from detente.cli.progress import Bar

    with Bar() as bar:
        done = Case(case).pack(target, force=force, progress=bar)
    if json:
        print_json({"zip": str(done.path), "files": done.files, "bytes": done.bytes})
    else:
        say(f"{count(done.files, 'file')} packed into {done.path}")
        say(f"  detente unpack {done.path} DIR    takes the case out again")


def unpack(zip: Path, folder: Path, *, json: Json = False) -> None:  # noqa: A002 - the word people type
    """Take a case out of its zip.

    Parameters
    ----------
    zip
        A zip written by `detente pack`, or made by hand from a case folder.
    folder
        Where; must not exist yet, or be empty.
    json
        Print JSON only.
    """
    from detente.case import unpack_case
    from detente.cli.progress import Bar

    with Bar() as bar:
        done = unpack_case(zip, folder, progress=bar)
    if json:
        print_json({"case": str(done.path), "files": done.files, "bytes": done.bytes})
    else:
        say(f"{count(done.files, 'file')} unpacked, the case is in {done.path}")
