"""People and programs care for memories: over the native API, and by the command line beside a server and without."""

import json
import os
import pathlib
import re
import subprocess
import threading

from cases import case, equal, true
from otlp import chat, one_span, sent
from server import API, BINARY, ROOT, Server
from test_cli import FAILED, UNUSABLE, USAGE, done, sentence

LESSON = "Subtract 273.15 from the kelvin value."


def close(actual, expected, what):
    true(abs(actual - expected) < 1e-9, f"{what}: expected {expected!r}, got {actual!r}")


def run(server, task, memories=(), answer="done"):
    """A run that came by OpenTelemetry and says by attribute which memories it was given."""
    attributes = chat([("user", task)], answer)
    if memories:
        attributes["hindcast.memory.ids"] = list(memories)
    request, trace = one_span(attributes=attributes)
    sent(server, request)
    return trace


def add(server, task, **more):
    return server.ask("POST", "/memories", {"task": task, "lesson": LESSON, **more})["id"]


def history(server, memory):
    return server.get(f"/memories/{memory}/history")["items"]


def refused(server, status, method, path, value=None):
    reply = server.request(method, API + path, None if value is None else json.dumps(value))
    equal(reply.status, status, f"{method} {path} ({reply.body[:200]})")
    return reply.json["error"]["message"]


def told(server, *words):
    """What a command answers as JSON."""
    return json.loads(done(*words, "--data", server.data if isinstance(server, Server) else server, "--json"))


@case("Memories: a run of another door is reviewed and becomes a memory, and its outcome moves those it was given")
def _(world):
    with Server(world.scratch("memories") / "data") as server:
        given = add(server, "convert kelvin to celsius")
        trace = run(server, "convert 300 kelvin to celsius", [given], "26.85")
        seen = server.get(f"/traces/{trace}/review")
        equal((seen["task"], seen["finalResponse"]), ("convert 300 kelvin to celsius", "26.85"), "as an attempt")
        equal((seen["memories"], seen["review"]), ([given], None), "given, not reviewed")
        review = server.ask("POST", f"/traces/{trace}/review", {"verdict": "pass", "feedback": "right"})["review"]
        equal((review["state"], review["verdict"], review["warnings"]), ("completed", "pass", []), "the review")
        close(server.get(f"/memories/{given}")["q"], 0.65, "0.5 + 0.3 (1 - 0.5)")
        made = server.get(f"/memories/{review['memoryId']}")
        equal((made["traceId"], made["verdict"], made["q"]), (trace, "pass", 0.5), "what it made")
        true("right" in made["lesson"]["reflection"], "the feedback is in the lesson")
        change = history(server, given)[1]
        equal((change["cause"], change["traceId"], change["reward"]), ("review", trace, 1), "the change")
        found = server.ask("POST", "/memories/query", {"task": "convert 10 kelvin to celsius", "limit": 1})["items"][0]
        true(found["reason"] and 0 < found["similarity"] <= 1, "it says why")
        close(found["score"], 0.5 * found["similarity"] + 0.5 * found["q"], "the score")


@case("Memories: a correction takes back what the first verdict moved and moves anew, in figures")
def _(world):
    with Server(world.scratch("memories") / "data") as server:
        one, other = add(server, "first"), add(server, "second")
        first = run(server, "a task", [one, other])
        second = run(server, "another task", [one])
        server.ask("POST", f"/traces/{first}/review", {"verdict": "pass"})
        server.ask("POST", f"/traces/{second}/review", {"verdict": "pass", "alpha": 0.5})
        close(server.get(f"/memories/{one}")["q"], 0.825, "0.65 + 0.5 (1 - 0.65)")
        said = refused(server, 409, "POST", f"/traces/{first}/review", {"verdict": "fail"})
        true("correction" in said, f"it says what would do: {said!r}")
        server.ask("PUT", f"/traces/{first}/review", {"verdict": "fail", "alpha": 0.1})
        # Without the first review 0.5 went to 0.75; then 0.1 of the way towards 0.
        close(server.get(f"/memories/{one}")["q"], 0.675, "taken back and moved anew")
        close(server.get(f"/memories/{other}")["q"], 0.45, "the other one too")
        entries = history(server, one)
        equal([e["cause"] for e in entries], ["set", "review", "review", "undo", "review"], "causes")
        equal([e["isUndone"] for e in entries], [False, True, False, False, False], "undone")
        equal([round(e["after"], 9) for e in entries], [0.5, 0.65, 0.825, 0.75, 0.675], "values")
        equal([e["before"] for e in entries[1:]], [e["after"] for e in entries[:-1]], "each begins where one ended")
        undone = server.ask("POST", f"/memories/{one}/history/{entries[2]['id']}/undo")
        close(undone["after"], 0.45, "without the second review")
        equal(server.get("/audit")["items"][0]["action"], "memory.undo", "the audit record")
        true("review.correct" in [e["action"] for e in server.get("/audit")["items"]], "the correction too")


@case("Memories: what is exported is imported into another project and another house, history and all")
def _(world):
    with Server(world.scratch("memories") / "data") as server:
        for number in range(7):
            add(server, f"task number {number}", metadata={"number": number})
        memory = add(server, "convert kelvin to celsius")
        trace = run(server, "a task", [memory])
        server.ask("POST", f"/traces/{trace}/review", {"verdict": "fail"})
        server.ask("PATCH", f"/memories/{memory}", {"isPinned": True})
        before = (server.get(f"/memories/{memory}"), history(server, memory))
        lines = server.request("GET", API + "/memories/export").body
        equal(len(lines.splitlines()), 9, "a line each")
        server.ask("POST", "/projects", {"name": "other"})
        receipt = server.request("POST", API + "/memories/import?project=other&copies=true", lines).json
        equal(receipt, {"added": 9, "known": 0}, "copied into another project")
        copies = server.get("/memories", project="other")["items"]
        copy = [each for each in copies if each["task"] == "convert kelvin to celsius"][0]
        true(copy["id"] != memory and copy["q"] == 0.35 and copy["isPinned"], "the copy")
        moved = server.get(f"/memories/{copy['id']}/history", project="other")["items"]
        equal([e["after"] for e in moved], [e["after"] for e in before[1]], "its history")
        page = server.request("GET", API + "/memories/export?limit=5")
        rest = server.request("GET", page.headers["link"].split("<")[1].split(">")[0])
        equal(page.body + rest.body, lines, "in pages")
        bad = lines + b'{"id":"x"}\n'
        equal(server.request("POST", API + "/memories/import", bad).status, 400, "a bad line")

    with Server(world.scratch("elsewhere") / "data") as server:
        equal(server.request("POST", API + "/memories/import", bad).status, 400, "a bad line")
        equal(server.get("/memories", retired="true")["items"], [], "nothing is half stored")
        equal(server.request("POST", API + "/memories/import", lines).json, {"added": 9, "known": 0}, "imported")
        equal(server.request("POST", API + "/memories/import", lines).json, {"added": 0, "known": 9}, "once")
        equal(server.request("GET", API + "/memories/export").body, lines, "exported again")
        equal(server.get(f"/memories/{memory}"), before[0], "the memory")
        entries = [{**entry, "id": None} for entry in history(server, memory)]
        equal(entries, [{**entry, "id": None} for entry in before[1]], "the history")
        found = server.ask("POST", "/memories/query", {"task": "convert kelvin to celsius", "limit": 1})["items"]
        equal(found[0]["id"], memory, "it can be found")
    done("check", "--data", server.data)


@case("Memories: bad input is refused with a sentence, and nothing is stored")
def _(world):
    with Server(world.scratch("memories") / "data") as server:
        for method, path, value, word in (
            ("POST", "/memories", {"task": "x"}, "lesson"),
            ("POST", "/memories", {"task": "x", "lesson": {"moral": "y"}}, "lesson.moral"),
            ("POST", "/memories", {"task": "x" * (1 << 20), "lesson": "y"}, "bytes"),
            ("POST", "/memories/query", {"task": "x", "limit": "ten"}, "limit"),
            ("PATCH", "/learning", {"alpha": 1.5}, "alpha"),
            ("PATCH", "/learning", {"tempo": 1}, "tempo"),
            ("PATCH", "/learning", {"memrl": {"preset": "gsm8k"}}, "preset"),
        ):
            reply = server.request(method, API + path, json.dumps(value))
            true(reply.status in (400, 413) and word in str(reply.body), f"{path}: {reply!r}")
        equal(server.get("/memories")["items"], [], "memories")
        equal(server.get("/learning")["alpha"], 0.3, "settings")
        refused(server, 404, "GET", "/memories/nope")
        refused(server, 404, "GET", "/skill")


@case("Memories: beside a running server the commands change things through it, and read beside it")
def _(world):
    with Server(world.scratch("memories") / "data") as server:
        memory = done("memory", "add", "convert kelvin to celsius", "--lesson", LESSON, "--data", server.data).strip()
        equal(server.get(f"/memories/{memory}")["task"], "convert kelvin to celsius", "the server has it")
        trace = run(server, "convert 300 kelvin to celsius", [memory])
        equal(told(server, "review", "show", trace)["memories"], [memory], "given")
        told(server, "review", "add", trace, "pass", "--alpha", "0.5")
        close(told(server, "memory", "show", memory)["q"], 0.75, "moved")
        sentence("review", "add", trace, "fail", "--data", server.data, code=FAILED)
        told(server, "review", "correct", trace, "fail")
        close(told(server, "memory", "show", memory)["q"], 0.25, "corrected, with the step that was asked for")
        shown = done("memory", "show", memory, "--data", server.data, env={"COLUMNS": "100"})
        for wanted in (LESSON, "↑  0.7500", "↓  0.2500", "███░░░░░░░", "review, undone"):
            true(wanted in shown, f"{wanted!r} is shown: {shown}")
        true(max(map(len, shown.splitlines())) <= 100, "it fits the terminal")
        found = told(server, "memory", "query", "convert", "kelvin", "to", "celsius")["items"]
        true(memory in [each["id"] for each in found], "found")
        for verb in ("pin", "retire", "restore", "unpin"):
            done("memory", verb, memory, "--data", server.data)
        done("memory", "edit", memory, "--guidance", "Mind the sign.", "--data", server.data)
        true("Mind the sign." in server.get(f"/memories/{memory}")["lesson"]["reflection"], "edited")
        equal(told(server, "memory", "settings", "--alpha", "0.1")["alpha"], 0.1, "settings")
        equal(server.get("/learning")["alpha"], 0.1, "of the server")
        said = sentence("memory", "retire", memory, "--project", "nobody", "--data", server.data, code=FAILED)
        true("nobody" in said, f"an unknown project: {said!r}")
        sentence("memory", "delete", memory, "--data", server.data, code=USAGE)
        done("memory", "delete", memory, "--yes", "--data", server.data)
        refused(server, 404, "GET", f"/memories/{memory}")


@case("Memories: without a server the commands do the same in the folder, which a server then finds")
def _(world):
    data = world.scratch("memories") / "data"
    memory = done("memory", "add", "convert kelvin to celsius", "--lesson", LESSON, "--q", "0.8", "--data", data).strip()
    other = done("memory", "add", "kelvin to celsius", "--lesson", "The same.", "--data", data).strip()
    done("memory", "merge", memory, other, "--data", data)
    equal([row["id"] for row in told(data, "memory", "list")["items"]], [memory], "the other one is retired")
    equal(told(data, "memory", "show", other)["mergedIntoId"], memory, "merged")
    equal(told(data, "memory", "query", "convert kelvin")["items"][0]["id"], memory, "found")
    done("demo", "--data", data)
    trace = json.loads(done("trace", "list", "--data", data, "--json"))["items"][0]["id"]
    made = told(data, "review", "add", trace, "fail", "--feedback", "too slow")["review"]["memoryId"]
    lines = done("memory", "export", "--data", data)
    equal(len(lines.splitlines()), 3, "exported")
    elsewhere = world.scratch("elsewhere") / "data"
    done("memory", "import", "-", "--data", elsewhere, input=lines)
    equal(done("memory", "export", "--data", elsewhere), lines, "the same elsewhere")
    sentence("memory", "show", "nope", "--data", data, code=FAILED)
    sentence("memory", "settings", "--alpha", "7", "--data", data, code=USAGE)
    sentence("skill", "show", "--data", data, code=FAILED)
    done("check", "--data", data)
    with Server(data) as server:
        equal(server.get(f"/memories/{memory}")["q"], 0.8, "its value")
        true("too slow" in server.get(f"/memories/{made}")["lesson"]["reflection"], "the lesson")
        ids = [each["id"] for each in server.ask("POST", "/memories/query", {"task": "kelvin"})["items"]]
        true(memory in ids and other not in ids, "retired ones are not given")


@case("Memories: a server with keys asks the commands for one, and they say so")
def _(world):
    data = world.scratch("memories") / "data"
    key = done("key", "create", "--data", data, "--project", "shop", "--scope", "write").strip()
    with Server(data, auth="keys", key=key) as server:
        said = sentence("memory", "add", "x", "--lesson", "y", "--data", data, code=UNUSABLE)
        true("--key" in said and "curl -X POST" in said, f"it says how: {said!r}")
        memory = done("memory", "add", "x", "--lesson", "y", "--data", data, env={"HINDCAST_KEY": key}).strip()
        equal(server.get(f"/memories/{memory}")["task"], "x", "in the key's project")
        listed = json.loads(done("memory", "list", "--data", data, "--project", "shop", "--json"))["items"]
        equal([row["id"] for row in listed], [memory], "reading needs no key")
        sentence("memory", "delete", memory, "--yes", "--data", data, "--key", key, code=UNUSABLE)
        sentence("memory", "import", "-", "--data", data, "--key", key, code=UNUSABLE, input="\n")


@case("Memories: many reviews at once of one memory equal their fold, and none is lost")
def _(world):
    with Server(world.scratch("memories") / "data") as server:
        memory = add(server, "a task")
        traces = [run(server, f"task {number}", [memory]) for number in range(20)]
        threads = [
            threading.Thread(target=server.ask, args=("POST", f"/traces/{trace}/review", {"verdict": "pass"}))
            for trace in traces
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        value = 0.5
        for _ in traces:
            value += 0.3 * (1 - value)
        close(server.get(f"/memories/{memory}")["q"], value, "the fold")
        equal({e["traceId"] for e in history(server, memory)[1:]}, set(traces), "each once")


@case("Memories: the commands of the guide work as they are written, beside a server and without one")
def _(world):
    guide = (ROOT / "Docs/Guides/Memories.md").read_text()
    blocks = re.findall(r"```sh\n(.*?)```", guide, re.DOTALL)
    true(len(blocks) >= 8, "blocks of commands")
    bin_folder = world.scratch("bin")
    (bin_folder / "hindcast").symlink_to(pathlib.Path(BINARY).resolve())

    def follow(data, blocks, port):
        script = "set -euo pipefail\n" + "".join(blocks).replace("curl ", "curl -sS --fail ")
        environment = {**os.environ, "PATH": f"{bin_folder}:{os.environ['PATH']}", "HINDCAST_DATA": str(data)}
        result = subprocess.run(
            ["bash", "-c", script.replace("127.0.0.1:8000", f"127.0.0.1:{port}")],
            capture_output=True,
            text=True,
            cwd=world.scratch("guide"),
            env=environment,
            timeout=120,
        )
        equal(result.returncode, 0, f"the guide ({result.stderr[-400:]}{result.stdout[-400:]})")
        true("Look up the order before you promise money." in result.stdout, "the lesson is given")
        return result.stdout

    with Server(world.scratch("memories") / "data") as server:
        said = follow(server.data, blocks, server.http_port)
        true("0.6500" in said, f"the value moves as the guide says: {said[-2000:]}")
        equal(server.get("/learning")["credit"], "used", "the settings of the guide")
    follow(world.scratch("memories") / "data", [block for block in blocks if "curl" not in block], 0)
