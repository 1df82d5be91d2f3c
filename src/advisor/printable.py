"""Text that is safe to show: nothing raw reaches a terminal."""

import re

# Control characters, surrogates, and what reorders, breaks or hides text on a screen. The joiners U+200C and U+200D
# stay: words of several languages and many emoji need them.
_BEYOND_C0 = (
    "\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\ufffe\uffff\U000e0000-\U000e0fff"
)
_UNSAFE = re.compile(f"[\x00-\x1f{_BEYOND_C0}]")
_UNSAFE_IN_JSON = re.compile(f"[{_BEYOND_C0}]")  # JSON itself escapes the others, and its lines end in one of them
_SHORT = {"\n": r"\n", "\r": r"\r", "\t": r"\t"}


def printable(text: str, *, keep_newlines: bool = False) -> str:
    r"""The text with every unsafe character written as \x1b, \u202e or the like; harmless text comes back as it is.

    With `keep_newlines`, newlines and tabs stay what they are.
    """
    if text.isprintable():
        return text
    kept = "\n\t" if keep_newlines else ""
    return _UNSAFE.sub(lambda match: match[0] if match[0] in kept else _escape(match[0]), text)


def printable_json(text: str) -> str:
    """JSON text that means the same, with every unsafe character as an escape of JSON's own."""
    if text.isascii() and "\x7f" not in text:
        return text
    return _UNSAFE_IN_JSON.sub(json_escape, text)


def json_escape(match: re.Match[str]) -> str:
    """The character found, as JSON escapes it."""
    code = ord(match[0])
    if code < 0x10000:
        return f"\\u{code:04x}"
    code -= 0x10000
    return f"\\u{0xD800 + (code >> 10):04x}\\u{0xDC00 + (code & 0x3FF):04x}"


def _escape(character: str) -> str:
    code = ord(character)
    if code > 0xFFFF:
        return f"\\U{code:08x}"
    return _SHORT.get(character) or (f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}")
