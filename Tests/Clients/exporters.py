"""What the real exporters say of themselves: what they were answered, and what they logged."""

import logging

from opentelemetry.sdk.trace.export import SpanExporter


class Heard(logging.Handler):
    """What the exporters logged."""

    def __init__(self):
        super().__init__()
        self.lines = []

    def emit(self, record):
        self.lines.append(record.getMessage())

    def text(self):
        return "\n".join(self.lines)


HEARD = Heard()
logging.getLogger("opentelemetry").addHandler(HEARD)
logging.getLogger("opentelemetry").propagate = False


class Checked(SpanExporter):
    """Passes spans on and remembers what the exporter said."""

    def __init__(self, inner):
        self.inner, self.results = inner, []

    def export(self, spans):
        self.results.append(self.inner.export(spans))
        return self.results[-1]

    def shutdown(self):
        self.inner.shutdown()
