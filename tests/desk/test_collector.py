"""Garbage is collected by the window thread alone."""

import gc
import threading
import weakref

from gridcenter.desk.collector import Collector


class Part:
    """Refers to itself, so that only the collector can take it away."""

    def __init__(self):
        self.own = self


def litter():
    ref = weakref.ref(Part())
    while gc.get_count()[0] <= gc.get_threshold()[0]:
        Part()
    return ref


def test_garbage_of_a_worker_is_collected_by_the_window_thread(qtbot):
    collector, threads, refs = Collector(), set(), []

    def note(phase, _info):
        if phase == "start":
            threads.add(threading.current_thread())

    try:
        collector.begin()
        gc.callbacks.append(note)
        worker = threading.Thread(target=lambda: refs.append(litter()))
        worker.start()
        worker.join()
        assert refs[0]() is not None
        qtbot.waitUntil(lambda: refs[0]() is None, timeout=10_000)
    finally:
        gc.callbacks.remove(note)
        collector.end()
        assert gc.isenabled()
    assert threads == {threading.main_thread()}
