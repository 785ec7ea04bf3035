"""Run by `script/image`: builds the image, runs it beside a database, and tries what it has to do.

Exits with 69 and the reason where this machine lacks what that takes.
"""

import contextlib
import json
import os
import secrets
import socket
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from devtools.image import base, layers, smoke
from devtools.image.container import Container, run, running
from devtools.image.ending import end
from devtools.image.engine import Engine, lacking
from devtools.image.said import Failed, expect, step
from devtools.postgres import temporary
from devtools.prepare import OWNER
from devtools.provider import Provider

ROOT = Path(__file__).parents[2]
STORAGE = ROOT / ".local" / "image"
IMAGE = "localhost/surveys"
DATABASE = "surveys"
UNAVAILABLE = os.EX_UNAVAILABLE
TRUSTED = "/run/provider/ca.pem"
UPGRADE = ("flask", "--app", "backend", "db", "upgrade")
DEMO = ("flask", "--app", "backend", "demo")


def main() -> None:
    """Build, run, try, end; says what holds, and fails where something does not."""
    if lacks := lacking():
        print("The image cannot be tried here.", *lacks, sep="\n", file=sys.stderr)
        sys.exit(UNAVAILABLE)
    try:
        engine = Engine(STORAGE)
        _build(engine)
        _try(engine)
    except Failed as failed:
        sys.exit(f"\n{failed}")
    print("The image holds.")


def _build(engine: Engine) -> None:
    name, revision = base.of(ROOT / "Dockerfile"), _revision()
    with step(f"Base image, made here in place of {name}"):
        base.make(engine, name)
    with step("Building"):
        engine.podman("image", "prune", "--force")  # what earlier builds have left
        engine.buildah(
            "bud", "--isolation=chroot", "--pull-never", "--format=docker",
            "--layers", "--no-cache",
            f"--build-arg=CREATED={datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",
            f"--build-arg=REVISION={revision}", f"--tag={IMAGE}", str(ROOT),
        )  # fmt: skip
    print(layers.measure(engine, IMAGE, name))
    facts = engine.inspect("image", IMAGE)["Config"]
    expect(facts["User"] == "10001:10001", "it runs as a user of its own, by number")
    labelled = facts["Labels"]["org.opencontainers.image.revision"]
    expect(labelled == revision, f"it is labelled {revision}, not {labelled}")


def _try(engine: Engine) -> None:
    port, database_port = _free_port(), _free_port()
    with temporary(port=database_port, durable=False) as postgres, Provider() as provider:
        url = postgres.create_database(DATABASE).replace("+psycopg2", "")
        options = _options(provider, _over_tcp(url, database_port))
        with step("Starting"), contextlib.ExitStack() as stack:
            container = stack.enter_context(running(engine, IMAGE, port, options))
            kept = stack.pop_all()
        with kept:
            _prepare(engine, container, options)
            _use(container, url)


def _prepare(engine: Engine, container: Container, options: list[str]) -> None:
    """The tables and the demonstration, made by the same image as a job would."""
    early = container.health("ready")
    expect(early.status_code == 503 and early.headers["Retry-After"], "without tables: not ready")
    with step("Migrating"):
        run(engine, IMAGE, options, *UPGRADE)
    expect(container.health("ready").ok, "with its tables it is ready")
    with step("Loading the demonstration"):
        run(
            engine, IMAGE, options, *DEMO, f"--tenant={OWNER.tenant}", f"--object-id={OWNER.oid}",
            f"--owner-name={OWNER.name}", f"--owner-email={OWNER.email}",
        )  # fmt: skip


def _use(container: Container, database: str) -> None:
    with step("Looking whether it is sealed, and well"):
        container.check_sealed()
        container.engine.podman("healthcheck", "run", container.name)
    with step("Signing in, answering, reading the receipt"):
        key = smoke.link_key(database)
        smoke.sign_in(container)
        receipt = smoke.answer(container, key)
    together, largest = container.memory()
    print(f"Memory: {together:.0f} MB together, {largest:.0f} MB of the largest process")
    form = smoke.last_form(container, key)
    with step("Ending it with a submission under way"):
        replied, ended = end(container, form, database)
    print(
        f"After SIGTERM: the submission was answered in {replied:.1f} s, the end in {ended:.1f} s"
    )
    _check_log(container.logs, [receipt, form.answers["key"][0], "127.0.0.1"])


def _check_log(log: str, secret: list[str]) -> None:
    lines = [json.loads(line) for line in log.splitlines() if line.startswith("{")]
    paths = {line["path"].split("/")[1] for line in lines if "path" in line}  # others tell events
    expect({"s", "login", "static"} <= paths, f"requests are in the log ({paths})")
    expect("health" not in paths, "probes are not")
    told = "\n".join(map(str, lines))
    expect(not [one for one in secret if one in told], "the log holds no receipt and no address")


def _options(provider: Provider, database: str) -> list[str]:
    settings = {
        **provider.environment(),
        "REQUESTS_CA_BUNDLE": TRUSTED,
        "SECRET_KEY": secrets.token_urlsafe(48),
        "DATABASE_URL": database,
        "TRUSTED_HOSTS": "localhost",
        "WEB_CONCURRENCY": "2",
    }
    options = [f"--env={name}={value}" for name, value in settings.items()]
    return [*options, f"--volume={provider.ca_bundle}:{TRUSTED}:ro"]


def _over_tcp(url: str, port: int) -> str:
    return url.partition("@")[0] + f"@127.0.0.1:{port}/{DATABASE}"


def _revision() -> str:
    command = ["git", "rev-parse", "HEAD"]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True).stdout.strip()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    main()
