"""The product as it is served, with the recorder around it."""

import os
from pathlib import Path

from config.asgi import application as product
from tests.recorder import Recorder

application = Recorder(product, Path(os.environ["HOITHI_RECORDING"]))
