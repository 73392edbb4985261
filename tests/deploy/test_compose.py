"""What docker/compose.yaml must say; scripts/containers.sh starts it for real."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped] # its types are a package of their own

DOCKER = Path(__file__).parents[2] / "docker"
OURS = ("migrate", "api-a", "api-b", "worker")
SLOWEST_START = 120  # seconds, on a small and busy machine


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    return dict(yaml.safe_load((DOCKER / "compose.yaml").read_text()))


def test_only_the_proxy_is_reached_from_outside_and_only_it_and_the_s3_meet_both_sides(
    compose: dict[str, Any],
) -> None:
    services = compose["services"]
    assert [name for name, each in services.items() if "ports" in each] == ["nginx"]
    assert compose["networks"]["inside"]["internal"] is True
    assert [services[name]["networks"] for name in ("postgres", "valkey")] == [["inside"]] * 2
    assert services["nginx"]["networks"] == ["edge"]


def test_nobody_gains_privileges_and_who_faces_people_has_none(compose: dict[str, Any]) -> None:
    services = compose["services"]
    for name, each in services.items():
        assert each["security_opt"] == ["no-new-privileges:true"], name
        assert each.get("read_only") or name in ("s3", "ollama"), name
    for name in (*OURS, "nginx"):
        assert services[name]["cap_drop"] == ["ALL"], name
    user, _, group = services["nginx"]["user"].partition(":")
    for place in ("/run", "/var/cache/nginx"):
        assert f"{place}:uid={user},gid={group}" in services["nginx"]["tmpfs"]


def test_of_the_s3_only_the_part_that_asks_for_keys_is_heard(compose: dict[str, Any]) -> None:
    command = compose["services"]["s3"]["command"]
    bound = [each for each in command if each.startswith(("-ip", "-s3.ip", "-s3.port."))]
    assert set(bound) == {
        "-ip=127.0.0.1",
        "-ip.bind=127.0.0.1",
        "-s3.ip.bind=0.0.0.0",
        "-s3.port.iceberg=0",
        "-s3.port.lance=0",
    }


def test_a_slow_start_is_waited_for(compose: dict[str, Any]) -> None:
    for name in ("api-a", "api-b", "worker"):
        checked = compose["services"][name]["healthcheck"]
        assert int(checked["start_period"].removesuffix("s")) >= SLOWEST_START
        assert checked["start_interval"] == "2s"


def test_the_s3_takes_no_disk_for_an_empty_bucket_and_has_time_to_end_in_order(
    compose: dict[str, Any],
) -> None:
    s3 = compose["services"]["s3"]
    # The image says -master.volumePreallocate before this; the last word counts.
    assert "-master.volumePreallocate=false" in s3["command"]
    assert "-volume.preStopSeconds=1" in s3["command"]
    assert s3["stop_grace_period"] == "60s"


def test_every_image_is_of_a_release_and_of_a_debian_that_is_renewed(
    compose: dict[str, Any],
) -> None:
    images = [each["image"] for name, each in compose["services"].items() if name not in OURS]
    assert all(":" in each and not each.endswith(":latest") for each in images)
    recipe = (DOCKER / "Dockerfile").read_text()
    assert not any("bookworm" in each for each in (*images, recipe))
    assert "# syntax=" not in recipe  # it would be one more image to ask a registry for
