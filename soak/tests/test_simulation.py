"""The long run of the simulation, as short as it can be: it is started as `make soak` starts it."""

import sys

import pytest

from simulation import command

SEEDS = 40


@pytest.mark.parametrize("kind", [[], ["--moves"]])
def test_a_few_seeds_hold(kind, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["simulation", *kind, "--seeds", str(SEEDS), "--planted-within", "0"])

    assert command.main() == 0

    out = capsys.readouterr().out
    assert f"{SEEDS} seeds from 1" in out
    assert "No seed failed." in out


def test_a_planted_mistake_that_is_not_found_is_a_failure(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["simulation", "--seeds", "1", "--planted-within", "1"])

    assert command.main() == 1

    assert "**not found**" in capsys.readouterr().out
