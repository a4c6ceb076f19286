"""A stand-in for an OpenAI-compatible model on loopback.

It answers the first turn with a tool call and, once it has seen the tool's result, with text; with `stream` as
server-sent events. The figures are fixed, so that every client's report can be compared by value.
"""

import http.server
import json
import threading

MODEL = "gpt-4o-mini-2024-07-18"
ANSWER = "It is 21 C in Oslo. "
CALL_ID = "call_abc123"
TOOL = "get_weather"
ARGUMENTS = '{"city": "Oslo"}'
PROMPT_TOKENS, CACHED_TOKENS, COMPLETION_TOKENS, REASONING_TOKENS = 60, 32, 17, 4
USAGE = {
    "prompt_tokens": PROMPT_TOKENS,
    "completion_tokens": COMPLETION_TOKENS,
    "total_tokens": PROMPT_TOKENS + COMPLETION_TOKENS,
    "prompt_tokens_details": {"cached_tokens": CACHED_TOKENS, "audio_tokens": 0},
    "completion_tokens_details": {
        "reasoning_tokens": REASONING_TOKENS,
        "audio_tokens": 0,
        "accepted_prediction_tokens": 0,
        "rejected_prediction_tokens": 0,
    },
}


class FakeModel:
    def __init__(self):
        self.calls = 0
        self._lock = threading.Lock()
        owner = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *parts):
                """Says nothing: the output belongs to the cases."""

            def do_POST(self):
                asked = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))))
                if not self.path.endswith("/chat/completions"):
                    return self._send(404, {"error": {"message": f"no route {self.path}", "type": "not_found"}})
                if asked.get("model") == "broken-model":
                    return self._send(
                        400, {"error": {"message": "the model is broken", "type": "invalid_request_error"}}
                    )
                identity = owner.next_id()
                wants_tool = bool(asked.get("tools")) and not any(m.get("role") == "tool" for m in asked["messages"])
                if asked.get("stream"):
                    return self._stream(identity, wants_tool)
                return self._send(200, completion(identity, wants_tool))

            def _send(self, status, value):
                body = json.dumps(value).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def _stream(self, identity, wants_tool):
                self.send_response(200)
                self.send_header("Content-Type", "text/event-stream")
                self.send_header("Connection", "close")
                self.end_headers()
                for chunk in chunks(identity, wants_tool):
                    self.wfile.write(b"data: " + json.dumps(chunk).encode() + b"\n\n")
                self.wfile.write(b"data: [DONE]\n\n")
                self.close_connection = True

        self._http = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._http.daemon_threads = True
        self._thread = threading.Thread(target=self._http.serve_forever, daemon=True)

    def next_id(self):
        with self._lock:
            self.calls += 1
            return f"chatcmpl-{self.calls}"

    @property
    def url(self):
        return f"http://127.0.0.1:{self._http.server_address[1]}/v1"

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *error):
        self._http.shutdown()
        self._http.server_close()


def completion(identity, wants_tool):
    if wants_tool:
        message = {
            "role": "assistant",
            "content": None,
            "refusal": None,
            "tool_calls": [{"id": CALL_ID, "type": "function", "function": {"name": TOOL, "arguments": ARGUMENTS}}],
        }
    else:
        message = {"role": "assistant", "content": ANSWER, "refusal": None}
    return {
        "id": identity,
        "object": "chat.completion",
        "created": 1767225600,
        "model": MODEL,
        "system_fingerprint": "fp_1",
        "service_tier": "default",
        "usage": USAGE,
        "choices": [
            {"index": 0, "finish_reason": "tool_calls" if wants_tool else "stop", "logprobs": None, "message": message}
        ],
    }


def chunks(identity, wants_tool):
    def chunk(delta, finish=None, usage=None, choices=True):
        return {
            "id": identity,
            "object": "chat.completion.chunk",
            "created": 1767225600,
            "model": MODEL,
            "system_fingerprint": "fp_1",
            "usage": usage,
            "choices": [{"index": 0, "delta": delta, "finish_reason": finish, "logprobs": None}] if choices else [],
        }

    yield chunk({"role": "assistant", "content": None if wants_tool else ""})
    if wants_tool:
        call = {"index": 0, "id": CALL_ID, "type": "function", "function": {"name": TOOL, "arguments": ""}}
        yield chunk({"tool_calls": [call]})
        for piece in ('{"city": ', '"Oslo"}'):
            yield chunk({"tool_calls": [{"index": 0, "function": {"arguments": piece}}]})
        yield chunk({}, "tool_calls")
    else:
        for word in ANSWER.split(" ")[:-1]:
            yield chunk({"content": word + " "})
        yield chunk({}, "stop")
    yield chunk({}, usage=USAGE, choices=False)
