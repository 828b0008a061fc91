"""Named tuples that are made quickly.

A command makes more than a hundred record classes before it does anything, and `typing.NamedTuple`
writes and compiles a constructor for each of them. These share one. They are what the type checker
knows as `NamedTuple`: fields with annotations and defaults, methods and properties of their own.
"""

import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING or sys.version_info >= (3, 14):
    # From 3.14 on annotations are not there yet while a class is made.
    from typing import NamedTuple as NamedTuple
else:
    from collections import _tuplegetter as _field

    class _Maker(type):
        """Turns the annotations of a class into the places of a tuple."""

        def __new__(cls, name: str, bases: tuple[type, ...], body: dict[str, Any]) -> type:
            fields = tuple(body.get("__annotations__", ()))
            defaults = {field: body[field] for field in fields if field in body}
            if list(defaults) != list(fields[len(fields) - len(defaults) :]):
                raise TypeError(f"{name}: a field without a default follows one with a default")
            body.setdefault("__slots__", ())
            if fields:
                body |= {field: _field(place, None) for place, field in enumerate(fields)}
                body |= {"_fields": fields, "_field_defaults": defaults, "__match_args__": fields}
                # What completes so many values.
                usual, least = tuple(defaults.values()), len(fields) - len(defaults)
                body["_rest"] = {least + n: usual[n:] for n in range(len(usual) + 1)}
            return super().__new__(cls, name, bases, body)

    class NamedTuple(tuple, metaclass=_Maker):
        """A tuple whose places have names."""

        def __new__(cls, *values: Any, **named: Any) -> Any:
            """The record with these values, the defaults where none are given."""
            if not named:
                rest = cls._rest.get(len(values))
                if rest is not None:
                    return tuple.__new__(cls, values + rest)
            return tuple.__new__(cls, _complete(cls, values, named))

        @classmethod
        def _make(cls, values: Iterable[Any]) -> Any:
            made = tuple.__new__(cls, values)
            if len(made) != len(cls._fields):
                raise TypeError(f"{cls.__name__} has {len(cls._fields)} fields, not {len(made)}")
            return made

        def _replace(self, **named: Any) -> Any:
            made = self._make(map(named.pop, self._fields, self))
            if named:
                raise ValueError(f"{type(self).__name__} has no fields {', '.join(named)}")
            return made

        def _asdict(self) -> dict[str, Any]:
            return dict(zip(self._fields, self, strict=True))

        def __repr__(self) -> str:
            pairs = ", ".join(f"{name}={value!r}" for name, value in self._asdict().items())
            return f"{type(self).__name__}({pairs})"

        def __getnewargs__(self) -> tuple[Any, ...]:
            return tuple(self)

    def _complete(cls: Any, values: tuple[Any, ...], named: dict[str, Any]) -> list[Any]:
        """All values in their order; raises `TypeError` as a call of a function would."""
        fields = cls._fields
        given = dict(zip(fields, values, strict=False))
        double = given.keys() & named.keys()
        known = cls._field_defaults | given | named
        missing = [field for field in fields if field not in known]
        if len(values) > len(fields) or double or missing or len(known) > len(fields):
            raise TypeError(
                f"{cls.__name__}({', '.join(fields)}): {len(values)} values and "
                f"{', '.join(named) or 'no names'}"
            )
        return [known[field] for field in fields]


def hasten(*kinds: Any) -> None:
    """Give these classes constructors of their own, compiled now: for records by the thousand."""
    if NamedTuple.__module__ == "typing":
        return
    for kind in kinds:
        names = ", ".join(kind._fields)
        space: dict[str, Any] = {"new": tuple.__new__}
        exec(f"def __new__(cls, {names}): return new(cls, ({names},))", space)  # noqa: S102
        make = space["__new__"]
        make.__defaults__ = tuple(kind._field_defaults.values())
        kind.__new__ = staticmethod(make)
