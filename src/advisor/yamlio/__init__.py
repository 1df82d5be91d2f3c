"""Files to plain data, each value with its place; whatever cannot be read raises `InputError`."""

from advisor.yamlio._decode import decode, read_text
from advisor.yamlio._document import Data, Document
from advisor.yamlio._json import read_json
from advisor.yamlio._limits import MAX_BYTES, MAX_DEPTH, MAX_NODES
from advisor.yamlio._yaml import read_yaml

__all__ = [
    "MAX_BYTES",
    "MAX_DEPTH",
    "MAX_NODES",
    "Data",
    "Document",
    "decode",
    "read_json",
    "read_text",
    "read_yaml",
]
