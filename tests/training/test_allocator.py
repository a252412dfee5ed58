"""Keeping freed memory is a wish: it says whether the C library grants it."""

import platform

import pytest

from workbench.training import allocator


def test_that_glibc_grants_it_and_another_library_is_left_alone(monkeypatch):
    assert allocator.keep_freed_memory() == (platform.libc_ver()[0] == "glibc")
    monkeypatch.setattr(allocator.platform, "libc_ver", lambda: ("", ""))
    assert allocator.keep_freed_memory() is False


def test_that_large_steps_keep_more_and_little_again_afterwards(monkeypatch):
    told = []
    monkeypatch.setattr(allocator, "keep_freed_memory", lambda *, large=False: told.append(large))
    with allocator.large_steps(wanted=False):
        pass
    assert told == []
    with pytest.raises(KeyError), allocator.large_steps(wanted=True):
        raise KeyError
    assert told == [True, False]
