"""A CloudFormation template."""

from collections.abc import Mapping, Sequence
from typing import Any

import yaml

from advisor.apply.applied import Applied, Wanted, wanted
from advisor.apply.comments import about, verbatim
from advisor.apply.shell import line
from advisor.model.settings import Resource

_REFERENCE = "{{resolve:"  # CloudFormation fills in secrets where a text says so, and knows no way to quote it


class Unquotable(ValueError):
    """A text that the format would take for something else."""


def cloudformation(applied: Sequence[Applied]) -> str:
    """One template in YAML, after comments. Raises Unquotable for a name that the template would replace."""
    comments = "\n#\n".join(_beside(each) for each in applied)
    resources = {name: body for each in applied for name, body in each.resources.items()}
    if not resources:
        return f"{comments}\n"
    parameters = {
        name: {"Type": each.type, "Description": each.description} for name, each in wanted(resources).items()
    }
    template = {
        "AWSTemplateFormatVersion": "2010-09-09",
        **({"Parameters": parameters} if parameters else {}),
        "Resources": _plain(resources),
    }
    return f"{comments}\n{yaml.dump(template, Dumper=_Plain, sort_keys=False, width=100)}"


class _Plain(yaml.SafeDumper):
    """Writes what is shared twice, without anchors."""

    def ignore_aliases(self, data: Any) -> bool:
        """Nothing is an alias."""
        del data
        return True


def _beside(each: Applied) -> str:
    return beside(each, bool(each.resources))


def beside(each: Applied, is_template: bool) -> str:
    """What a template says of a decision in comments, with the calls that it cannot stand for."""
    calls = [call for call in each.calls if call.beside or not is_template]
    said = [*([] if is_template else [each.nothing]), *each.remarks, *(["To be called besides:"] if calls else [])]
    return "\n".join([about(each, said), *(verbatim(line(call)) for call in calls)])


def _plain(tree: Any) -> Any:
    match tree:
        case Wanted(name, _):
            return {"Ref": name}
        case Resource(name, None):
            return {"Ref": name}
        case Resource(name, attribute):
            return {"Fn::GetAtt": [name, attribute]}
        case Mapping():
            return {key: _plain(part) for key, part in tree.items()}
        case list():
            return [_plain(part) for part in tree]
        case str() if _REFERENCE in tree:
            raise Unquotable(f"CloudFormation would replace the text {_REFERENCE}...}}}} in the name")
    return tree
