"""The rules of the default branch as code: `.github/rulesets/`, applied to GitHub and verified."""
