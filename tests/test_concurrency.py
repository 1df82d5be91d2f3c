"""Evaluations from several threads, and after a fork, are right; and nothing runs by itself."""

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from time import sleep

import pytest

from advisor.once import once
from random_rulebooks import random_known, random_rulebook
from test_engine import compiled


def test_threads_do_not_disturb_each_other() -> None:
    """Eight threads asking at once get the answers that one gets."""
    rules = compiled(1).rules
    workloads = [random_known(number, random_rulebook(1)) for number in range(60)]
    expected = [rules.firing(known) for known in workloads]

    def ask(start: int) -> list[set[str]]:
        order = [(start + step) % len(workloads) for step in range(600)]
        return [rules.firing(workloads[place]) for place in order]

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(ask, range(8)))
    assert [[expected[(start + step) % 60] for step in range(600)] for start in range(8)] == answers


def test_threads_that_come_and_go_share_sessions() -> None:
    """The engine has room for 1,024 sessions; 1,500 threads one after another need only a few."""
    rules = compiled(2).rules
    known = random_known(5, random_rulebook(2))
    expected = rules.firing(known)
    for _ in range(30):
        with ThreadPoolExecutor(50) as pool:
            assert [expected] * 50 == list(pool.map(lambda _: rules.firing(known), range(50)))


@pytest.mark.uncovered  # coverage's own lock, held by another thread at the fork, would block the child for ever
def test_a_forked_child_answers_like_its_parent() -> None:
    """A child made by fork, while another thread of the parent is evaluating, gets the same answers."""
    rules = compiled(3).rules
    workloads = [random_known(number, random_rulebook(3)) for number in range(40)]
    expected = [rules.firing(known) for known in workloads]
    with ThreadPoolExecutor(2) as pool:
        busy = pool.submit(lambda: [rules.firing(known) for _ in range(200) for known in workloads])
        children = []
        for _ in range(4):
            child = os.fork()
            if not child:
                same = [rules.firing(known) for known in workloads] == expected
                os._exit(0 if same else 1)
            children.append(child)
        codes = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
        assert [0] * 4 == codes
        assert len(busy.result()) == 200 * 40


@pytest.mark.uncovered
def test_a_child_waits_for_no_work_that_its_parent_began() -> None:
    """What a thread of the parent was working out at the fork, for the first time, the child works out by itself."""
    began, ended = Event(), Event()

    class Slow:
        @once
        def value(self) -> int:
            began.set()
            while not ended.is_set():
                sleep(0.001)
            return 7

    with ThreadPoolExecutor(1) as pool:
        busy = pool.submit(lambda: Slow().value)
        began.wait()
        child = os.fork()
        if not child:
            signal.alarm(60)  # instead of waiting for ever
            ended.set()
            os._exit(0 if Slow().value == 7 else 1)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        ended.set()
        assert (0, 7) == (code, busy.result())


def test_import_starts_nothing_and_loads_no_rules() -> None:
    """Importing the package imports neither the engine nor the loader; loading a rulebook starts no thread."""
    program = """
import sys, threading
import advisor
heavy = sorted({"durable_rules_engine", "durable", "pydantic", "yaml"} & set(sys.modules))
advisor.Advisor.load().recommend({"volume": {"boot": True}})
print(heavy, threading.active_count(), len(__import__("os").listdir("/proc/self/task")))
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[] 1 1"
