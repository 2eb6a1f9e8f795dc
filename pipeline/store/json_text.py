"""Dataclasses of the model to JSON text and back, checked against their types on the way in."""

from __future__ import annotations

from functools import cache
from typing import Any, TypeVar, cast

from pydantic import TypeAdapter

from pipeline.errors import StoreError

T = TypeVar("T")


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def dump(kind: Any, value: Any) -> str:
    """A value of the given type as JSON."""
    return _adapter(kind).dump_json(value).decode()


def load(kind: type[T], text: str, *, where: str) -> T:
    """The value back; raises StoreError naming the place when the text does not fit the type."""
    try:
        return cast(T, _adapter(cast(Any, kind)).validate_json(text))
    except ValueError as error:
        raise StoreError(f"{where} holds a value that does not fit: {error}") from error
