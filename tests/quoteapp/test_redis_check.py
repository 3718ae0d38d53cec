from collections.abc import Iterator
from pathlib import Path

import pytest
from redis import Redis

from dev.redis_server import RedisServer, free_port
from quoteapp.config import Settings
from quoteapp.extensions import connect_redis
from quoteapp.redis_check import warn_about_redis


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[Redis]:
    """A Redis that the test may spoil."""
    server = RedisServer(tmp_path)
    server.start()
    with Redis.from_url(server.url, decode_responses=True) as client:
        yield client
    server.stop()


def test_our_own_redis_is_fit(redis: Redis) -> None:
    assert warn_about_redis(redis) == []


@pytest.mark.parametrize("policy", ["allkeys-lru", "volatile-ttl"])
def test_a_redis_that_evicts_is_named(
    policy: str, redis: Redis, caplog: pytest.LogCaptureFixture
) -> None:
    redis.config_set("maxmemory-policy", policy)

    warn_about_redis(redis)

    assert f"maxmemory-policy {policy}" in str(caplog.records[-1].__dict__["reason"])


def test_a_redis_that_keeps_nothing_on_disk_is_named(
    redis: Redis, caplog: pytest.LogCaptureFixture
) -> None:
    redis.config_set("appendonly", "no")

    warn_about_redis(redis)

    assert "a restart will forget every job" in str(caplog.records[-1].__dict__["reason"])


def test_a_redis_that_is_away_is_no_error(caplog: pytest.LogCaptureFixture) -> None:
    away = Settings(redis_url=f"redis://127.0.0.1:{free_port()}/0")
    with connect_redis(away) as client:
        assert warn_about_redis(client) == []

    assert "redis not checked" in caplog.text
