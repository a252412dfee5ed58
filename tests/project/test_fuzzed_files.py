"""Files changed at random: each opens or is refused in one sentence; nothing else ever happens."""

import random

import pytest

from tests.project.conftest import document_of
from tests.project.hostile import File, flip
from workbench.errors import DamagedError
from workbench.project.file.reader import open_document
from workbench.project.file.writer import save

CASES = 400
JSON_BITS = [
    b"null", b"-1", b"0", b"1e308", b'""', b"[]", b"{}", b"true", b"9007199254740992", b'"\\u0000"', b"0.5",
]


@pytest.fixture
def whole(small_run, tmp_path):
    save(document_of(*small_run), tmp_path / "valid.swb")
    return (tmp_path / "valid.swb").read_bytes()


def changed_bytes(chance, whole):
    """Bits flipped, pieces cut out or doubled anywhere in the file, directory and headers included."""
    for _ in range(chance.randint(1, 4)):
        place = chance.randrange(len(whole))
        length = chance.choice([1, 4, 30, 500])
        last = max(0, len(whole) - 1 - chance.randrange(200))
        whole = chance.choice([
            flip(whole, place), flip(whole, last), whole[:place], whole[:place] + whole[place + length :],
            whole[:place] + whole[place : place + length] + whole[place:],
        ]) or b"P"
    return whole


def changed_content(chance, whole):
    """One entry changed, and every size, CRC and SHA-256 made right again: the parsers are on their own."""
    file = File(whole)
    name = chance.choice([name for name in file.contents if name not in ("mimetype", "manifest.json")])
    content = file.contents[name]
    if name.endswith(".json"):
        tokens = [index for index, byte in enumerate(content) if byte in b":,["]
        place = chance.choice(tokens) + 1
        end = min((content.find(mark, place) for mark in (b",", b"}", b"]") if content.find(mark, place) > 0),
                  default=place)
        content = content[:place] + chance.choice(JSON_BITS) + content[end:]
    else:
        header = chance.random() < 0.6
        place = chance.randrange(min(len(content), 200 if header else len(content)))
        content = content[:place] + bytes([chance.randrange(256)]) + content[place + 1 :]
    return file.put(name, content).bytes()


@pytest.mark.parametrize("change", [changed_bytes, changed_content])
def test_that_a_file_changed_at_random_opens_or_is_refused(change, whole, tmp_path):
    chance = random.Random(11)
    path = tmp_path / "fuzzed.swb"
    refused = 0
    for _ in range(CASES):
        path.write_bytes(change(chance, whole))
        try:
            document = open_document(path)
        except DamagedError as error:
            refused += 1
            assert error.sentence.startswith("fuzzed.swb cannot be opened")
            assert error.hint
        else:
            save(document, tmp_path / "again.swb")
    assert refused > CASES // 2
