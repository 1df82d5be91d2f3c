"""Models made fast: of values known to be right, and with fields that are worked out when somebody looks."""

from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict

LATER = "\0later"  # stands among the fields for those still due; no field has such a name
_set = object.__setattr__
_slot = BaseModel.__dict__["__dict__"]  # where an instance's fields really are

_Model = TypeVar("_Model", bound=BaseModel)


def made(model: type[_Model], fields: dict[str, Any]) -> _Model:
    """A model of these fields, all of them, in their order and of the right types: nothing is checked or copied."""
    new = model.__new__(model)
    _slot.__set__(new, fields)
    _set(new, "__pydantic_fields_set__", _names(model))
    _set(new, "__pydantic_extra__", None)
    _set(new, "__pydantic_private__", None)
    if model.__private_attributes__:
        new.model_post_init(None)
    return new


def _names(model: type[BaseModel]) -> set[str]:
    names = _NAMES.get(model)
    if names is None:
        names = _NAMES[model] = set(model.model_fields)
    return names


_NAMES: dict[type[BaseModel], set[str]] = {}


class Deferred(BaseModel):
    """A model some of whose fields are worked out when they are first read.

    It is `made` with an object under `LATER` that has a method for each field still due. The method gives the field,
    and perhaps others that come of the same work. Whoever looks at all of the model (to write, compare, copy or send
    it) finds it complete, with its fields in order. Two threads may do the same work at once, and get the same.
    """

    model_config = ConfigDict(defer_build=True)

    @property
    def __dict__(self) -> dict[str, Any]:
        """All fields; whoever asks for them by this name wants to go through them."""
        fields: dict[str, Any] = _slot.__get__(self)
        while LATER in fields:
            due = next(name for name in reversed(type(self).model_fields) if name not in fields)
            fields = self._worked_out(due, fields[LATER])
        return fields

    @__dict__.setter
    def __dict__(self, fields: dict[str, Any]) -> None:
        _slot.__set__(self, fields)

    def __getattr__(self, name: str) -> Any:
        later = _slot.__get__(self).get(LATER)
        if later is not None and name in type(self).model_fields:
            return self._worked_out(name, later)[name]
        return super().__getattr__(name)  # type: ignore[misc]

    def _worked_out(self, due: str, later: object) -> dict[str, Any]:
        """The fields with the one that is due."""
        found = getattr(later, due)()
        fields = {**_slot.__get__(self), **found}
        names = type(self).model_fields
        if all(name in fields for name in names):
            fields = {name: fields[name] for name in names}
        _slot.__set__(self, fields)
        return fields
