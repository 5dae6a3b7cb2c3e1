"""`coi ...`: everything an operator does without a browser. Imports happen in the commands: most need little."""

import argparse
import getpass
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

from coi_app import settings
from coi_app.adapters import logs, memory
from coi_app.rules import errors

Command = Callable[[argparse.Namespace], int]


def main(arguments: list[str] | None = None) -> int:
    """Run a command; gives the exit code. What a person can mend is one sentence on standard error."""
    options = _parser().parse_args(arguments)
    try:
        logs.configure()
        memory.look_rarely()
        command: Command = options.command
        return command(options)
    except (errors.Refusal, settings.WrongSetting) as problem:
        print(f"coi: {problem}", file=sys.stderr)
        return 1
    except OSError as problem:
        print(f"coi: {problem.strerror or problem}: {problem.filename or ''}".rstrip(": "), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="coi", description="Certificates of insurance that nobody has to doubt."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def add(name: str, run: Command, help_line: str) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=help_line, description=help_line)
        command.set_defaults(command=run)
        return command

    add("migrate", _migrate, "create or upgrade the schema")
    serve = add("serve", _serve, "serve the built app; migrates first")
    serve.add_argument("--host")
    serve.add_argument("--port", type=int)
    add("worker", _worker, "run jobs in a process of its own")
    add("create-admin", _create_admin, "make an admin; the password comes from standard input").add_argument(
        "email"
    )
    demo = add("demo-data", _demo_data, "fill an EMPTY database with the demo agency")
    demo.add_argument("--scale", choices=("small", "medium", "large"), default="small")
    demo.add_argument("--seed", type=int, default=1)
    demo.add_argument("--if-empty", action="store_true", help="do nothing when the database is not empty")
    _add_generate(add("generate", _generate, "the Generate Certificates dialog without a browser"))
    for what in ("carriers", "insureds", "policies"):
        _add_import(add(f"import-{what}", _import, f"{what} from a CSV or XLSX file"), what)
    _add_import(add("import-holders", _import, "holders and their links from a CSV or XLSX file"), "both")
    verify = add("verify", _verify, "whose exact copy a PDF is, and how that certificate stands now")
    verify.add_argument("file", type=Path, metavar="FILE.pdf")
    verify.add_argument("--json", action="store_true", help="one JSON object")
    audit = add("audit", _audit, "walk the hash chains of Activity History; exit 1 at the first broken entry")
    audit.add_argument("deed", choices=("verify",), metavar="verify")
    audit.add_argument("--json", action="store_true", help="one JSON object")
    backup = add("backup", _backup, "copy database and files, while the program works, into a new folder")
    backup.add_argument("to", type=Path, metavar="TO")
    restore = add("restore", _restore, "bring a backup into an EMPTY data folder")
    restore.add_argument("source", type=Path, metavar="FROM")
    add("doctor", _doctor, "check settings, proxies, schema, mail, files, fonts and clock; says what to do")
    return parser


def _add_import(command: argparse.ArgumentParser, kind: str) -> None:
    command.set_defaults(kind=kind)
    command.add_argument("file", type=Path, metavar="FILE")
    command.add_argument("--dry-run", action="store_true", help="say what would happen; change nothing")
    command.add_argument("--json", action="store_true", help="one JSON summary")


def _add_generate(generate: argparse.ArgumentParser) -> None:
    generate.add_argument("--insured", required=True, metavar="NAME_OR_ID")
    generate.add_argument("--master", required=True, metavar="NAME_OR_ID")
    who = generate.add_mutually_exclusive_group(required=True)
    who.add_argument("--all", action="store_true", help="every additional interest in force")
    who.add_argument("--holder", action="append", metavar="NAME_OR_ID", help="may be given several times")
    generate.add_argument("--output", choices=("zip", "pdf"), required=True)
    generate.add_argument("--to", type=Path, required=True, metavar="PATH")
    generate.add_argument("--no-history", action="store_true", help="do not save to Certificates Sent")
    generate.add_argument(
        "--reason", default="", help="why warnings are overridden; kept in Activity History"
    )
    generate.add_argument("--json", action="store_true", help="one JSON summary")


def _migrate(_options: argparse.Namespace) -> int:
    from coi_app import db
    from coi_app.services import schema

    schema.migrate()
    print(f"The schema of {db.database_name()} is up to date ({schema.revision()}).")
    return 0


def _serve(options: argparse.Namespace) -> int:
    from coi_app import db
    from coi_app.queries import accounts
    from coi_app.services import first_start, schema

    _take("COI_HOST", options.host)
    _take("COI_PORT", options.port)
    chosen = settings.current()
    schema.migrate()
    with db.reading() as session:
        is_new = not accounts.exist(session)
    if is_new:
        print(f"Make the first admin: {chosen.public_url}/welcome?code={first_start.code()}", flush=True)
    db.engine().dispose()  # the workers open their own connections
    from coi_app.web import frontend

    frontend.serve(chosen.host, chosen.port)
    return 0


def _take(name: str, option: object) -> None:
    """An option is a setting for this process and for its workers: the address in links and the allowed origins
    follow it."""
    if option is not None:
        os.environ[name] = str(option)
        settings.current.cache_clear()


def _worker(_options: argparse.Namespace) -> int:
    from coi_app.jobs import worker
    from coi_app.services import schema

    schema.migrate()
    worker.run_until_stopped()
    return 0


def _create_admin(options: argparse.Namespace) -> int:
    from coi_app import db
    from coi_app.rules import access, fields, password_rules
    from coi_app.services import accounts, passwords, schema

    schema.migrate()
    form = fields.Reader({"email": options.email})
    email = form.email("email", required=True)
    form.raise_if_wrong()
    password = getpass.getpass() if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    if problem := password_rules.problem_with(password, email=email):
        raise errors.InvalidInput({"password": problem})
    with db.writing() as session:
        actor = access.system_actor("Command line")
        accounts.create_admin(session, actor, email.split("@")[0], email, passwords.hashed(password))
    print(f"{email} can sign in as admin.")
    return 0


def _demo_data(options: argparse.Namespace) -> int:
    from coi_app.services import demo, schema

    schema.migrate()
    if options.if_empty and not demo.is_empty():
        return 0
    for account in demo.fill(options.scale, options.seed):
        print(json.dumps(account))
    return 0


def _generate(options: argparse.Namespace) -> int:
    from coi_app.jobs import generate_now
    from coi_app.services import schema

    schema.migrate()
    summary = generate_now.run(
        insured=options.insured,
        master=options.master,
        holders=options.holder,
        output=options.output,
        to=options.to,
        save_to_sent=not options.no_history,
        override_reason=options.reason,
    )
    if options.json:
        print(json.dumps(summary))
    else:
        print("{issued} of {requested} issued, {blocked} blocked, {seconds:.1f} s: {path}".format(**summary))
    return 0 if summary["issued"] else 1


def _import(options: argparse.Namespace) -> int:
    from coi_app.jobs import import_now
    from coi_app.services import schema

    schema.migrate()
    summary = import_now.run(options.file, options.kind, dry_run=options.dry_run)
    for line in [json.dumps(summary)] if options.json else import_now.in_words(summary, options.kind):
        print(line)
    return 0


def _verify(options: argparse.Namespace) -> int:
    from coi_app import db
    from coi_app.queries import public_check

    with db.reading() as session:
        found = public_check.of_file(session, options.file.read_bytes())
    print(json.dumps(found.as_json()) if options.json else found.words)
    return 0 if found.result is public_check.Result.EXACT else 1


def _audit(options: argparse.Namespace) -> int:
    from coi_app import db
    from coi_app.services import audit

    with db.reading(one_view=True) as session:
        walk = audit.verify(session)
    if options.json:
        print(json.dumps(walk.as_json()))
    elif walk.broken:
        print(f"BROKEN. {walk.broken.words}")
    else:
        print(f"All {walk.entries:,} entries of {walk.chains:,} chains hold. Seal {walk.seal}")
    return 1 if walk.broken else 0


def _backup(options: argparse.Namespace) -> int:
    from coi_app.services import backups

    made = backups.backup(options.to)
    print(
        f"Backed up {len(made.files):,} files, {made.size:,} bytes, to {options.to}. Every one was read back."
    )
    return 0


def _restore(options: argparse.Namespace) -> int:
    from coi_app.services import backups

    made = backups.restore(options.source)
    print(
        f"Restored {len(made.files):,} files of the backup made at {made.made_at}. Next: coi audit verify, coi serve."
    )
    return 0


def _doctor(_options: argparse.Namespace) -> int:
    from coi_app.services import doctor

    checks = doctor.examine()
    for check in checks:
        print(f"{'ok  ' if check.is_well else 'FAIL'} {check.what}: {check.finding}")
    return 0 if all(check.is_well for check in checks) else 1


if __name__ == "__main__":
    sys.exit(main())
