import threading
from itertools import count

from gridcenter.desk.jobs import Job, Jobs, Newest


def test_the_outcome_arrives_in_the_window_thread(qtbot, jobs):
    seen = []
    job = Job(lambda _: threading.current_thread().name)
    job.succeeded.connect(lambda name: seen.append((name, threading.current_thread())))
    with qtbot.waitSignal(job.finished):
        jobs.start(job)
    assert seen == [("job_0", threading.main_thread())]


def test_a_failure_nobody_watches_is_told_once(qtbot, jobs):
    with qtbot.waitSignal(jobs.failed) as failed:
        jobs.start(Job(lambda _: 1 / 0))
    assert isinstance(failed.args[0], ZeroDivisionError)


def test_a_failure_that_is_watched_goes_nowhere_else(qtbot, jobs):
    here, elsewhere = [], []
    jobs.failed.connect(elsewhere.append)
    job = Job(lambda _: 1 / 0)
    with qtbot.waitSignal(job.finished):
        jobs.start(job, here.append)
    assert len(here) == 1
    assert elsewhere == []


def test_a_stopped_job_ends_between_two_steps(qtbot, jobs):
    def endless(progress):
        for n in count():
            progress.step(n, 0)

    job = Job(endless)
    job.progressed.connect(lambda *_: job.stop())
    with qtbot.waitSignal(job.stopped):
        jobs.start(job)


def test_only_the_newest_answer_counts(qtbot, jobs):
    gate = threading.Event()
    newest, answers = Newest(jobs), []
    newest.answered.connect(answers.append)
    newest.ask(lambda _: gate.wait(5) and "old")
    with qtbot.waitSignal(newest.answered):
        newest.ask(lambda _: "new")
        gate.set()
    assert answers == ["new"]
    assert not newest.waiting


def test_questions_are_asked_one_at_a_time(qtbot, jobs):
    """Older ones in between are never begun: typing fast does not pile up work."""
    gate, begun, newest = threading.Event(), [], Newest(jobs)

    def question(name):
        def work(_progress):
            begun.append(name)
            gate.wait(5)
            return name

        return work

    newest.ask(question("l"))
    newest.ask(question("lx"))
    with qtbot.waitSignal(newest.answered) as answered:
        newest.ask(question("lxm"))
        gate.set()
    assert answered.args == ["lxm"]
    assert begun == ["l", "lxm"]


def test_a_question_is_answered_while_a_long_job_runs(qtbot, jobs):
    gate, newest = threading.Event(), Newest(jobs)
    job = Job(lambda _: gate.wait(5))
    jobs.start(job)
    with qtbot.waitSignal(newest.answered):
        newest.ask(lambda _: "answer")
    with qtbot.waitSignal(job.finished):
        gate.set()


def test_a_question_after_the_end_is_not_asked(qtbot):
    jobs, answers = Jobs(), []
    newest = Newest(jobs)
    newest.answered.connect(answers.append)
    jobs.shutdown()
    newest.ask(lambda _progress: 1)
    assert not newest.waiting
    assert answers == []
