"""The standard library's `dataclass`, for frozen ones with slots made when they are first used.

For each class the standard one writes and compiles six functions, most of a millisecond; a start of the
window passes 150 such classes and makes objects of a few dozen (docs/decisions/029). Here all classes share
those functions but `__init__`, which the standard library writes once more than a few objects are made.
What `replace`, `fields`, `asdict` and `is_dataclass` say is the same. Whatever is not frozen with slots goes
straight to the standard library.
"""

from __future__ import annotations

import dataclasses
import functools
from collections import Counter
from typing import TYPE_CHECKING, Any

__all__ = ["dataclass", "finish"]

if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(*, frozen=False, slots=False, eq=True, kw_only=False):
        """As `dataclasses.dataclass`; a class keeps the functions that it writes for itself."""
        if not (frozen and slots):
            return dataclasses.dataclass(frozen=frozen, slots=slots, eq=eq, kw_only=kw_only)
        shared = {**_SHARED, **(_COMPARED if eq else {})}

        def make(plain: type) -> type:
            for name, function in shared.items():
                if name not in vars(plain):
                    setattr(plain, name, function)
            made = dataclasses.dataclass(init=False, repr=False, eq=False, slots=True, kw_only=kw_only)(plain)
            # Only now: a class with slots is made anew, with what it had.
            made.__setattr__ = made.__delattr__ = _refuse
            _UNFINISHED.append(made)
            return made

        return make


FEW = 3
"""Objects of a class that are made one by one, sooner than an `__init__` for them is written."""
_MADE: Counter[type] = Counter()
_UNFINISHED: list[Any] = []


def finish() -> None:
    """Give every class its `__init__` now, in a quiet moment: the end of a run would else wait for thirty."""
    while _UNFINISHED:
        kind = _UNFINISHED.pop()
        if vars(kind).get("__init__") is _first_init:
            kind.__init__ = _init_of(kind)


def _first_init(self: Any, *args: Any, **named: Any) -> None:
    """What makes the first `FEW` objects of a class; then its own `__init__` takes this one's place."""
    kind = self.__class__
    _MADE[kind] += 1
    values = _bound(kind, args, named) if _MADE[kind] <= FEW else None
    if values is None:
        kind.__init__ = _init_of(kind)
        kind.__init__(self, *args, **named)
        return
    for name, value in values.items():
        object.__setattr__(self, name, value)
    if hasattr(kind, "__post_init__"):
        self.__post_init__()


def _bound(kind: Any, args: tuple[Any, ...], named: dict[str, Any]) -> dict[str, Any] | None:
    """The value of each field; None where the arguments do not fit, for `__init__` to say what is wrong."""
    columns = dataclasses.fields(kind)
    in_order = [one.name for one in columns if one.init and not one.kw_only]
    given = {**named, **dict(zip(in_order, args, strict=False))}
    if len(args) > len(in_order) or len(given) < len(args) + len(named):
        return None
    values = {}
    for one in columns:
        if one.init and one.name in given:
            values[one.name] = given.pop(one.name)
        elif one.default is not dataclasses.MISSING:
            values[one.name] = one.default
        elif one.default_factory is not dataclasses.MISSING:
            values[one.name] = one.default_factory()
        else:
            return None
    return None if given else values


def _init_of(kind: type) -> Any:
    """What the standard library writes for the same fields."""
    columns = [(one.name, Any, _again(one)) for one in dataclasses.fields(kind)]
    # Without words of its own the twin would be given its signature, which takes as long as all the rest.
    named = {"__doc__": "A twin.", **({"__post_init__": None} if hasattr(kind, "__post_init__") else {})}
    twin = dataclasses.make_dataclass(
        kind.__name__, columns, namespace=named, frozen=True, slots=True, repr=False, eq=False
    )
    init = vars(twin)["__init__"]
    init.__qualname__ = f"{kind.__qualname__}.__init__"
    return init


def _again(one: dataclasses.Field[Any]) -> Any:
    """The same field for another class."""
    default: dict[str, Any] = {
        name: getattr(one, name) for name in ("default", "default_factory")
        if getattr(one, name) is not dataclasses.MISSING
    }  # fmt: skip
    return dataclasses.field(**default, init=one.init, kw_only=one.kw_only)


@functools.cache
def _names(kind: Any) -> tuple[str, ...]:
    """The fields alone, without what a class knows for all its objects."""
    return tuple(one.name for one in dataclasses.fields(kind))


def _values(self: Any) -> tuple[Any, ...]:
    return tuple([getattr(self, name) for name in _names(self.__class__)])


def _repr(self: Any) -> str:
    pairs = zip(_names(self.__class__), _values(self), strict=True)
    return f"{type(self).__qualname__}({', '.join(f'{name}={value!r}' for name, value in pairs)})"


def _eq(self: Any, other: object) -> bool:
    return _values(self) == _values(other) if type(other) is type(self) else NotImplemented


def _hash(self: Any) -> int:
    return hash(_values(self))


def _set_state(self: Any, state: tuple[Any, ...]) -> None:
    for name, value in zip(_names(self.__class__), state, strict=True):
        object.__setattr__(self, name, value)


def _refuse(self: Any, name: str, *_: Any) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot change field {name!r}")


_SHARED = {
    "__init__": _first_init, "__repr__": _repr, "__getstate__": _values, "__setstate__": _set_state,
}  # fmt: skip
_COMPARED = {"__eq__": _eq, "__hash__": _hash}
