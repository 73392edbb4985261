"""How long a worker may take to end: never shorter than what it is paying for."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from app.bootstrap import build_studio
from app.cli.dev import Programs, _Studio
from app.infra.database import DURABLE_FOR
from app.infra.embedded.console import Console
from app.infra.settings import Settings


@pytest.mark.parametrize(
    "longest",
    [{}, {"mureka_timeout": 1000}, {"mureka_stem_timeout": 1000}, {"openai_timeout": 1000}],
)
def test_a_worker_is_not_killed_while_it_keeps_the_answer_to_its_longest_paid_call(
    longest: dict[str, float], tmp_path: Path
) -> None:
    settings = Settings(
        _env_file=None,
        app_env="dev",
        data_dir=tmp_path,
        mureka_base_url="http://127.0.0.1:9",
        redis_url="redis://127.0.0.1:9",
        jwt_secret_key="a secret of the tests that is long enough",
        **longest,  # type: ignore[arg-type] # times by name
    )
    tree = _Studio(settings, {}, Programs(), Console(io.StringIO()), tmp_path)
    [worker] = [each for each in tree._processes({}) if each.name == "worker"]
    drain = build_studio(settings).worker()._patience

    assert settings.longest_paid_call + DURABLE_FOR < drain < worker.patience
