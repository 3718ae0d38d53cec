import re
from dataclasses import replace

import pytest

from quoteapp.extensions import db
from quoteapp.services.finding.blocked_numbers import blocked_numbers


def test_block_number_blocks_here_and_at_the_call_backend(command, call_backend):
    result = command(args=["block-number", "add", "(408) 555-0101"])

    assert result.exit_code == 0
    assert result.output == "+14085550101 is blocked, here and at the call backend.\n"
    assert [one.phone for one in blocked_numbers()] == ["+14085550101"]
    assert call_backend.blocked == {"+14085550101"}


def test_block_number_says_what_was_done_when_the_call_backend_is_away(command, call_backend):
    call_backend.stop()

    result = command(args=["block-number", "add", "4085550101"])

    assert result.exit_code == 1
    assert result.output == (
        "Error: +14085550101 is blocked here; not at the call backend, which may dial it "
        "(Connection refused)\n"
    )
    assert [one.phone for one in blocked_numbers()] == ["+14085550101"]


def test_block_number_twice_is_content(command, call_backend):
    results = [command(args=["block-number", "add", "4085550101"]) for _ in range(2)]

    assert [result.exit_code for result in results] == [0, 0]
    assert len(blocked_numbers()) == 1


def test_block_number_is_let_in_with_the_operators_token_alone(
    app, settings, command, call_backend
):
    call_backend.token, call_backend.admin_token = "t" * 24, "a" * 24
    tokens = {"call_backend_token": ("t" * 24,)}
    app.extensions["settings"] = replace(settings, **tokens)
    refused = command(args=["block-number", "add", "4085550101"])
    app.extensions.pop("call_backend").close()
    app.extensions["settings"] = replace(settings, **tokens, call_admin_token=("a" * 24,))
    taken = command(args=["block-number", "add", "4085550101"])

    assert (refused.exit_code, taken.exit_code) == (1, 0)
    assert "it refuses our token" in refused.output


def test_block_number_remove_takes_it_off_both_lists(command, call_backend):
    command(args=["block-number", "add", "4085550101"])

    results = [command(args=["block-number", "remove", "408-555-0101"]) for _ in range(2)]

    assert [result.output for result in results] == [
        "+14085550101 is no longer blocked, nor at the call backend.\n",
        "+14085550101 was not blocked here, and is not, nor at the call backend.\n",
    ]
    assert (blocked_numbers(), call_backend.blocked) == ([], set())


def test_block_number_remove_changes_nothing_when_the_call_backend_is_away(command, call_backend):
    command(args=["block-number", "add", "4085550101"])
    call_backend.stop()

    result = command(args=["block-number", "remove", "4085550101"])

    assert result.exit_code == 1
    assert result.output == (
        "Error: +14085550101: nothing was changed, here or at the call backend "
        "(Connection refused)\n"
    )
    assert [one.phone for one in blocked_numbers()] == ["+14085550101"]


def test_block_number_list_prints_the_latest_first(command):
    for number in ("4085550101", "4085550102"):
        command(args=["block-number", "add", number])

    result = command(args=["block-number", "list"])

    lines = [line.split("\t") for line in result.output.splitlines()]
    assert [(phone, why) for phone, _, why in lines] == [
        ("+14085550102", "by an operator"),
        ("+14085550101", "by an operator"),
    ]
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", since) for _, since, _ in lines)


@pytest.mark.parametrize("action", ["add", "remove"])
@pytest.mark.parametrize("number", ["911", "12", "nobody", "", "+1 408 555 01"])
def test_block_number_refuses_what_is_no_number(command, call_backend, action, number):
    result = command(args=["block-number", action, number])

    assert (result.exit_code, result.output) == (1, f"Error: not a phone number: {number!r}\n")
    assert (blocked_numbers(), call_backend.requests) == ([], [])


@pytest.mark.usefixtures("fresh_app")
@pytest.mark.parametrize("arguments", [["add", "4085550101"], ["list"]])
def test_block_number_says_so_when_the_tables_are_missing(command, arguments):
    db.drop_all()

    result = command(args=["block-number", *arguments])

    assert result.exit_code == 1
    assert "flask --app wsgi db upgrade" in result.output
