"""The local provider in a container of its own, for compose.yaml; told to end, it ends.

Run as `python -m devtools.provider <folder>`: writes into the folder, as `ca.pem`, whom the
application has to trust. It shares the application's network, so that both are at localhost.
"""

import shutil
import signal
import sys
from pathlib import Path

from devtools.provider import Provider

PAGE_PORT = 5002
TLS_PORT = 5003


def main(folder: Path) -> None:
    """Serve until told to end."""
    signals = {signal.SIGTERM, signal.SIGINT}
    signal.pthread_sigmask(signal.SIG_BLOCK, signals)
    with Provider(page_port=PAGE_PORT, tls_port=TLS_PORT, host="0.0.0.0") as provider:
        shutil.copyfile(provider.ca_bundle, folder / "ca.pem")
        print(f"The provider is at {provider.authority}", flush=True)
        signal.sigwait(signals)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
