"""Keeping freed memory is a wish: it says whether the C library grants it."""

import platform

from workbench.training import allocator


def test_that_glibc_grants_it_and_another_library_is_left_alone(monkeypatch):
    assert allocator.keep_freed_memory() == (platform.libc_ver()[0] == "glibc")
    monkeypatch.setattr(allocator.platform, "libc_ver", lambda: ("", ""))
    assert allocator.keep_freed_memory() is False
