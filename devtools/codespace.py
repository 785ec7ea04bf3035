"""Where a browser finds our ports: on this machine, or, in a codespace, at GitHub's addresses."""

import os

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


def address(port: int) -> str:
    """The address at which a browser finds a port of this machine, without a slash at the end."""
    host = _host(port)
    return f"https://{host}" if host else here(port)


def here(port: int) -> str:
    """The address at which a program on this machine finds the port."""
    return f"http://localhost:{port}"


def is_ours(host: str | None) -> bool:
    """Whether a name in a redirect address leads back to this machine."""
    first, _, domain = (host or "").partition(".")
    name, ours = os.environ.get("CODESPACE_NAME"), _domain()
    return host in LOOPBACK or bool(name and domain == ours and first.startswith(f"{name}-"))


def settings() -> dict[str, str]:
    """What the application has to know: GitHub's proxy says under which address it was asked."""
    return {"PROXY_HOPS": "1"} if _host(0) else {}


def _host(port: int) -> str:
    name, domain = os.environ.get("CODESPACE_NAME"), _domain()
    return f"{name}-{port}.{domain}" if name and domain else ""


def _domain() -> str:
    return os.environ.get("GITHUB_CODESPACES_PORT_FORWARDING_DOMAIN", "")
