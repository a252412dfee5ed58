"""When a training is put on the disk on its way, and what happens where the disk refuses."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from pathlib import Path

from workbench.sealed import read_sealed, write_sealed
from workbench.training import checkpoint
from workbench.training.trainer import Trainer

LONGEST_SECONDS = 30.0
"""Within an epoch this much may be lost."""
LEAST_SHARE = 50
"""A checkpoint comes at the earliest after 50 times what the last one took: at most 2 % of the time."""
RETRY_SECONDS = 60.0
_FIRST_GUESS = 0.01
_SERIAL_BYTES = 8
_REFUSED = (
    "What is learned cannot be kept on the disk ({why}). The training goes on, and keeping is tried again "
    "each minute; make room, or a crash loses it."
)

Tell = Callable[[str], None]


class Shelf:
    """A folder for what must outlive a crash. A refusing disk is told once, and tried again each minute."""

    def __init__(self, folder: Path, clock: Callable[[], float] = time.monotonic) -> None:
        self.folder = folder
        self._clock = clock
        self._again = 0.0
        self._refused = False

    def put(self, name: str, content: bytes, tell: Tell) -> bool:
        """Write a file; False where the disk refused or is given a rest, and never an error."""
        if self._refused and self._clock() < self._again:
            return False
        try:
            write_sealed(self.folder / name, content)
        except OSError as error:
            if not self._refused:
                tell(_REFUSED.format(why=error.strerror or error))
            self._refused, self._again = True, self._clock() + RETRY_SECONDS
            return False
        if self._refused:
            tell("The training is kept on the disk again.")
        self._refused = False
        return True

    def get(self, name: str) -> bytes | None:
        """What `put` wrote; None where there is nothing whole."""
        return read_sealed(self.folder / name)

    def drop(self, *names: str) -> None:
        """Remove files; one that cannot be removed stays."""
        for name in names:
            try:
                (self.folder / name).unlink(missing_ok=True)
            except OSError:
                continue


class Keeper:
    """The checkpoints of one training: the last two, each with the best weights so far.

    `key` names what is trained, to the bit; checkpoints of anything else, or of the same with another
    `TrainSpec` (half the batch where memory ran out), are not taken.
    """

    def __init__(
        self, shelf: Shelf, name: str, key: str, tell: Tell, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._shelf = shelf
        self._name = name
        self._key = key
        self._tell = tell
        self._clock = clock
        self._serial = 0
        self._cost = _FIRST_GUESS
        self._last = clock()

    def restore(self, trainer: Trainer) -> None:
        """Bring the trainer to the newest checkpoint that is whole, if there is any."""
        found = [kept for serial in range(2) if (kept := self._read(serial, self._head(trainer)))]
        if found:
            self._serial, data = max(found)
            checkpoint.restore(trainer, data)

    def keep_sometimes(self, trainer: Trainer) -> None:
        """Called before each batch: a checkpoint after an epoch, or after 30 s of one, where it is cheap."""
        waited = self._clock() - self._last
        epoch_begins = trainer.progress.steps and not trainer.progress.batches
        if waited > LEAST_SHARE * self._cost and (epoch_begins or waited > LONGEST_SECONDS):
            self.keep(trainer)

    def keep(self, trainer: Trainer) -> None:
        """A checkpoint now."""
        started = self._clock()
        self._serial += 1
        head = self._head(trainer) + self._serial.to_bytes(_SERIAL_BYTES, "big")
        self._shelf.put(self._file(self._serial), head + checkpoint.to_bytes(trainer), self._tell)
        self._last = self._clock()
        self._cost = self._last - started

    def drop(self) -> None:
        """The training has ended; its checkpoints go."""
        self._shelf.drop(self._file(0), self._file(1))

    def _file(self, serial: int) -> str:
        return f"{self._name}.{serial % 2}"

    def _head(self, trainer: Trainer) -> bytes:
        return hashlib.sha256(f"{self._key} {trainer.spec.model_dump_json()}".encode()).digest()

    def _read(self, serial: int, head: bytes) -> tuple[int, bytes] | None:
        content = self._shelf.get(self._file(serial)) or b""
        if not content.startswith(head):
            return None
        start = len(head) + _SERIAL_BYTES
        return int.from_bytes(content[len(head) : start], "big"), content[start:]
