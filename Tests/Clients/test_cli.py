"""The command line, as a person and as a script meet it."""

import json
import os
import shutil
import sqlite3
import subprocess
import threading

import otlp
from cases import Skipped, case, equal, one_of, true, until
from otlp import one_span, sent, word
from server import BINARY, Server, command
from test_reading import BASE, SECOND, agent_run

OK, FAILED, USAGE, UNUSABLE = 0, 1, 2, 3


def done(*arguments, code=OK, **more):
    """Runs the command and insists on its exit code; answers what it printed."""
    result = command(*arguments, **more)
    equal(
        result.returncode,
        code,
        f"exit code of hindcast {' '.join(map(str, arguments))} ({(result.stderr or result.stdout)[-300:]})",
    )
    return result.stdout


def told(*arguments, **more):
    """The rows that a command answers with --json."""
    return json.loads(done(*arguments, "--json", **more))["items"]


def sentence(*arguments, code, **more):
    """One clear sentence on standard error, and nothing on standard output."""
    result = command(*arguments, **more)
    equal(result.returncode, code, f"exit code of hindcast {' '.join(map(str, arguments))} ({result.stderr[-300:]})")
    equal(result.stdout, "", "standard output")
    lines = [line for line in result.stderr.splitlines() if line.strip()]
    true(1 <= len(lines) <= 3, f"a sentence on standard error, not {len(lines)} lines: {result.stderr[:300]!r}")
    true(
        "fatal" not in result.stderr.lower() and "Swift." not in result.stderr,
        f"no inner names: {result.stderr[:300]!r}",
    )
    return result.stderr


def filled(world, *, traces=3):
    """A data folder with a few runs, and nobody serving it. Answers (folder, trace ids, word of the first)."""
    data, token = world.scratch("cli") / "data", word()
    with Server(data) as server:
        made = [
            agent_run(server, token if n == 0 else word(), start=BASE + n * SECOND, steps=2, session=f"session-{n}")
            for n in range(traces)
        ]
        until(lambda: server.search(token), "the text index")
    return data, made, token


@case("version and help answer, and every command explains itself")
def _(world):
    true(done("version").strip(), "a version")
    true(any(c.isdigit() for c in done("--version")), "--version too")
    text = done("help")
    for name in (
        "serve",
        "key",
        "project",
        "trace",
        "search",
        "tail",
        "backup",
        "check",
        "gc",
        "stats",
        "demo",
        "version",
        "completion",
    ):
        true(name in text, f"help names {name}")
        if name not in ("version",):
            true(len(done(name, "--help")) > 60, f"help of {name}")
    equal(done("--help"), text, "--help")
    true(max(map(len, text.splitlines())) <= 100, "help fits a terminal")


@case("Mistakes on the command line end with exit code 2 and say what would be right")
def _(world):
    for arguments in (
        ["fly"],
        ["key"],
        ["key", "fly"],
        ["serve", "--nonsense"],
        ["serve", "--http-port", "abc"],
        ["serve", "--http-port", "70000"],
        ["key", "create", "--scope", "god", "--project", "p"],
        ["trace", "show"],
        ["serve", "--aliases", "maybe"],
        ["serve", "--tls-cert", "/nowhere.pem"],
        ["search"],
        ["trace", "show", "xyz", "--data", str(world.scratch("none"))],
    ):
        result = command(*arguments, timeout=20, env={"HOME": str(world.scratch("home"))})
        equal(result.returncode, USAGE, f"exit code of {arguments} ({result.stderr[-200:]!r})")
        true(result.stderr.strip(), f"a sentence for {arguments}")
    true("serve" in command("srve").stderr, "the nearest command is proposed")


@case("Completion scripts are accepted by their shells")
def _(world):
    for shell in ("bash", "zsh", "fish"):
        script = done("completion", shell)
        true("hindcast" in script, f"a script for {shell}")
        if shutil.which(shell):
            checked = subprocess.run([shell, "-n"], input=script, capture_output=True, text=True)
            equal(checked.returncode, 0, f"{shell} -n ({checked.stderr[:200]})")


@case("A key is created, listed by its hint, and revoked; the list never shows it")
def _(world):
    data = world.scratch("keys") / "data"
    key = done("key", "create", "--data", data, "--project", "alpha", "--scope", "read", "--label", "my laptop")
    equal(key.count("\n"), 1, "just the key, on one line")
    key = key.strip()
    done("key", "create", "--data", data, "--project", "beta")
    rows = told("key", "list", "--data", data)
    equal(len(rows), 2, "keys")
    row = [each for each in rows if each["label"] == "my laptop"][0]
    equal((row["project"], row["scope"]), ("alpha", "read"), "the row")
    true(key.startswith(row["hint"]) and row["revokedTime"] is None, "its hint; not revoked")
    true(key not in done("key", "list", "--data", data), "the table does not show the key")
    done("key", "revoke", "--data", data, row["number"])
    row = [each for each in told("key", "list", "--data", data) if each["label"] == "my laptop"][0]
    true(row["revokedTime"], "revoked")
    done("key", "revoke", "--data", data, "999999", code=FAILED)
    for file in data.rglob("*"):
        if file.is_file():
            true(key.encode() not in file.read_bytes(), f"the key in clear in {file.name}")


@case("A project is created, listed and deleted with everything in it")
def _(world):
    data = world.scratch("projects") / "data"
    done("project", "create", "--data", data, "gamma")
    key = done("key", "create", "--data", data, "--project", "gamma", "--scope", "admin").strip()
    with Server(data, auth="keys", key=key) as server:
        sent(server, one_span()[0], key=key)
        equal(server.stats()["traces"], 1, "traces")
    true("gamma" in [row["name"] for row in told("project", "list", "--data", data)], "listed")
    done("project", "delete", "--data", data, "gamma", "--yes")
    true("gamma" not in [row["name"] for row in told("project", "list", "--data", data)], "gone")
    done("project", "delete", "--data", data, "gamma", "--yes", code=FAILED)
    done("check", "--data", data)
    with Server(data, auth="keys", key=key) as server:
        equal(server.status("GET", "/traces"), 401, "its key")


@case("Traces are listed, shown as a tree, and deleted")
def _(world):
    data, made, token = filled(world)
    rows = told("trace", "list", "--data", data)
    equal([row["id"] for row in rows], made[::-1], "newest first")
    equal([row["id"] for row in told("trace", "list", "--data", data, "--limit", "2")], made[:0:-1], "the first two")
    equal([row["id"] for row in told("trace", "list", "--data", data, "session:session-1")], [made[1]], "with a filter")
    text = done("trace", "show", "--data", data, made[0])
    for wanted in ("run " + token, "chat gpt-4o-mini", "agent", "llm", "60", "17"):
        true(wanted in text, f"the tree shows {wanted!r}: {text[:400]}")
    shown = json.loads(done("trace", "show", "--data", data, made[0], "--json"))
    equal((shown["id"], len(shown["spans"])), (made[0], 3), "as JSON")
    done("trace", "delete", "--data", data, made[0], "--yes")
    equal([row["id"] for row in told("trace", "list", "--data", data)], made[:0:-1], "afterwards")
    done("trace", "show", "--data", data, made[0], code=FAILED)
    table = done("trace", "list", "--data", data, env={"COLUMNS": "80"})
    true(max(map(len, table.splitlines())) <= 80, "the table fits 80 columns")


@case("Search and statistics answer like the API")
def _(world):
    data, made, token = filled(world)
    equal({hit["traceId"] for hit in told("search", "--data", data, token)}, {made[0]}, "search")
    true(made[0][:8] in done("search", "--data", data, token), "as text")
    stats = json.loads(done("stats", "--data", data, "--json"))
    equal((stats["traces"], stats["spans"]), (3, 9), "statistics")
    true("9" in done("stats", "--data", data), "as text")


@case("check finds a good store good and a damaged one damaged")
def _(world):
    data, _, _ = filled(world)
    done("check", "--data", data)
    largest = max((path for path in data.rglob("*") if path.is_file()), key=lambda path: path.stat().st_size)
    with open(largest, "r+b") as file:
        size = largest.stat().st_size
        for at in range(size // 3, size - 5000, 4096):
            file.seek(at + 100)
            file.write(b"\xde\xad" * 900)
    result = command("check", "--data", data)
    equal(result.returncode, UNUSABLE, f"exit code for a damaged store ({result.stderr[-200:]!r})")


@case("A backup of a running server is a whole store")
def _(world):
    data, copy = world.scratch("source") / "data", world.scratch("copy") / "copy"
    with Server(data) as server:
        made = [agent_run(server, word(), start=BASE + n * SECOND) for n in range(20)]
        done("backup", "--data", data, copy)
        equal(server.outline(made[0])["spanCount"], 2, "the server goes on")
    done("check", "--data", copy)
    with Server(copy) as server:
        equal([item["id"] for item in server.all_traces()], made[::-1], "traces of the copy")
    one_of(command("backup", "--data", data, copy).returncode, {FAILED, USAGE}, "a backup never overwrites")


@case("After deletion gc frees space, and what is left reads as before")
def _(world):
    data = world.scratch("gc") / "data"
    with Server(data) as server:
        kept = agent_run(server, word(), steps=3)
        large = []
        for _ in range(20):
            text = os.urandom(150_000).hex()
            request, trace = one_span(attributes=otlp.chat([("user", text)], "read"))
            sent(server, request)
            large.append(trace)
        before = (server.outline(kept), server.get(f"/traces/{kept}/transcript"))
        full = sum(path.stat().st_size for path in data.rglob("*") if path.is_file())
        for trace in large:
            server.ask("DELETE", f"/traces/{trace}")
    done("gc", "--data", data)
    left = sum(path.stat().st_size for path in data.rglob("*") if path.is_file())
    true(left < full * 0.4, f"{full >> 10} KiB before, {left >> 10} KiB after")
    done("check", "--data", data)
    with Server(data) as server:
        equal((server.outline(kept), server.get(f"/traces/{kept}/transcript")), before, "the kept trace")


@case("Commands that need the folder for themselves say which server has it, and what to ask of it")
def _(world):
    with Server(world.scratch("shared") / "data") as server:
        trace = agent_run(server, word())
        for arguments in (["gc"], ["trace", "delete", trace, "--yes"]):
            text = sentence(*arguments, "--data", server.data, code=UNUSABLE)
            true(str(server.http_port) in text, f"it names the server: {text!r}")
        equal([row["id"] for row in told("trace", "list", "--data", server.data)], [trace], "reading beside the server")


@case("demo writes a sample run that can be explored")
def _(world):
    data = world.scratch("demo") / "data"
    done("demo", "--data", data)
    rows = told("trace", "list", "--data", data)
    true(rows, "traces")
    with Server(data) as server:
        outlines = [server.outline(row["id"]) for row in rows]
        kinds = {span["kind"] for outline in outlines for span in outline["spans"]}
        true({"agent", "llm", "tool"} <= kinds, f"kinds {kinds}")
        true(any(row["totalCost"] > 0 for row in rows), "a cost")
        true(any(server.get(f"/traces/{row['id']}/transcript")["items"] for row in rows), "a transcript")


@case("demo beside a running server is written by that server, unless it asks for a key")
def _(world):
    with Server(world.scratch("demo") / "data") as server:
        said = done("demo", "--data", server.data)
        rows = server.get("/traces")["items"]
        true(rows and all(row["id"] in str(said) for row in rows), f"the runs are named: {said}")
        true(all("demo" in row["tags"] for row in rows), "their tags")
    with Server(world.scratch("demo") / "data", auth="keys") as server:
        text = sentence("demo", "--data", server.data, code=UNUSABLE)
        true("curl -X POST" in text and "--key" in text, f"it says how: {text!r}")


@case("A second server on the same folder ends with exit code 3 and one sentence")
def _(world):
    with Server(world.scratch("locked") / "data") as server:
        text = sentence(
            "serve",
            "--data",
            server.data,
            "--http-port",
            "0",
            "--grpc-port",
            "0",
            "--aliases",
            "off",
            code=UNUSABLE,
            timeout=20,
        )
        true(str(server.data) in text, f"it names the folder: {text!r}")
        equal(server.request("GET", "/health").status, 200, "the first server")


def damaged(world, damage):
    data, _, _ = filled(world, traces=1)
    damage(data / "hindcast.sqlite")
    before = {path.name: path.read_bytes() for path in data.glob("*.sqlite")}
    text = sentence(
        "serve", "--data", data, "--http-port", "0", "--grpc-port", "0", "--aliases", "off", code=UNUSABLE, timeout=20
    )
    sentence("trace", "list", "--data", data, code=UNUSABLE, timeout=20)
    after = {path.name: path.read_bytes() for path in data.glob("*.sqlite")}
    true(before == after, "the folder is left as it was")
    return text


@case("A folder written by a newer version is refused with exit code 3 and left alone")
def _(world):
    def newer(file):
        with sqlite3.connect(file) as database:
            version = database.execute("pragma user_version").fetchone()[0]
            database.execute(f"pragma user_version = {version + 1000}")
        database.close()

    true("newer" in damaged(world, newer).lower(), "it says that it is newer")


@case("A corrupt folder is refused with exit code 3 and never made anew")
def _(world):
    def corrupt(file):
        with open(file, "r+b") as target:
            target.write(b"not a database at all" * 300)

    damaged(world, corrupt)


@case("A folder that cannot be written is refused with exit code 3")
def _(world):
    data, _, _ = filled(world, traces=1)
    if os.geteuid() == 0:
        place = world.scratch("readonly")
        shutil.copytree(data, place / "data")
        if (
            subprocess.run(["mount", "--bind", str(place), str(place)], capture_output=True).returncode
            or subprocess.run(["mount", "-o", "remount,ro,bind", str(place)], capture_output=True).returncode
        ):
            subprocess.run(["umount", str(place)], capture_output=True)
            raise Skipped("root may write everywhere and nothing can be mounted")
        try:
            sentence(
                "serve",
                "--data",
                place / "data",
                "--http-port",
                "0",
                "--grpc-port",
                "0",
                "--aliases",
                "off",
                code=UNUSABLE,
                timeout=20,
            )
        finally:
            subprocess.run(["umount", str(place)], check=True)
        return
    for path in [data, *data.rglob("*")]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    sentence(
        "serve", "--data", data, "--http-port", "0", "--grpc-port", "0", "--aliases", "off", code=UNUSABLE, timeout=20
    )
    for path in [data, *data.rglob("*")]:
        path.chmod(0o755 if path.is_dir() else 0o644)


@case("A file where the folder should be is refused with exit code 3")
def _(world):
    place = world.scratch("file") / "data"
    place.write_text("hello")
    sentence(
        "serve", "--data", place, "--http-port", "0", "--grpc-port", "0", "--aliases", "off", code=UNUSABLE, timeout=20
    )
    equal(place.read_text(), "hello", "the file")


@case("A busy port ends the server with one sentence that names it")
def _(world):
    with Server(world.scratch("port") / "data") as server:
        text = sentence(
            "serve",
            "--data",
            world.scratch("port2") / "data",
            "--http-port",
            server.http_port,
            "--grpc-port",
            "0",
            "--aliases",
            "off",
            code=FAILED,
            timeout=20,
        )
        true(str(server.http_port) in text, f"it names the port: {text!r}")


@case("Every flag has an environment variable")
def _(world):
    data = world.scratch("environment") / "data"
    with Server(data, env={"HINDCAST_AUTH": "keys"}) as server:
        equal(server.status("GET", "/traces"), 401, "keys mode by HINDCAST_AUTH")
    true(
        done("key", "create", "--project", "p", env={"HINDCAST_DATA": str(data)}).strip(), "the folder by HINDCAST_DATA"
    )


@case("tail shows runs as they arrive")
def _(world):
    process = subprocess.Popen(
        [BINARY, "tail", "--data", str(world.server.data), "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    seen = []
    reader = threading.Thread(target=lambda: seen.extend(process.stdout), daemon=True)
    reader.start()
    token = word()

    def arrived():
        # Sent again and again, since tail tells only of what comes after it has begun to look.
        sent(world.server, one_span(name="tail " + token)[0])
        true(process.poll() is None, "tail goes on")
        return any(token in line for line in list(seen))

    try:
        until(arrived, "the run's name in what tail prints")
    finally:
        process.terminate()
        process.wait(10)
        reader.join(10)
    line = json.loads(next(line for line in seen if token in line))
    equal((line["name"], line["kind"]), ("tail " + token, "span"), "a line of tail")
