"""How large an input may be, and how to say that one is larger."""

MAX_BYTES = 4 * 1024 * 1024
MAX_DEPTH = 64
MAX_NODES = 100_000
MAX_DIGITS = 300  # an integer that still fits a float, and that Python writes as text

TOO_LARGE = f"the text is larger than {MAX_BYTES // 1024**2} MiB, the most that is read"
TOO_DEEP = f"the nesting is deeper than {MAX_DEPTH} levels"
TOO_MANY = f"a document holds more than {MAX_NODES:,} values"
TOO_MANY_DOCUMENTS = f"the text holds more than {MAX_NODES:,} documents"
TOO_LONG = f"a number of more than {MAX_DIGITS} digits cannot be read"
SPLIT = "Split it into several files."
