"""Every test of the bank has the decree that its questions rest on."""

import pytest

from regulations.models import Document
from tests.questionbank.builders import bring_decree


@pytest.fixture
def decree(clock: object, db: None) -> Document:
    return bring_decree()
