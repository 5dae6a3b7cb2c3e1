"""kill -9 while an import is applied: all of it or nothing, and the next start carries it out."""

import subprocess
import sys

from sqlmodel import select

from coi_app import db, models
from coi_app.services import imports
from tests.cast import People
from tests.jobs.importing import checked, count, run, table, verdicts
from tests.jobs.test_kill import assert_chain_whole, start_worker, until

ROWS = 3_000
# The last thing before the commit takes long: the worker is killed in there.
SLOW = """
import time
from coi_app.jobs import worker
from coi_app.services import import_applying
def linger(self):
    self._session.flush()
    print('inside', flush=True)
    time.sleep(60)
import_applying._Writer._add_to_links = linger
worker.run_until_stopped('kill-test')
"""


def test_killed_in_the_middle(house: dict[str, str], people: People) -> None:
    rows = [
        [
            f"Number {n} Homes LLC",
            f"{n} Main Street",
            "",
            "Boise",
            "ID",
            "83702",
            "",
            "",
            "Harbor Light Electric Inc",
        ]
        for n in range(1, ROWS + 1)
    ]
    found = checked(people, table(*rows))
    with db.writing() as session:
        imports.apply(session, people.sam, found.id)
    with subprocess.Popen([sys.executable, "-c", SLOW], env=house, stdout=subprocess.PIPE) as worker:
        assert worker.stdout is not None and b"inside\n" in iter(worker.stdout.readline, b"")
        worker.kill()
    assert (count(models.Holder), count(models.AdditionalInterest)) == (0, 0)
    assert run(people, found.id).state.value == "applying"
    again = start_worker(house)
    until(lambda: run(people, found.id).state.value == "applied")
    again.terminate()
    assert again.wait(timeout=30) == 0
    done = run(people, found.id)
    assert verdicts(done) == (ROWS, 0, 0, 0) and done.links_created == ROWS
    assert (count(models.Holder), count(models.AdditionalInterest)) == (ROWS, ROWS)
    with db.reading() as session:
        kinds = session.exec(select(models.Activity.kind)).all()
    assert kinds.count("import:applied") == 1
    assert_chain_whole()
