"""What most cases share: one server in open mode, one stand-in model, one scratch folder."""

import contextlib
import pathlib
import shutil
import tempfile

from fake_model import FakeModel
from server import Server


class World:
    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="hindcast-clients-"))
        self._stack = contextlib.ExitStack()
        self._server = None
        self._model = None

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self._stack.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def server(self):
        """The shared server, started when first asked for, and again should a case have ended it."""
        if self._server is None or not self._server.is_alive():
            self._server = self._stack.enter_context(Server(self.scratch("shared") / "data"))
        return self._server

    @property
    def model(self):
        if self._model is None:
            self._model = self._stack.enter_context(FakeModel())
        return self._model

    def scratch(self, name):
        """A new empty folder."""
        return pathlib.Path(tempfile.mkdtemp(prefix=name + "-", dir=self.folder))
