"""What has changed since the notes is in the rulebook, record by record, and is shown with what it is about."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from advisor.load import load_rulebook
from advisor.model.result import Citation
from advisor.model.rulebook import Note
from advisor.render.words import provenance_said, since_said

ERRATA = Path(__file__).parents[2] / "shared" / "reference" / "errata.yaml"
beside_errata = pytest.mark.skipif(not ERRATA.is_file(), reason="the records are not beside this checkout")

OURS = ("ec2_purchase", "ebs", "s3", "load_balancer", "asg", "caching", "route53")
# Records of our subjects that none of the nine decisions rests on, and what they are about.
NOT_TAKEN_UP = {
    "ec2-t3-unlimited": "the size of instances: CPU credits",
    "ec2-eip-charge": "the price of public addresses",
    "ebs-one-instance": "EBS beside EFS: one volume on several instances",
    "ebs-instance-store-loss": "instance store, which is no EBS type",
    "ebs-instance-store-db": "instance store, which is no EBS type",
    "efs-maxio": "EFS",
    "efs-classes": "EFS",
    "s3-consistency": "consistency, the same in every storage class",
    "s3-events-versioning": "event notifications",
    "s3-events-targets": "event notifications",
    "s3-max-object": "the size of objects, the same in every storage class",
    "s3-default-encryption": "encryption",
    "s3-ssec-blocked": "encryption",
    "s3-acl": "access control",
    "s3-replication-deletes": "replication",
    "s3-accel-upload-only": "transfer acceleration",
    "s3-select": "queries on objects",
    "s3-presign": "presigned URLs",
    "s3-object-lock": "object lock",
    "s3-kms-limit": "encryption",
    "s3-crr-readonly": "replication",
    "lb-nlb-sg": "security groups",
    "asg-launch-config": "Auto Scaling groups",
    "asg-predictive-missing": "Auto Scaling groups",
    "asg-cooldown": "Auto Scaling groups",
}


def corrected() -> dict[int, list[Note]]:
    """The notes that have an erratum, by line."""
    found: dict[int, list[Note]] = {}
    for note in load_rulebook().notes.values():
        for line in note.lines if note.erratum else ():
            found.setdefault(line, []).append(note)
    return found


def records() -> list[dict[str, Any]]:
    """The records about our subjects."""
    return [record for record in yaml.safe_load(ERRATA.read_text()) if record["area"] in OURS]


@beside_errata
def test_every_record_is_taken_up() -> None:
    """Each record stands at a note of its lines, with its verdict and confidence, but for those listed above."""
    notes = corrected()
    missing = {
        record["id"]
        for record in records()
        if not any(
            note.erratum
            and (note.erratum.verdict, note.erratum.confidence) == (record["verdict"], record["confidence"])
            for line in record["lines"]
            for note in notes.get(line, ())
        )
    }

    assert set(NOT_TAKEN_UP) == missing


@beside_errata
def test_what_is_not_taken_up_lies_beyond_the_lines_that_are_answered_for() -> None:
    """None of these records is about a line of the notes that some decision rests on."""
    ranges = load_rulebook().source.ranges
    within = [
        record["id"]
        for record in records()
        if record["id"] in NOT_TAKEN_UP
        and any(first <= line <= last for line in record["lines"] for first, last in ranges)
    ]

    assert [] == within


@beside_errata
def test_what_is_true_now_is_said_in_our_own_words() -> None:
    """No erratum repeats the sentence of a record."""
    said = {note.erratum.now for notes in corrected().values() for note in notes if note.erratum}

    assert [] == [record["id"] for record in records() if record["now"] in said]


def test_doubts_and_sources_are_shown() -> None:
    """What is told of a quote says where that comes from and when it was checked, and how sure it is, if not quite."""
    doubtful = 0
    for note in (note for notes in corrected().values() for note in notes):
        erratum = note.erratum
        assert erratum is not None
        citation = Citation(
            note=note.id, section=note.section, lines=list(note.lines), quote=note.quote, erratum=erratum
        )
        since, provenance = since_said(citation), provenance_said(citation)
        assert erratum.now in since
        assert all(part in provenance for part in (erratum.verdict, erratum.source, erratum.checked))
        assert (erratum.confidence != "high") == (f"(The confidence in this is {erratum.confidence}.)" in since)
        doubtful += erratum.confidence != "high"

    assert doubtful > 0
