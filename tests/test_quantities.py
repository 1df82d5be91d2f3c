"""Numbers as people write them are understood, or refused with what was expected."""

import math

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from advisor.printable import printable
from advisor.quantities import Range, format_number, format_range, parse_number

UNITS = ["days", "minutes", "months", "years", "seconds", "GB", "KiB", "MB/s", "%", "IOPS", "requests per second", None]


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        (12, "days", 12),
        (12.5, "days", 12.5),
        (2.0, "days", 2),
        ("12", "days", 12),
        (" 12.5 ", "days", 12.5),
        (".5", "days", 0.5),
        ("25,000", "IOPS", 25_000),
        ("1,234,567.5", "IOPS", 1_234_567.5),
        ("1e3", "IOPS", 1000),
        ("1.5e-3", "IOPS", 0.0015),
        ("20k", "IOPS", 20_000),
        ("20K IOPS", "IOPS", 20_000),
        ("2M", "IOPS", 2_000_000),
        ("2 million", "IOPS", 2_000_000),
        ("1.5 billion", "IOPS", 1_500_000_000),
        ("two hundred", "IOPS", 200),
        ("a million", "IOPS", 1_000_000),
        ("twelve", "instances", 12),
        ("-5", "degrees", -5),
        ("\u22125", "degrees", -5),
        ("5", None, 5),
        ("20k", None, 20_000),
    ],
)
def test_a_number_is_read(text: str | float, unit: str | None, value: float) -> None:
    """A bare number, in any common spelling, is in the unit itself."""
    assert Range(value, value) == parse_number(text, unit)


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("12 hours", "days", 0.5),
        ("90s", "minutes", 1.5),
        ("500 ms", "seconds", 0.5),
        ("250 \xb5s", "ms", 0.25),
        ("5 min.", "seconds", 300),
        ("a week", "days", 7),
        ("an hour", "minutes", 60),
        ("30-day", "days", 30),
        ("2 wk", "d", 14),
        ("5 mo", "days", 150),
        ("a decade", "years", 10),
        ("-1 year", "days", -365),
        ("-365 days", "months", -12),
    ],
)
def test_a_time_is_converted(text: str, unit: str, value: float) -> None:
    """A time in any unit is converted into the declared one."""
    assert Range(value, value) == parse_number(text, unit)


@pytest.mark.parametrize(
    ("months", "days"), [(1, 30), (6, 180), (11, 330), (12, 365), (13, 395), (18, 545), (24, 730), (36, 1095)]
)
def test_twelve_months_are_a_year(months: int, days: int) -> None:
    """A month has 30 days, and every twelve of them are a year of 365; both ways, and as years."""
    assert days == parse_number(f"{months} months", "days").low
    assert months == parse_number(f"{days} days", "months").low
    assert days == parse_number(f"{months / 12!r} years", "days").low


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("1.5 TB", "GB", 1500),
        ("128 KB", "KB", 128),
        ("128kb", "bytes", 128_000),
        ("1 KiB", "bytes", 1024),
        ("1 TiB", "GiB", 1024),
        ("2 terabytes", "GB", 2000),
        ("20k bytes", "KB", 20),
        ("8 Mbit", "MB", 1),
        ("1 GB/s", "MB/s", 1000),
        ("100 MB per second", "MB/s", 100),
        ("6 GB per minute", "MB/s", 100),
        ("1 MiB/s", "KiB/s", 1024),
        ("10 Gbps", "MB/s", 1250),
        ("10 GBps", "MB/s", 10_000),
    ],
)
def test_a_size_is_converted(text: str, unit: str, value: float) -> None:
    """Sizes are decimal, with an i binary; so are rates of them, and network speeds count bits."""
    assert Range(value, value) == parse_number(text, unit)


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("20%", "%", 20),
        ("20 percent", "%", 20),
        ("99.99 %", "percent", 99.99),
        ("20k requests/s", "requests per second", 20_000),
        ("1 Request per Second", "requests per second", 1),
        ("20 req/s", "requests per second", 20),
        ("500 rps", "requests per second", 500),
        ("50 per second", "requests per second", 50),
        ("600 requests per minute", "requests per second", 10),
        ("1 query/s", "queries per second", 1),
        ("1 instance", "instances", 1),
        ("3 regions", "Regions", 3),
        ("20 EC2 instances", "EC2 instances", 20),
        ("3 access", "accesses", 3),
        ("5 reads per object", "reads per object", 5),
    ],
)
def test_any_noun_can_be_counted(text: str, unit: str, value: float) -> None:
    """A unit of no known kind is forgiven its case, its plural, and how "per second" is written."""
    assert Range(value, value) == parse_number(text, unit)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("up to 3 hours", Range(None, 180)),
        ("at most 5", Range(None, 5)),
        ("No more than 5 minutes", Range(None, 5)),
        ("<= 5", Range(None, 5)),
        ("\u2264 5", Range(None, 5)),
        ("5 minutes or less", Range(None, 5)),
        ("at least 2 hours", Range(120, None)),
        ("no less than 5", Range(5, None)),
        (">=5", Range(5, None)),
        ("5+", Range(5, None)),
        ("2+ hours", Range(120, None)),
        ("5 minutes or longer", Range(5, None)),
        ("more than 16,000", Range(16_000, None, low_open=True)),
        ("over an hour", Range(60, None, low_open=True)),
        ("above 5", Range(5, None, low_open=True)),
        ("> 5", Range(5, None, low_open=True)),
        ("less than 5 minutes", Range(None, 5, high_open=True)),
        ("under a minute", Range(None, 1, high_open=True)),
        ("below 5", Range(None, 5, high_open=True)),
        ("fewer than 5", Range(None, 5, high_open=True)),
        ("< 5", Range(None, 5, high_open=True)),
    ],
)
def test_a_bound_is_read(text: str, expected: Range) -> None:
    """Words and signs for one bound leave the other side open-ended, and say whether the bound itself counts."""
    assert expected == parse_number(text, "minutes")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 to 5 minutes", Range(1, 5)),
        ("1-5 minutes", Range(1, 5)),
        ("1 \u2013 5 min", Range(1, 5)),
        ("from 1 to 5", Range(1, 5)),
        ("between 1 and 5 minutes", Range(1, 5)),
        ("one to five minutes", Range(1, 5)),
        ("1 minute to 2 hours", Range(1, 120)),
        ("1 to 5 hours", Range(60, 300)),
        ("1 hour to 5", Range(60, 300)),
        ("-5 to -1", Range(-5, -1)),
        ("1 to 5 million", Range(1_000_000, 5_000_000)),
        ("500 to 2k", Range(500, 2000)),
        ("5 to 5", Range(5, 5)),
        ("more than 5 minutes and at most 3 hours", Range(5, 180, low_open=True)),
        ("less than 10 but at least 5", Range(5, 10, high_open=True)),
    ],
)
def test_a_range_is_read(text: str, expected: Range) -> None:
    """Two numbers make a range; what is said once, a unit or a million, holds for both."""
    assert expected == parse_number(text, "minutes")


@pytest.mark.parametrize(
    ("text", "unit", "message"),
    [
        ("5 GB", "days", "expected a time such as '30 days', not '5 GB'"),
        ("5 days", "GB", "expected a size such as '10 GB', not '5 days'"),
        ("5 GB", "MB/s", "expected a rate such as '100 MB/s', not '5 GB'"),
        ("100 per second", "MB/s", "expected a rate such as '100 MB/s', not '100 per second'"),
        ("5 GB", "%", "expected a percentage such as '20%', not '5 GB'"),
        ("5 GB", None, "expected a number such as 25 or '25,000', not '5 GB'"),
        ("12 eggs", "IOPS", "expected a number of IOPS such as 20 or '20k', not '12 eggs'"),
        ("12 huors", "days", "expected a time such as '30 days', not '12 huors' (did you mean 'hours'?)"),
        ("3 times", "days", "expected a time such as '30 days', not '3 times'"),
        ("two sizes", "GB", "expected a size such as '10 GB', not 'two sizes'"),
        ("5 m", "days", "expected '5 minutes' or '5 months', not '5 m', which may be either"),
        ("5M", "seconds", "expected '5 minutes' or '5 months', not '5M', which may be either"),
        ("128k", "KB", "expected '128 KB' or '128 thousand', not '128k', which may be either"),
        ("5M/s", "MB/s", "expected '5 MB/s' or '5 million', not '5M/s', which may be either"),
        ("2m", "IOPS", "expected '2 million' or '2M', not '2m'"),
        ("1,5", "days", "expected a number such as '25,000' or '2.5', not '1,5'"),
        ("5 to 1", "days", "expected a smaller number first, not '5' and then '1'"),
        ("more than 5 and less than 5", "days", "expected a smaller number first, not '5' and then '5'"),
        ("about 5 days", "days", "(for a number that is not exact, give a range)"),
        ("1e400", "IOPS", "expected a number without so large an exponent, not '1e400'"),
        ("1e16", "IOPS", "expected at most 1,000,000,000,000,000 IOPS, not 1e16"),
        ("x" * 500, "IOPS", "not a text of 500 characters"),
        ("\x1b[31m", "IOPS", r"not '\x1b[31m'"),
        (True, "IOPS", "not true"),
        (math.nan, "IOPS", "not nan"),
        (-math.inf, "IOPS", "not -inf"),
        pytest.param(10**5000, "IOPS", "expected at most 1,000,000,000,000,000 IOPS, not a larger number", id="huge"),
        (1e300, None, "expected at most 1,000,000,000,000,000, not 1e+300"),
    ],
)
def test_a_refusal_says_what_was_expected(text: str | float, unit: str | None, message: str) -> None:
    """Whatever is not a number in this unit, or could mean two things, is refused in words."""
    with pytest.raises(ValueError) as error:  # noqa: PT011  (the message is compared below)
        parse_number(text, unit)
    assert message in str(error.value)


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "a", "several", "9**9**9", "0x10", "1_000", "nan", "inf", "\u0663", "\xbd"),
        *("1 to 2 to 3", "1-2-3", "5 to", "up to 5+", "at least", "more than many", "many or more"),
        *("at least 5 and at least 6", "at least x and at most 5"),
    ],
)
def test_what_is_no_number_is_refused(text: str) -> None:
    """Neither other notations nor arithmetic nor half a range are guessed at."""
    with pytest.raises(ValueError, match="expected a number of IOPS"):
        parse_number(text, "IOPS")


@pytest.mark.parametrize("value", ["-0", "-0.0", -0.0, "0e5", "zero"])
def test_there_is_one_zero(value: str | float) -> None:
    """Zero is the int 0, however it is written."""
    assert repr(parse_number(value, "days").low) == "0"


def test_a_conversion_leaves_no_dust() -> None:
    """What is integral is an int, and other numbers have at most twelve digits."""
    assert repr(parse_number("72 hours", "days").low) == "3"
    assert parse_number("300 ms", "seconds").low == 0.3
    assert parse_number("1 hour", "days").low == 0.0416666666667


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (25_000, "IOPS", "25,000 IOPS"),
        (1, "IOPS", "1 IOPS"),
        (1, "days", "1 day"),
        (30, "day", "30 days"),
        (1.5, "TB", "1.5 TB"),
        (1.0, "years", "1 year"),
        (5, "%", "5%"),
        (5, None, "5"),
        (1, "requests per second", "1 request per second"),
        (2, "requests per second", "2 requests per second"),
        (1, "queries", "1 query"),
        (1, "MB/s", "1 MB/s"),
        (1, "reads/s", "1 read/s"),
        (1, "Regions", "1 Region"),
        (1234.5, None, "1,234.5"),
        (0.00001, "GB", "0.00001 GB"),
        (3e-9, "GB", "3e-09 GB"),
    ],
)
def test_a_number_is_written(value: float, unit: str | None, text: str) -> None:
    """A number has separators between thousands, and its unit the right number."""
    assert text == format_number(value, unit)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Range(1, 1), "1 minute"),
        (Range(25_000, None), "at least 25,000 minutes"),
        (Range(5, None, low_open=True), "more than 5 minutes"),
        (Range(None, 5), "at most 5 minutes"),
        (Range(None, 1, high_open=True), "less than 1 minute"),
        (Range(1, 5), "1 to 5 minutes"),
        (Range(5, 180, low_open=True), "more than 5 minutes and at most 180 minutes"),
        (Range(5, 180, high_open=True), "at least 5 minutes and less than 180 minutes"),
        (Range(None, None), "any number"),
    ],
)
def test_a_range_is_written(value: Range, text: str) -> None:
    """A range is written with the words that people use."""
    assert text == format_range(value, "minutes")


def test_a_range_knows_whether_it_is_one_number() -> None:
    """A range is exact when both ends meet."""
    assert Range(5, 5).exact
    assert not Range(5, 6).exact
    assert not Range(None, None).exact


numbers = st.integers(-(10**15), 10**15) | st.floats(-1e12, 1e12).map(lambda value: float(f"{value:.12g}"))


@settings(derandomize=True)
@given(numbers, st.sampled_from(UNITS))
def test_a_number_written_is_read_back(value: float, unit: str | None) -> None:
    """Whatever is written of a number reads as the same number."""
    assert Range(value, value) == parse_number(format_number(value, unit), unit)
    assert Range(value, value) == parse_number(value, unit)


@settings(derandomize=True)
@given(st.none() | numbers, st.none() | numbers, st.booleans(), st.booleans(), st.sampled_from(UNITS))
def test_a_range_written_is_read_back(
    low: float | None, high: float | None, low_open: bool, high_open: bool, unit: str | None
) -> None:
    """Whatever is written of a range reads as the same range."""
    assume(low is not None or high is not None)
    assume(low is None or high is None or low < high)
    value = Range(low, high, low_open and low is not None, high_open and high is not None)
    assert value == parse_number(format_range(value, unit), unit)


@settings(derandomize=True)
@given(st.integers(0, 4000), st.integers(0, 4000))
def test_longer_stays_longer(days: int, others: int) -> None:
    """A conversion into months and back keeps order and value."""
    months = [parse_number(f"{value} days", "months").low for value in (days, others)]
    assert (days < others) == (months[0] < months[1])
    assert days == round(parse_number(f"{months[0]!r} months", "days").low, 6)


_WORDS = """
12 5 1.5 25,000 1e3 1e999 - + . , < >= ~ ( / % to and between at least most more than up under or less per about
a an million k M m s hours day GB MB/s IOPS NaN \u00bd
"""
words = st.sampled_from([*_WORDS.split(), "\x1b", "\n"])


@settings(derandomize=True, max_examples=500)
@given(st.text() | st.lists(words).map(" ".join) | st.lists(words).map("".join), st.sampled_from(UNITS))
def test_any_text_is_a_range_or_refused(text: str, unit: str | None) -> None:
    """Any text gives a sound range or a ValueError that says what was expected; nothing else ever comes out."""
    value, message = _outcome(text, unit)
    if value is None:
        assert message.startswith("expected ")
        assert message == printable(message)
        return
    bounds = [bound for bound in (value.low, value.high) if bound is not None]
    assert bounds
    assert all(abs(bound) <= 10**15 and (isinstance(bound, int) or not bound.is_integer()) for bound in bounds)
    assert bounds == sorted(bounds)


@settings(derandomize=True)
@given(st.floats() | st.integers(), st.sampled_from(UNITS))
def test_any_number_is_exact_or_refused(number: float, unit: str | None) -> None:
    """Any number gives one number or a ValueError."""
    value, message = _outcome(number, unit)
    assert message.startswith("expected ") if value is None else value.exact


def _outcome(text: str | float, unit: str | None) -> tuple[Range | None, str]:
    try:
        return parse_number(text, unit), ""
    except ValueError as error:
        return None, str(error)
