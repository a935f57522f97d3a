"""How many rounds of chance a property is tried on: a few in every build, as many as HOITHI_SEQUENCES says at will."""

import os

SEQUENCES = int(os.environ.get("HOITHI_SEQUENCES", "1000"))
