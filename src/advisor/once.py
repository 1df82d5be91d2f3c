"""What an object works out when it is first asked, and then keeps."""

from functools import cached_property
from typing import Any, Self, TypeVar, overload

Value = TypeVar("Value")


class once(cached_property[Value]):
    """A `cached_property` without its lock, which Python 3.12 gave up.

    Up to 3.11, a process forked while a thread works out such a value would wait for ever for that of any object.
    Without a lock two threads may do the same work at once, and get the same.
    """

    @overload
    def __get__(self, instance: None, owner: type[Any] | None = None) -> Self: ...
    @overload
    def __get__(self, instance: object, owner: type[Any] | None = None) -> Value: ...
    def __get__(self, instance: object | None, owner: type[Any] | None = None) -> Self | Value:
        """The value, worked out; next time it is found on the object itself."""
        if instance is None:
            return self
        assert self.attrname is not None
        value = instance.__dict__[self.attrname] = self.func(instance)
        return value
