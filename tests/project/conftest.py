"""Documents and files with one small run."""

from __future__ import annotations

import pytest

from tests.samples import make_result
from workbench.project.document import Document
from workbench.project.file.writer import save
from workbench.project.project import new_project


@pytest.fixture(scope="session")
def small_run():
    """(prices, run) of one fold and one seed."""
    return make_result(bars=1010, folds=1, seeds=1)


@pytest.fixture
def document(small_run):
    """A dirty document with one run and its prices."""
    return document_of(*small_run)


def document_of(prices, *results):
    data = results[0].spec.data
    project = new_project(
        data.symbol, data.source, content_hash=data.content_hash, file_name=data.file_name,
        spec=results[0].spec,
    )
    document = Document(project, prices={prices.content_hash: prices})
    for result in results:
        document.add_run(result)
    return document


@pytest.fixture
def saved(document, tmp_path):
    """The path of a file with one run."""
    path = tmp_path / "saved.swb"
    save(document, path)
    return path
