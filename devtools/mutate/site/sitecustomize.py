"""Found by processes that a test starts while a mutant is tried; it is in no other path."""

from devtools.mutate.loader import install_told

install_told()
