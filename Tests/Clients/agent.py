"""A small agent, run as its own process under one instrumentation package, as its user would write it.

    agent.py INSTRUMENTATION HINDCAST_ENDPOINT MODEL_URL [stream]

Asks for the weather: the model calls a tool, gets its result, and answers in text. Prints the trace id.
"""

import json
import os
import pathlib
import sys

if "openai-v2-events" in sys.argv:
    # An older release, kept beside the others; see requirements-events.txt.
    sys.path.insert(0, str(pathlib.Path(sys.prefix) / "events"))

from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.http._log_exporter import OTLPLogExporter
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk._logs import LoggerProvider
from opentelemetry.sdk._logs.export import BatchLogRecordProcessor
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor

TOOLS = [
    {
        "type": "function",
        "function": {
            "name": "get_weather",
            "description": "Weather by city",
            "parameters": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]},
        },
    }
]
SYSTEM, QUESTION, RESULT = "You are kind.", "Weather in Oslo?", '{"temp_c": 21}'


def instrument(name, spans, logs):
    if name == "openinference":
        from openinference.instrumentation.openai import OpenAIInstrumentor

        OpenAIInstrumentor().instrument(tracer_provider=spans)
    elif name == "openllmetry":
        from opentelemetry.instrumentation.openai import OpenAIInstrumentor

        OpenAIInstrumentor().instrument(tracer_provider=spans, logger_provider=logs)
    elif name.startswith("openai-v2"):
        from opentelemetry.instrumentation.openai_v2 import OpenAIInstrumentor

        OpenAIInstrumentor().instrument(tracer_provider=spans, logger_provider=logs)
    elif name == "pydantic-ai":
        from pydantic_ai import Agent
        from pydantic_ai.models.instrumented import InstrumentationSettings

        Agent.instrument_all(InstrumentationSettings(tracer_provider=spans))
    else:
        sys.exit(f"unknown instrumentation {name}")


def converse(client, stream):
    """The tool loop with the plain OpenAI client; the second call streams when asked to."""
    messages = [{"role": "system", "content": SYSTEM}, {"role": "user", "content": QUESTION}]
    first = client.chat.completions.create(model="gpt-4o-mini", messages=messages, tools=TOOLS, temperature=0.2)
    call = first.choices[0].message.tool_calls[0]
    messages.append({"role": "assistant", "tool_calls": [call.model_dump()]})
    messages.append({"role": "tool", "tool_call_id": call.id, "content": RESULT})
    if stream:
        chunks = client.chat.completions.create(
            model="gpt-4o-mini", messages=messages, tools=TOOLS, stream=True, stream_options={"include_usage": True}
        )
        return "".join(c.choices[0].delta.content or "" for c in chunks if c.choices)
    return (
        client.chat.completions.create(model="gpt-4o-mini", messages=messages, tools=TOOLS).choices[0].message.content
    )


def converse_pydantic(model_url):
    from pydantic_ai import Agent
    from pydantic_ai.models.openai import OpenAIChatModel
    from pydantic_ai.providers.openai import OpenAIProvider

    agent = Agent(
        OpenAIChatModel("gpt-4o-mini", provider=OpenAIProvider(base_url=model_url, api_key="none")),
        system_prompt=SYSTEM,
    )

    @agent.tool_plain
    def get_weather(city: str) -> str:
        """Weather by city"""
        return RESULT

    return agent.run_sync(QUESTION).output


def main():
    name, endpoint, model_url = sys.argv[1:4]
    stream = "stream" in sys.argv[4:]
    if name == "openai-v2":
        os.environ["OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT"] = "event_only"
        os.environ["OTEL_INSTRUMENTATION_GENAI_EMIT_EVENT"] = "true"
    elif name == "openai-v2-both":
        os.environ["OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT"] = "span_and_event"
        os.environ["OTEL_INSTRUMENTATION_GENAI_EMIT_EVENT"] = "true"
    elif name == "openai-v2-events":
        os.environ["OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT"] = "true"
    resource = Resource.create({"service.name": "weather-agent"})
    spans, logs = TracerProvider(resource=resource), LoggerProvider(resource=resource)
    spans.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint=endpoint + "/v1/traces")))
    logs.add_log_record_processor(BatchLogRecordProcessor(OTLPLogExporter(endpoint=endpoint + "/v1/logs")))
    trace.set_tracer_provider(spans)
    instrument(name, spans, logs)
    with trace.get_tracer("weather").start_as_current_span("weather run") as root:
        identity = format(root.get_span_context().trace_id, "032x")
        if name == "openinference":
            from openinference.instrumentation import using_attributes
            from openai import OpenAI

            with using_attributes(
                session_id="session-" + identity, user_id="user-7", tags=["demo", "a"], metadata={"env": "test"}
            ):
                answer = converse(OpenAI(base_url=model_url, api_key="none"), stream)
        elif name == "pydantic-ai":
            answer = converse_pydantic(model_url)
        else:
            from openai import OpenAI

            answer = converse(OpenAI(base_url=model_url, api_key="none"), stream)
    spans.shutdown()
    logs.shutdown()
    print(json.dumps({"trace": identity, "answer": answer}))


if __name__ == "__main__":
    main()
