import pytest

from bench import wrk
from bench.benchmarks import NAMES
from bench.measuring import in_turn, medians, most_at_once
from bench.options import Options

WRK = """Running 4s test @ http://127.0.0.1:8000/
  2 threads and 32 connections
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency     5.14ms    3.20ms  35.11ms   70.04%
    Req/Sec     3.10k   298.44     3.75k    66.67%
  24680 requests in 4.00s, 141.20MB read
{}Requests/sec:   6169.53
Transfer/sec:     35.30MB
"""


def test_contenders_are_measured_in_turn() -> None:
    order = []

    def measure(name: str, value: float):
        return lambda: order.append(name) or value

    results = in_turn({"a": measure("a", 1.0), "b": measure("b", 2.0)}, rounds=3)

    assert order == ["a", "b"] * 3
    assert results == {"a": [1.0] * 3, "b": [2.0] * 3}


def test_a_median_shrugs_off_one_bad_round() -> None:
    assert medians({"a": [3, 900, 1, 2, 4], "b": [1.0]}) == {"a": 3, "b": 1.0}


@pytest.mark.parametrize(
    ("spans", "most"),
    [
        ([], 0),
        ([(0, 1)], 1),
        ([(0, 1), (1, 2)], 1),
        ([(0, 2), (1, 3), (2, 4)], 2),
        ([(0, 9), (1, 3), (2, 4), (3.5, 5)], 3),
    ],
)
def test_the_busiest_moment_is_found(spans: list[tuple[float, float]], most: int) -> None:
    assert most_at_once(spans) == most


def test_wrk_is_understood() -> None:
    assert wrk.read(WRK.format("")) == wrk.Load(24680, 6169.53)


@pytest.mark.parametrize(
    "wrong",
    [
        "  Socket errors: connect 0, read 3, write 0, timeout 0\n",
        "  Non-2xx or 3xx responses: 12\n",
    ],
)
def test_a_load_with_a_wrong_answer_is_no_measurement(wrong: str) -> None:
    with pytest.raises(ValueError, match=wrong.strip()):
        wrk.read(WRK.format(wrong))


def test_what_is_not_wrks_is_no_measurement() -> None:
    with pytest.raises(ValueError, match="unable to connect"):
        wrk.read("unable to connect to 127.0.0.1:8000 Connection refused")


def test_without_wrk_the_way_out_is_named(monkeypatch) -> None:
    monkeypatch.setenv("PATH", "")

    with pytest.raises(SystemExit, match="apt-get install wrk"):
        wrk.check()


def test_without_a_name_every_benchmark_runs() -> None:
    assert Options.from_command_line([], {}) == Options(NAMES)


def test_names_choose_benchmarks_whose_order_stays() -> None:
    options = Options.from_command_line(["status", "startup", "--quick"], {})

    assert options == Options(("startup", "status"), quick=True)


def test_an_unknown_benchmark_is_refused(capsys) -> None:
    with pytest.raises(SystemExit):
        Options.from_command_line(["statsu"], {})

    assert "no such benchmark: statsu" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("environ", "url"),
    [
        ({}, ""),
        ({"TEST_DATABASE_URL": "postgres://test"}, "postgres://test"),
        ({"TEST_DATABASE_URL": "t", "BENCH_DATABASE_URL": "postgres://bench"}, "postgres://bench"),
    ],
)
def test_postgres_is_measured_where_one_is_named(environ: dict[str, str], url: str) -> None:
    assert Options.from_command_line([], environ).postgres_url == url
