"""What the branch requires."""

from tests.devtools.automerge.table.row import CHECK, Row

CHECKS = [
    Row(
        "no required check at all is not green",
        ("GitHub requires no check on this branch, and no check at all is not green.",),
        required=[],
    ),
    Row(
        "rules without a check are not green either",
        ("GitHub requires no check on this branch, and no check at all is not green.",),
        required=[{"type": "deletion"}],
    ),
    Row(
        "code that asks for no check merges nothing",
        (".github/rulesets asks for no check at all, and no check at all is not green.",),
        asked=[],
    ),
    Row(
        "a required check that is missing makes it wait",
        (CHECK.format("Dependency review"),),
        required=[
            {
                "type": "required_status_checks",
                "parameters": {
                    "required_status_checks": [
                        {"context": "Checks passed", "integration_id": 15368}
                    ]
                },
            }
        ],
    ),
    Row(
        "a check that anyone may report is not the one asked for",
        (CHECK.format("Checks passed"),),
        required=[
            {
                "type": "required_status_checks",
                "parameters": {
                    "required_status_checks": [
                        {"context": "Checks passed", "integration_id": None},
                        {"context": "Dependency review", "integration_id": 15368},
                        {"context": "More than asked", "integration_id": 15368},
                    ]
                },
            }
        ],
    ),
    Row(
        "rulesets that cannot be read merge nothing",
        (".github/rulesets/default-branch.json is no ruleset.",),
        asked=[{"type": "required_status_checks"}, 7],
    ),
]
