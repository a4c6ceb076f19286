"""The official client of the Model Context Protocol uses the server's tools, by value."""

import asyncio

import httpx2
from mcp.client.client import Client
from mcp.client.streamable_http import streamable_http_client
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from cases import case, equal, true
from otlp import add_span, chat, sent, trace_id, word
from server import Server, command

MODES = ["legacy", "2026-07-28", "auto"]


def session(server, mode="auto", **headers):
    http = httpx2.AsyncClient(headers={name.replace("_", "-"): value for name, value in headers.items()})
    return Client(streamable_http_client(f"{server.url}/mcp", http_client=http), mode=mode)


def leaf(error):
    """The first exception of a group of groups."""
    return leaf(error.exceptions[0]) if isinstance(error, BaseExceptionGroup) else error


async def told(client, tool, **arguments):
    answer = await client.call_tool(tool, arguments)
    true(not answer.is_error, f"{tool}: {answer.content}")
    return answer.structured_content


@case("mcp: every way of connecting finds the tools, the version and how to use them")
def connecting(world):
    async def ask(mode):
        async with session(world.server, mode) as client:
            tools = (await client.list_tools()).tools
            return [tool.name for tool in tools], client.protocol_version

    names = ["retrieve_memories", "create_memory", "search_traces", "get_trace", "get_step"]
    for mode, version in zip(MODES, ["2025-11-25", "2026-07-28", "2026-07-28"]):
        equal(asyncio.run(ask(mode)), (names, version), mode)


@case("mcp: a lesson is written, found for a task like it, and moved by the outcome of that task")
def learning(world):
    project, task = word(), "Rename a column of the customers table"

    async def learn(mode):
        async with session(world.server, mode, X_Project_Id=f"{project}-{mode}") as client:
            made = await told(
                client,
                "create_memory",
                task=task,
                result="fail",
                guidance="Check the views that use the column first.",
                key_mistake="A view broke.",
                applicable_tools=["psql"],
            )
            equal(made["ingest_status"], "completed", "an own lesson counts at once")
            found = (await told(client, "retrieve_memories", query="Rename a column in table orders"))["memories"]
            equal([each["id"] for each in found], [made["memory_id"]], "found")
            first = found[0]
            equal((first["q_value"], first["outcome"], first["applicable_tools"]), (0.5, "failure", ["psql"]), "the lesson")
            equal(first["guidance"], "Check the views that use the column first.", "word for word")
            await told(client, "create_memory", task=task, result="pass", summary="Views first.", retrieved_memory_ids=[first["id"]])
            again = (await told(client, "retrieve_memories", query=task, limit=2))["memories"]
            return {each["id"]: each["q_value"] for each in again}[first["id"]]

    for mode in MODES:
        equal(asyncio.run(learn(mode)), 0.65, mode)


@case("mcp: a run recorded by OpenTelemetry is found by a word, read, and looked into")
def looking(world):
    rare, trace, request = word(), trace_id(), ExportTraceServiceRequest()
    context = [("system", "Be brief."), ("user", f"Where is {rare}?")]
    add_span(request, trace, "chat demo", chat(context, "In the cellar.", model="demo"))
    sent(world.server, request)

    async def look():
        async with session(world.server) as client:
            listed = (await told(client, "search_traces", query="model:demo", limit=100))["items"]
            true(trace.hex() in [each["id"] for each in listed], "listed")
            read = await told(client, "get_trace", trace_id=trace.hex())
            said = [(each["role"], each["content"]) for each in read["messages"]]
            equal(said, [*context, ("assistant", "In the cellar.")], "the run")
            step = await told(client, "get_step", trace_id=trace.hex(), step_id=read["messages"][0]["spanId"])
            equal(step["model"], "demo", "model")
            equal([each["content"] for each in step["output"]], ["In the cellar."], "the answer")

    asyncio.run(look())


@case("mcp: what a tool cannot do is told to the model, and a key is needed where keys are")
def refusals(world):
    async def complain():
        async with session(world.server) as client:
            answer = await client.call_tool("get_trace", {"trace_id": "0" * 31 + "9"})
            return answer.is_error, answer.content[0].text

    equal(asyncio.run(complain()), (True, f"There is no run {'0' * 31}9 in this project."), "an unknown run")

    async def connect(server, **headers):
        async with session(server, "legacy", **headers) as client:
            return (await told(client, "retrieve_memories", query="x"))["memories"]

    with Server(world.scratch("mcp") / "data", auth="keys") as server:
        key = command("key", "create", "--data", server.data, "--project", "team", "--scope", "read").stdout.strip()
        equal(asyncio.run(connect(server, Authorization=f"Bearer {key}")), [], "with a key")
        try:
            asyncio.run(connect(server))
        except* Exception as group:
            true("key" in str(leaf(group)), f"told why: {leaf(group)}")
        else:
            raise AssertionError("came in without a key")
