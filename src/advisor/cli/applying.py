"""`apply`: what sets the recommended options at AWS."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from advisor.cli.answering import Output
from advisor.cli.explaining import chosen
from advisor.cli.guard import FINE, WRONG, command, tell
from advisor.cli.options import Edition, InputFormat, Rules, known, known_options, load_advisor


@command
def apply(
    case: Annotated[str, typer.Argument(metavar="CASE", help="A file with a case, or - for standard input.")],
    area: Annotated[
        list[str] | None,
        typer.Option("--area", metavar="AREA", help="Only this decision, or AREA/NAME. May be given repeatedly."),
    ] = None,
    format: Annotated[
        Literal["cloudformation", "terraform", "cli", "boto3"], typer.Option("--format", help="How to set it.")
    ] = "cloudformation",
    output: Output = None,
    among: Annotated[str, typer.Option("--among", metavar="O,O", help="Only these options: settles a tie.")] = "",
    name: Annotated[
        str | None, typer.Option("--case", metavar="NAME", help="Which case, if the file has several.")
    ] = None,
    no_assumptions: Annotated[
        bool, typer.Option("--no-assumptions", help="Leave open what the case does not say.")
    ] = False,
    input_format: InputFormat = None,
    rules: Rules = None,
    edition: Edition = "notes",
) -> int:
    """Print what sets the recommended options: a CloudFormation template, Terraform, AWS CLI lines or boto3 calls.

    What the case knows is filled in; what only you know is a named parameter. Nothing is sent to AWS. If one
    decision cannot be applied (a tie, a conflict, what AWS refuses), all that is wrong is told and nothing printed.

    \b
    Example:
      advisor apply case.yaml --area s3-storage-class > bucket.yaml
      advisor apply case.yaml --area ebs-volume --format cli
    """
    from advisor.apply import applied_text
    from advisor.batch import Outcome, read_cases
    from advisor.batch.admitting import admit
    from advisor.cli.streams import output_to

    if case != "-" and Path(case).is_dir():
        raise typer.BadParameter(f"'{case}' is a folder; expected a file with a case.")
    advisor = load_advisor(rules, edition)
    areas = [each.partition("/")[0] for each in area or ()]
    known("area", areas, advisor.rulebook.areas)
    options = [each.strip() for each in among.split(",") if each.strip()]
    known_options(options, [advisor.rulebook.areas[each] for each in areas or advisor.rulebook.areas])
    entry = chosen(map(Outcome, read_cases([case], advisor, input_format)), name, case).entry
    if entry.case is None:
        tell(entry.problems)
        return WRONG
    admitted = admit(entry.case, options, areas or None, advisor.rulebook) if options else entry.case
    text = applied_text(advisor, admitted, area or (), format, assumptions=not no_assumptions)
    with output_to(output) as file:
        file.write(text)
    return FINE
