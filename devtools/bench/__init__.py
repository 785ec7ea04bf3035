"""How fast Surveys is, beside the least that a Flask application can do. Run by `script/bench`."""
