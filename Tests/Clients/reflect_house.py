"""What the cases of Reflect's client share: a client, a run, raw requests, and what became of a memory."""

import json
import urllib.parse
import uuid

import httpx
from reflect_sdk import ReflectClient

from cases import equal

MESSAGES = [{"role": "user", "content": "c->f 20"}, {"role": "assistant", "content": "68"}]
TASK = "convert 20 celsius to fahrenheit"
QUICK = {"poll_interval": 0.02, "wait_timeout": 20}


def project():
    """A project that no other case has."""
    return "p-" + uuid.uuid4().hex[:12]


def client(server, project_id=None, key="any"):
    return ReflectClient(base_url=server.url + "/", api_key=key, project_id=project_id or project())


def raw(c, method, path, value=None, key=None):
    """A request past the package, as its next version sends it, or as nobody should. Answers the reply."""
    address = f"{c.base_url}/v1/projects/{urllib.parse.quote(c.project_id, safe='')}{path}"
    body = value if isinstance(value, (bytes, type(None))) else json.dumps(value).encode()
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {key or c.api_key}"}
    return httpx.request(method, address, content=body, headers=headers, timeout=30)


def told(c, method, path, value=None):
    """A raw request that must succeed."""
    reply = raw(c, method, path, value)
    if not reply.is_success:
        raise AssertionError(f"{method} {path}: {reply.status_code} {reply.text[:300]}")
    return reply.json()


def refused(status, call):
    """The package raises for every refusal; answers the sentence that came with it."""
    try:
        call()
    except httpx.HTTPStatusError as error:
        equal(error.response.status_code, status, f"status ({error.response.text[:200]})")
        body = error.response.json()
        equal(list(body), ["detail"], "members of the refusal")
        return body["detail"]
    raise AssertionError(f"nothing was refused, {status} was expected")


def raises(kind, call):
    try:
        call()
    except kind as error:
        return error
    raise AssertionError(f"no {kind.__name__}")


def memory(c, task=TASK, result="pass", **more):
    """Makes a memory by reviewing a run at once; answers its id."""
    trace = c.create_trace_and_wait(task=task, trajectory=MESSAGES, review_result=result, **QUICK, **more)
    return trace.created_memory_id


def show(c, id):
    return told(c, "GET", f"/memories/{id}")


def value(c, id):
    return show(c, id)["q_value"]


def history(c, id):
    return told(c, "GET", f"/memories/{id}/history")


def close(actual, expected, what):
    if abs(actual - expected) > 1e-9:
        raise AssertionError(f"{what}: expected {expected!r}, got {actual!r}")


def outcome(c, memory_ids, result="pass", **more):
    """A run that was given memories, and its review later."""
    submission = c.create_trace(task="another " + TASK, trajectory=MESSAGES, retrieved_memory_ids=memory_ids)
    return c.review_trace(submission.id, result=result, **more)
