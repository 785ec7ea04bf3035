"""Which of Dependabot's pull requests merge themselves, decided by the base branch's own code."""
