"""Our `dataclass` beside the standard library's: the same classes, made later."""

from __future__ import annotations

import copy
import dataclasses
import importlib
import inspect
import pkgutil
from dataclasses import FrozenInstanceError, asdict, field, fields, is_dataclass, replace
from multiprocessing.reduction import ForkingPickler
from typing import ClassVar

import numpy as np
import pytest

import workbench
import workbench.dataclass as quick
from workbench.dataclass import dataclass


def made_with(decorate, name: str) -> type:
    """The same class by either decorator."""

    class Thing:
        """Something."""

        name: str
        size: float = 2.0
        parts: list = field(default_factory=list)
        doubled: float = field(default=0.0, init=False)

        def __post_init__(self) -> None:
            object.__setattr__(self, "doubled", 2 * self.size)

    Thing.__name__ = Thing.__qualname__ = name
    return decorate(frozen=True, slots=True)(Thing)


Ours, Theirs = made_with(dataclass, "Ours"), made_with(dataclasses.dataclass, "Theirs")


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """A base, and something that all of its objects know."""

    kind: ClassVar[str] = "base"
    time: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Further(Base):
    """With a field of its own, and words of its own."""

    run: str

    def __repr__(self) -> str:
        return "a further one"


@dataclass(frozen=True, slots=True, eq=False)
class Alone:
    """Equal to itself only."""

    values: np.ndarray


@pytest.fixture(params=["the first objects", "later objects"], autouse=True)
def counted(request, monkeypatch):
    """Both ways of making an object are to say the same."""
    monkeypatch.setattr(quick, "FEW", 1000 if request.param == "the first objects" else 0)
    for kind in (Ours, Base, Further, Alone):
        monkeypatch.setattr(kind, "__init__", quick._first_init)


def test_that_an_object_is_what_the_standard_library_would_have_made():
    for kind in (Ours, Theirs):
        assert [kind("a"), kind("a", 3, parts=[1]).doubled, kind(name="a", size=5).size] == [kind("a"), 6, 5]
        assert kind("a").parts is not kind("a").parts
    ours, theirs = Ours("a", 3.5, [1, "b"]), Theirs("a", 3.5, [1, "b"])
    assert repr(ours) == repr(theirs).replace("Theirs", "Ours")
    assert asdict(ours) == asdict(theirs) and is_dataclass(ours)
    assert [one.name for one in fields(Ours)] == [one.name for one in fields(Theirs)]
    assert replace(ours, size=1.0) == Ours("a", 1.0, [1, "b"]) != ours
    assert Ours.__match_args__ == Theirs.__match_args__ and Ours.__slots__ == Theirs.__slots__


WRONG = [
    ((), {}), (("a", 1, [], 4), {}),
    (("a",), {"name": "b"}), (("a",), {"doubled": 1}), (("a",), {"other": 1}),
]  # fmt: skip


@pytest.mark.parametrize(("arguments", "named"), WRONG)
def test_that_wrong_arguments_are_refused_in_the_same_words(arguments, named):
    said = []
    for kind in (Ours, Theirs):
        with pytest.raises(TypeError) as caught:
            kind(*arguments, **named)
        said.append(str(caught.value).replace(kind.__name__, "X"))
    assert said[0] == said[1]


def test_that_nothing_can_be_changed_added_or_taken_away():
    made = Ours("a")
    for change in (lambda: setattr(made, "name", "b"), lambda: delattr(made, "name")):
        with pytest.raises(FrozenInstanceError, match="name"):
            change()
    with pytest.raises(AttributeError):
        made.other = 1
    assert not hasattr(made, "__dict__") and made.name == "a"


def test_that_equality_and_hashes_go_by_class_and_values():
    assert Base(time=1) == Base(time=1) and hash(Base(time=1)) == hash(Base(time=1))
    assert Base(time=1) != Base(time=2) and Base(time=1) != Further(time=1, run="r") and Base(time=1) != (1,)
    with pytest.raises(TypeError, match="unhashable"):
        hash(Ours("a"))
    values = np.arange(3.0)
    assert Alone(values) != Alone(values) and len({Alone(values), Alone(values)}) == 2


def test_that_a_class_keeps_its_own_functions_and_inherits_fields():
    made = Further(run="r", time=2.0)
    assert repr(made) == "a further one" and (made.run, made.time, made.kind) == ("r", 2.0, "base")
    assert repr(Base()).endswith("Base(time=0.0)")
    with pytest.raises(TypeError, match="positional"):
        Further("r")


@pytest.mark.parametrize("made", [Ours("a", 3.0, [1]), Further(run="r", time=4.0)])
def test_that_copies_and_what_other_processes_receive_are_equal(made):
    assert copy.deepcopy(made) == made == copy.copy(made)
    received = ForkingPickler.loads(ForkingPickler.dumps(made))
    assert received == made
    with pytest.raises(FrozenInstanceError):
        received.name = 1


def test_that_what_is_not_frozen_is_the_standard_librarys():
    @dataclass(slots=True)
    class Loose:
        """Can be changed."""

        size: int = 1

    made = Loose(2)
    made.size = 3
    assert made == Loose(3) and repr(made).endswith("Loose(size=3)")


def test_that_after_a_few_objects_a_class_has_an_init_of_its_own(monkeypatch):
    monkeypatch.setattr(quick, "FEW", 2)

    @dataclass(frozen=True, slots=True)
    class Point:
        """Somewhere."""

        x: int
        y: int = 0

    made = [Point(1), Point(1)]
    assert Point.__init__ is quick._first_init
    made += [Point(1), Point(x=1)]
    assert list(inspect.signature(Point).parameters) == ["x", "y"] and len(set(made)) == 1


def test_that_all_classes_can_be_finished_at_once(monkeypatch):
    monkeypatch.setattr(quick, "_UNFINISHED", [])

    @dataclass(frozen=True, slots=True)
    class Point:
        """Somewhere."""

        x: int

    @dataclass(frozen=True, slots=True, eq=False)
    class Named:
        """With an init of its own."""

        name: str

        def __init__(self) -> None:
            object.__setattr__(self, "name", "mine")

    quick.finish()
    assert "x" in inspect.signature(Point.__init__).parameters and Point(1) == Point(x=1)
    assert Named().name == "mine" and not quick._UNFINISHED


def test_that_the_fields_of_every_class_in_the_program_can_be_told():
    """What the standard library finds wrong with fields when a class is made would else come later."""
    seen = 0
    for module in pkgutil.walk_packages(workbench.__path__, "workbench."):
        if module.name.endswith("__main__"):
            continue
        for kind in vars(importlib.import_module(module.name)).values():
            is_ours = isinstance(kind, type) and kind.__module__ == module.name and is_dataclass(kind)
            if is_ours and "__init__" in vars(kind):
                quick._init_of(kind)
                seen += 1
    assert seen > 150
