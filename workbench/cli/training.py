"""One run from the command line: the same function, workers and ledger as behind the window's button."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from workbench import paths
from workbench.cli.options import Options
from workbench.cli.progress import ProgressLine, interrupt_cancels, interrupts_ignored
from workbench.cli.sources import ledger_file
from workbench.data.series import PriceSeries
from workbench.experiment.executors.base import Executor
from workbench.experiment.result import RunResult
from workbench.experiment.spec import ExperimentSpec


def train(
    spec: ExperimentSpec, prices: PriceSeries, project_id: str, options: Options,
    inputs: tuple[PriceSeries, ...] = (),
) -> RunResult:  # fmt: skip
    """Run, record the try, show progress; Ctrl+C gives back what was done, with outcome `cancelled`."""
    from workbench.evaluation.ledger import TrialLedger
    from workbench.experiment.inputs import check_inputs
    from workbench.experiment.record import run_and_record
    from workbench.experiment.validate import plan

    plan(spec, prices)
    check_inputs(spec, prices, inputs)
    ledger = TrialLedger(ledger_file())
    progress = ProgressLine(verbose=options.verbose)
    with interrupt_cancels() as cancel, workers(options.threads) as executor:
        try:
            return run_and_record(
                spec, prices, emit=progress, cancel=cancel, executor=executor, ledger=ledger,
                project_id=project_id, inputs=inputs, unfinished=paths.unfinished_folder(),
            )  # fmt: skip
        finally:
            progress.close()


@contextmanager
def workers(count: int) -> Iterator[Executor]:
    """Processes that train, one thread each, gone at the end of the block."""
    from workbench.experiment.executors.processes import ProcessExecutor

    executor = ProcessExecutor(workers=count)
    try:
        with interrupts_ignored():
            executor.warm_up()
        yield executor
    finally:
        executor.shutdown()
