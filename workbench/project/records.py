"""Small dataclasses as JSON values and back, every field of exactly its type."""

from __future__ import annotations

import dataclasses
from functools import cache
from typing import Any, TypeVar, cast, get_args, get_origin, get_type_hints

from pydantic import TypeAdapter, ValidationError

T = TypeVar("T")


class Unfit(Exception):
    """Parts that do not fit together, or a value that is not what it should be; the text says which."""


def expect(condition: bool, otherwise: str) -> None:
    """Raise `Unfit(otherwise)` unless `condition`."""
    if not condition:
        raise Unfit(otherwise)


def as_json(value: Any) -> Any:
    """A dataclass as a dict, anything else as it is."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return dataclasses.asdict(value)
    return value


def record(kind: type[T], value: Any) -> T:
    """A dataclass from a JSON object; fields that are missing take their default. Raises `Unfit`."""
    return kind(**fields_of(kind, value))


def optional(kind: type[T], value: Any) -> T | None:
    """`record`, or None for null."""
    return None if value is None else record(kind, value)


def fields_of(kind: type[Any], value: Any, skip: frozenset[str] = frozenset()) -> dict[str, Any]:
    """The checked fields of `kind` that a JSON object gives, without those in `skip`."""
    fields = {field.name: field for field in dataclasses.fields(kind) if field.name not in skip}
    expect(isinstance(value, dict), f"{kind.__name__} is not an object")
    expect(set(value) <= set(fields), f"{kind.__name__} has a key that is not its own")
    for name, field in fields.items():
        needed = field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
        expect(name in value or not needed, f"{kind.__name__} lacks {name}")
    hints = _hints(cast("Any", kind))
    return {name: checked(hints[name], item, name) for name, item in value.items()}


def checked(hint: Any, value: Any, name: str) -> Any:
    """`value` as `hint`, strictly: no text becomes a number, no number a truth value. Raises `Unfit`."""
    many = get_args(hint)[0] if get_origin(hint) is tuple else None
    if isinstance(many, type) and dataclasses.is_dataclass(many):
        expect(isinstance(value, list), f"its {name} are not a list")
        return tuple(record(many, item) for item in value)
    for choice in (hint, *get_args(hint)):
        if isinstance(choice, type) and dataclasses.is_dataclass(choice) and value is not None:
            return record(choice, value)
    try:
        return _adapter(hint).validate_python(_tuples(value), strict=True)
    except ValidationError as error:
        raise Unfit(f"its {name} is not what it should be") from error


def problem(error: ValidationError) -> str:
    """The first problem pydantic found, without the values it found it in: they may be long, or hostile."""
    first = error.errors(include_url=False, include_input=False)[0]
    place = ".".join(str(part) for part in first["loc"])
    text = first["msg"].removeprefix("Value error, ")
    return f"{place}: {text}" if place else text


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)


@cache
def _adapter(hint: Any) -> TypeAdapter[Any]:
    return TypeAdapter(hint)


def _tuples(value: Any) -> Any:
    return tuple(_tuples(item) for item in value) if isinstance(value, list) else value
