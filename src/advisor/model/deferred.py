"""Models made fast: of values known to be right, and with fields that are worked out when somebody looks."""

from collections.abc import Callable
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict

LATER = "\0later"  # stands among the fields for those still due; no field has such a name
_slot = BaseModel.__dict__["__dict__"]  # where an instance's fields really are

_Model = TypeVar("_Model", bound=BaseModel)


def maker(model: type[_Model]) -> Callable[[dict[str, Any]], _Model]:
    """A function from all fields, in their order and of the right types, to a model: nothing is checked or copied."""
    new, names, hidden = object.__new__, set(model.model_fields), model.__private_attributes__
    set_fields, set_names, set_extra, set_private = (
        BaseModel.__dict__[slot].__set__
        for slot in ("__dict__", "__pydantic_fields_set__", "__pydantic_extra__", "__pydantic_private__")
    )

    def make(fields: dict[str, Any]) -> _Model:
        made = new(model)
        set_fields(made, fields)
        set_names(made, names)
        set_extra(made, None)
        set_private(made, None)
        if hidden:
            made.model_post_init(None)
        return made

    return make


class Deferred(BaseModel):
    """A model some of whose fields are worked out when they are first read.

    It is made (see `maker`) with an object under `LATER` that has a method for each field still due. The method gives
    the field, and perhaps others that come of the same work. Whoever looks at all of the model (to write, compare, copy
    or send it) finds it complete, with its fields in order. Two threads may do the same work at once, and get the same.
    """

    model_config = ConfigDict(defer_build=True)

    @property
    def __dict__(self) -> dict[str, Any]:
        """All fields; whoever asks for them by this name wants to go through them."""
        fields: dict[str, Any] = _slot.__get__(self)
        while LATER in fields:
            due = next(name for name in reversed(type(self).__pydantic_fields__) if name not in fields)
            fields = self._worked_out(due, fields[LATER])
        return fields

    @__dict__.setter
    def __dict__(self, fields: dict[str, Any]) -> None:
        _slot.__set__(self, fields)

    def __getattr__(self, name: str) -> Any:
        fields = _slot.__get__(self)
        if name in fields:  # another thread has just worked it out
            return fields[name]
        if LATER in fields and name in type(self).__pydantic_fields__:
            return self._worked_out(name, fields[LATER])[name]
        return super().__getattr__(name)  # type: ignore[misc]  # pydantic hides it from type checkers

    def _found(self, due: str, later: Any) -> dict[str, Any]:
        """The field that is due, and those that came of the same work."""
        found: dict[str, Any] = getattr(later, due)()
        return found

    def _worked_out(self, due: str, later: object) -> dict[str, Any]:
        """The fields with the one that is due."""
        fields = {**_slot.__get__(self), **self._found(due, later)}
        names = type(self).__pydantic_fields__
        if len(fields) > len(names):  # all of them, and what stands under LATER
            fields = {name: fields[name] for name in names}
        _slot.__set__(self, fields)
        return fields
