"""How tests at random are tried: none fails because a machine has much else to do."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

settings.register_profile(
    "whatever the clock", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("whatever the clock")
