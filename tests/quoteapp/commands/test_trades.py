import subprocess
import sys

from quoteapp.language import NONE, TRADES


def test_infer_trades_prints_the_trade_of_each_query(command):
    result = command(args=["infer-trades"], input="fix my toilet\nmi baño gotea\n")

    assert result.exit_code == 0
    assert result.output == "plumber\tfix my toilet\nplumber\tmi baño gotea\n"


def test_infer_trades_prints_one_line_per_query_that_says_something(command):
    result = command(args=["infer-trades"], input="\n  \nasdf\n\t\n? ? ?\nno newline at the end")

    lines = result.output.splitlines()
    assert [line.split("\t")[1] for line in lines] == ["asdf", "? ? ?", "no newline at the end"]
    assert {line.split("\t")[0] for line in lines} <= {*TRADES, NONE}


def test_infer_trades_reads_bytes_that_are_no_utf_8(command):
    result = command(args=["infer-trades"], input=b"my toilet \xff leaks\n")

    assert result.exit_code == 0
    assert result.output == "plumber\tmy toilet � leaks\n"


def test_infer_trades_answers_while_the_input_is_still_open():
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "infer-trades"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        process.stdin.write("mi baño\n".encode())
        process.stdin.flush()

        assert process.stdout.readline().decode() == "plumber\tmi baño\n"
        process.stdin.close()
        assert process.wait(timeout=30) == 0
