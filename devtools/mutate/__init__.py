"""Mutation testing of the rooms where a mistake costs most; run by script/mutate."""
