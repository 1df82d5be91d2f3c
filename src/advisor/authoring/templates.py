"""What a page begins with: everything that it needs, and `<blanks>` for what only its author knows."""

FRONT = """\
title: <what this rulebook is about>
source:
  name: {name}
  sha256: {sha256}
  ranges: [[{first}, {last}]]             # the lines that the rulebook answers for
"""

AREA = """\
id: {area}
title: <what is decided, in a few words>
question: <the question that is decided>
subject: {subject}
criteria:
  <criterion>: <what reasons of this kind are about>
options:
  <first option>: {{title: <its name for people>, summary: <what it is in a line>}}
  <second option>: {{title: <its name for people>, summary: <what it is in a line>}}

rules:
  - id: <id of the first rule>
    title: <the rule in general, in a sentence>
    when: {{{subject}.<fact>: true}}
    favours: {{<first option>: strong}}
    criterion: <criterion>
    because: <why the first option fits such a workload, in a sentence>
    cite: [{area}-first]
  - id: <id of the second rule>
    title: <the rule in general, in a sentence>
    when: {{{subject}.<fact>: false}}
    favours: {{<second option>: strong}}
    criterion: <criterion>
    because: <why the second option fits such a workload, in a sentence>
    cite: [{area}-first]
"""

FACTS = """\
subject: {subject}
title: <what a case tells under {subject}>
facts:
  <fact>:
    kind: flag
    question: <the question that asks whether it is so>
"""

NOTES = """\
notes:
  - id: {area}-first
    section: <heading of the notes>
    lines: [<number of the line>]
    quote: <the words of that line on which the rules rest>
"""

AREA_CASES = """\
name: {area}-first
description: A workload that calls for the first option.
{subject}: {{<fact>: true}}
expect: {{{area}: <first option>}}
---
name: {area}-second
description: A workload that calls for the second option.
{subject}: {{<fact>: false}}
expect: {{{area}: <second option>}}
"""

RULE = """\
- id: {rule}
  title: <the rule in general, in a sentence>
  when: {{{subject}.<fact>: <value>}}
  favours: {{<option>: strong}}           # or opposes; rules_out: [...] and requires: [...] need no criterion
  criterion: <criterion{criteria}>
  because: <why, as a sentence about this workload>
  cite: [<note>]
"""

RULE_CASES = """\
name: {rule}
description: A workload for which the rule makes the difference.
{subject}: {{<fact>: <value>}}
expect: {{{area}: <option>}}
---
name: {rule}-does-not-apply
description: The same workload, but for what the rule asks.
{subject}: {{<fact>: <another value>}}
expect: {{{area}: <another option>}}
"""
