"""Is this Redis fit to be a queue and a job store? Said once, at start."""

import logging
from typing import cast

from redis import Redis
from redis.exceptions import RedisError, ResponseError

logger = logging.getLogger(__name__)


def warn_about_redis(client: Redis) -> list[str]:
    """Log, and return, what could lose jobs or tasks; nothing for a Redis that is fit or away."""
    try:
        memory = client.info("memory")
        persistence = client.info("persistence")
        saves = _save_rules(client)
    except RedisError as error:
        logger.warning("redis not checked", extra={"reason": type(error).__name__})
        return []
    problems = []
    policy = memory.get("maxmemory_policy", "noeviction")
    if policy != "noeviction":
        problems.append(
            f"Redis evicts (maxmemory-policy {policy}): under pressure it will throw away jobs and "
            "queued tasks. Set it to noeviction."
        )
    if not persistence.get("aof_enabled") and not saves:
        problems.append(
            "Redis keeps nothing on disk: a restart will forget every job. Turn on appendonly."
        )
    for problem in problems:
        logger.warning("redis is not fit", extra={"reason": problem})
    return problems


def _save_rules(client: Redis) -> bool:
    """Whether it takes snapshots; where CONFIG is forbidden (hosted Redis), we believe so."""
    try:
        return bool(cast(dict[str, str], client.config_get("save")).get("save"))
    except ResponseError:
        return True
