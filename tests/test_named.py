"""Records made quickly are what the standard library's named tuples are."""

import copy
import pickle
from typing import Any

import pytest

from cmcli.named import NamedTuple
from cmcli.start import _Later


class Point(NamedTuple):
    """A place, with a name where it has one."""

    x: int
    y: int = 0
    name: str = "here"

    @property
    def far(self) -> bool:
        """Whether it is away."""
        return self.x > 10


def test_values_are_given_by_place_by_name_and_by_default() -> None:
    assert Point(1) == Point(1, 0) == Point(x=1) == Point(1, name="here") == (1, 0, "here")
    assert (Point(1, 2).x, Point(1, 2).y, Point(1, 2).name) == (1, 2, "here")
    assert Point(11).far
    x, *rest = Point(3, 4, "there")
    assert (x, rest) == (3, [4, "there"])


@pytest.mark.parametrize(
    ("values", "named"),
    [((), {}), ((1, 2, "a", 3), {}), ((1,), {"x": 2}), ((1,), {"z": 2}), ((), {"y": 2})],
)
def test_too_few_too_many_and_unknown_values_are_refused(values: Any, named: Any) -> None:
    with pytest.raises(TypeError, match=r"Point\(x, y, name\)"):
        Point(*values, **named)
    with pytest.raises(TypeError):
        Point._make([1, 2])


def test_a_record_is_copied_with_other_values_and_nothing_else() -> None:
    assert Point(1)._replace(y=5) == Point(1, 5)
    with pytest.raises(ValueError, match="no fields z"):
        Point(1)._replace(z=5)  # type: ignore[call-arg]
    assert Point(1)._asdict() == {"x": 1, "y": 0, "name": "here"}
    assert copy.copy(Point(1)) == pickle.loads(pickle.dumps(Point(1))) == Point(1)
    assert repr(Point(1)) == "Point(x=1, y=0, name='here')"


def test_a_record_stays_as_it_is() -> None:
    with pytest.raises(AttributeError):
        Point(1).x = 2  # type: ignore[misc]
    with pytest.raises(AttributeError):
        Point(1).z = 2  # type: ignore[attr-defined]


def test_a_field_without_a_default_comes_before_those_with_one() -> None:
    maker: Any = type(Point)
    with pytest.raises(TypeError, match="without a default"):
        maker("Odd", (NamedTuple,), {"__annotations__": {"a": int, "b": int}, "a": 1})


def test_a_module_put_off_is_there_when_it_is_asked_for() -> None:
    later = _Later("textwrap")
    assert not hasattr(later, "__path__")
    assert later.dedent("  a") == "a"
    assert "wrap" in vars(later)
    with pytest.raises(AttributeError):
        _ = later.nothing
