"""The ground floor: what a questionnaire is. Pure: no Flask, no SQL, no clock, no chance."""
