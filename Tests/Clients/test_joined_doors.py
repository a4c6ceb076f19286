"""What one product's client records, another product's client reads: one run behind all doors."""

from invariant_sdk.client import Client
from letta_client import Letta

from cases import case, equal
from invariant_house import get, send
from otlp import word

QUESTION = {"role": "user", "content": "Is it raining in Oslo?"}
CALL = {
    "role": "assistant",
    "content": None,
    "tool_calls": [{"id": "c1", "type": "function", "function": {"name": "weather", "arguments": {"city": "Oslo"}}}],
}
RESULT = {"role": "tool", "tool_call_id": "c1", "content": "dry, 14 degrees"}
ANSWER = {"role": "assistant", "content": "No, it is dry."}


def clients(server):
    invariant = Client(api_url=server.url, api_key="any")
    return invariant, Letta(base_url=server.url, api_key="any", max_retries=0)


def pushed(invariant):
    """A conversation of two calls. Answers its id."""
    messages = [{"role": "system", "content": f"Be brief. {word()}"}, QUESTION, CALL, RESULT, ANSWER]
    return messages, invariant.create_request_and_push_trace(messages=[messages]).id[0]


@case("A conversation pushed by Invariant's client is read as steps by Letta's, with what each call saw and said")
def pushed_steps(world):
    invariant, letta = clients(world.server)
    messages, run = pushed(invariant)
    trace = run.replace("-", "")
    first, second = letta.steps.list(trace_ids=[trace], order="asc").items
    equal((first.origin, second.origin, first.trace_id), ("invariant", "invariant", trace), "where from")
    exchange = letta.steps.trace.retrieve(first.id)
    equal([each["role"] for each in exchange.request_json["messages"]], ["system", "user"], "what the first call saw")
    equal(exchange.request_json["messages"][0]["content"], messages[0]["content"], "word for word")
    asked = exchange.response_json["choices"][0]["message"]["tool_calls"][0]
    equal((asked["id"], asked["function"]["name"]), ("c1", "weather"), "what it asked for")
    exchange = letta.steps.trace.retrieve(second.id)
    roles = [each["role"] for each in exchange.request_json["messages"]]
    equal(roles, ["system", "user", "assistant", "tool"], "what the second call saw")
    equal(exchange.response_json["choices"][0]["message"]["content"], ANSWER["content"], "what it said")
    kinds = [each.message_type for each in letta.runs.messages.list(first.run_id, order="asc").items]
    equal(
        kinds,
        ["system_message", "user_message", "tool_call_message", "tool_return_message", "assistant_message"],
        "the run as messages",
    )


@case("A thumb given by Letta's client is a remark for Invariant's, and one given there is a feedback here")
def one_feedback(world):
    invariant, letta = clients(world.server)
    _, run = pushed(invariant)
    first, second = letta.steps.list(trace_ids=[run.replace("-", "")], order="asc").items
    letta.steps.feedback.create(second.id, feedback="negative")
    shown = [(each["address"], each["content"]) for each in get(invariant, f"/trace/{run}/annotations")]
    equal(shown, [("messages[4]", ":feedback:thumbs-down")], "the thumb as a remark")
    up = {"content": ":feedback:thumbs-up", "address": "messages[2]", "extra_metadata": {"source": "user"}}
    send(invariant, "POST", f"/trace/{run}/annotate", up)
    equal(letta.steps.retrieve(first.id).feedback, "positive", "the remark as a thumb")
