"""What the image is made of: the base, what Surveys depends on, and Surveys."""

import json
from dataclasses import dataclass

from devtools.image.engine import Engine
from devtools.image.said import MEGABYTE, expect

OURS_AT_MOST = 5 * MEGABYTE
DEPENDENCIES_AT_MOST = 140 * MEGABYTE


@dataclass(frozen=True)
class Layers:
    """Bytes, as they lie on a disk."""

    base: int
    dependencies: int
    ours: int

    def __str__(self) -> str:
        """The three of them in megabytes."""
        sizes = (self.base, self.dependencies, self.ours)
        base, dependencies, ours = (f"{size / MEGABYTE:.1f} MB" for size in sizes)
        return f"Layers: Surveys {ours}, what it depends on {dependencies}, stand-in base {base}"


def measure(engine: Engine, image: str, base: str) -> Layers:
    """The sizes of the image's layers; raises Failed where one is larger than it should be."""
    steps = json.loads(engine.podman("history", "--no-trunc", "--format=json", image))
    whole = engine.inspect("image", f"docker.io/library/{base}")["Size"]

    def of(place: str) -> int:
        return sum(one["size"] for one in steps if f" in {place}" in one["CreatedBy"])

    layers = Layers(whole, of("/opt/venv"), of("/app"))
    expect(0 < layers.ours < OURS_AT_MOST, f"our layer is small ({layers})")
    expect(0 < layers.dependencies < DEPENDENCIES_AT_MOST, f"what we need is small ({layers})")
    return layers
