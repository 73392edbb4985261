"""Which tests count for the coverage of the domain, and that only these are watched.

To be watched costs a test as much again as it does, however little of the domain it needs.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest

import app.domain

MEASURED = ("tests/api/", "tests/cli/", "tests/domain/", "tests/infra/")


class Measuring:
    """Has pytest-cov watch some tests and nothing else, once all of the domain is there."""

    def __init__(self, cov: Any) -> None:
        self._cov = cov

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection(self) -> None:
        for module in pkgutil.walk_packages(app.domain.__path__, "app.domain."):
            import_module(module.name)
        self._watch(on=False)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        self._watch(on=_counts(item))
        return (yield)

    def _watch(self, *, on: bool) -> None:
        controller = self._cov.cov_controller
        if controller is not None and controller.started != on:
            (controller.resume if on else controller.pause)()


def _counts(item: pytest.Item) -> bool:
    return item.nodeid.startswith(MEASURED) and item.get_closest_marker("resolvers") is None


def pytest_configure(config: pytest.Config) -> None:
    cov = config.pluginmanager.getplugin("_cov")
    if cov is not None:
        config.pluginmanager.register(Measuring(cov), "measuring")
