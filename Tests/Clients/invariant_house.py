"""What the cases of Invariant's client share: a client of each kind, a run, and raw requests."""

import json
import uuid

from invariant_sdk.client import Client

from cases import equal

API = "/api/v1"

MESSAGES = [
    {"role": "user", "content": "one"},
    {
        "role": "assistant",
        "content": "two \n three",
        "tool_calls": [{"id": "c1", "type": "function", "function": {"name": "f", "arguments": '{"x": 1}'}}],
    },
    {"role": "tool", "tool_call_id": "c1", "content": "9", "extra": {"kept": [1, 2.50, None]}},
]

PNG = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def parsed(messages=MESSAGES):
    """The messages as they are kept: arguments that are JSON text become what the text says."""
    kept = json.loads(json.dumps(messages))
    for message in kept:
        for call in message.get("tool_calls", []):
            if isinstance(call["function"]["arguments"], str):
                call["function"]["arguments"] = json.loads(call["function"]["arguments"])
    return kept


def client(server, key="any"):
    return Client(api_url=server.url, api_key=key)


def get(client, path, **query):
    """What users of the package do for everything it has no method for."""
    return client.request("GET", API + path, {"params": query} if query else {}).json()


def send(client, method, path, value=None):
    return client.request(method, API + path, {} if value is None else {"json": value}).json()


def raw(server, method, path, value=None, key="any"):
    """A request past the package, which checks much by itself. Answers the reply, whatever it is."""
    body = value if isinstance(value, (bytes, type(None))) else json.dumps(value).encode()
    return server.request(method, API + path, body, {"Content-Type": "application/json"}, key=key)


def upload(server, name, lines, key="any", public="false"):
    """A form with a file, as the package's users send it."""
    boundary = "----form"
    text = lines if isinstance(lines, str) else "".join(json.dumps(line) + "\n" for line in lines)
    parts = [("name", None, name), ("is_public", None, public), ("file", "file.jsonl", text)]
    body = ""
    for field, file, value in parts:
        disposition = f'form-data; name="{field}"' + (f'; filename="{file}"' if file else "")
        body += f"--{boundary}\r\nContent-Disposition: {disposition}\r\n\r\n{value}\r\n"
    body += f"--{boundary}--\r\n"
    headers = {"Content-Type": f"multipart/form-data; boundary={boundary}"}
    return server.request("POST", API + "/dataset/upload", body.encode(), headers, key=key)


def lines(body):
    return [json.loads(line) for line in body.decode().splitlines()]


def name():
    """A dataset that no other case has."""
    return "set-" + uuid.uuid4().hex[:12]


def refuses(what, error, call):
    try:
        call()
    except error as found:
        equal(type(found), error, what)
    else:
        raise AssertionError(f"{what}: nothing was refused")


def notes(annotations):
    return [(a["address"], a["content"], a["extra_metadata"]) for a in annotations]
