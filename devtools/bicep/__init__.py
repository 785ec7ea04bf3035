"""Reads Bicep files without Azure's compiler, and says what is wrong with ours.

`python -m devtools.bicep infra` prints a line for each fault and fails where there is one.
"""
