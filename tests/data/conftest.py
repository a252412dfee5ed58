"""A Yahoo on this machine for the tests of the provider."""

import pytest

from tests.fake_yahoo import FakeYahoo


@pytest.fixture
def fresh_yfinance():
    """yfinance keeps session, crumb and caches for the whole process: each test begins without."""
    yield
    from yfinance import cache
    from yfinance.data import SingletonMeta

    from workbench.data.providers import yahoo as yahoo_provider

    SingletonMeta._instances.clear()
    cache._TzCacheManager._tz_cache = cache._CookieCacheManager._Cookie_cache = None
    yahoo_provider._keep_caches_in.cache_clear()


@pytest.fixture
def yahoo():
    with FakeYahoo() as server:
        yield server
