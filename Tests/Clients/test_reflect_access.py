"""Who may do what through Reflect's package: bootstrapping, keys with scopes, projects, and how refusals look."""

from reflect_sdk import ReflectClient

from cases import case, equal, true
from reflect_house import MESSAGES, TASK, client, memory, raw, refused
from server import Server, command

TOKEN = "operators-own-token"


class Guarded:
    """A server in keys mode that lets the operator's token bootstrap, and the first administrator of one project."""

    def __init__(self, world, **more):
        self.server = Server(
            world.scratch("reflect") / "data", auth="keys", env={"HINDCAST_BOOTSTRAP_TOKEN": TOKEN}, **more
        )

    def __enter__(self):
        self.server.start()
        self.info = self.bootstrap("demo-proj")
        self.admin = self.client(self.info.api_key)
        return self

    def __exit__(self, *error):
        self.server.__exit__(*error)

    def bootstrap(self, project, token=TOKEN):
        return ReflectClient.bootstrap(
            base_url=self.server.url + "/", bootstrap_token=token, user_id="u1", project_id=project
        )

    def client(self, key, project="demo-proj"):
        return client(self.server, project, key)


@case("Reflect: the operator's token makes a project with a key that administers it; nothing else does")
def _(world):
    with Guarded(world) as house:
        equal((house.info.user_id, house.info.project_id), ("u1", "demo-proj"), "the answer")
        refused(401, lambda: house.bootstrap("demo-proj", token="operators-own-token2"))
        refused(401, lambda: house.bootstrap("demo-proj", token=""))
        key = house.admin.list_api_keys()[0]
        equal((key.label, key.scopes, key.environment), ("Default Admin Key", ["admin"], "live"), "its key")
        true(memory(house.admin), "it may do everything")
    open_house = {"base_url": world.server.url, "user_id": "u1", "project_id": "x"}
    refused(403, lambda: ReflectClient.bootstrap(bootstrap_token=TOKEN, **open_house))
    done = command("serve", "--data", world.scratch("short"), "--bootstrap-token", "short")
    equal((done.returncode, "at least 16" in done.stderr), (2, True), "a short token is refused at the start")


@case("Reflect: keys are made with scopes, listed as they were named, work within them, and are revoked")
def _(world):
    with Guarded(world) as house:
        made = house.admin.create_api_key(label="ci", scopes=["memory:read", "trace:write"], environment="test")
        key = made.key
        equal((key.label, key.scopes, key.environment), ("ci", ["memory:read", "trace:write"], "test"), "the key")
        equal((key.status, key.is_master, key.revoked_at), ("active", False, None), "its state")
        true(made.api_key.startswith(key.public_id), "the public part begins the key")
        c = house.client(made.api_key)
        submission = c.create_trace(task=TASK, trajectory=MESSAGES)
        equal((c.query_memories(TASK), c.get_trace(submission.id).id), ([], submission.id), "what it may do")
        refused(403, lambda: c.review_trace(submission.id, result="pass"))
        refused(403, c.list_api_keys)
        listed = {k.id: k for k in house.admin.list_api_keys()}
        equal((listed[key.id].scopes, listed[key.id].status), (key.scopes, "active"), "the key in the list")
        revoked = house.admin.revoke_api_key(key.id)
        equal((revoked.id, revoked.status, bool(revoked.revoked_at)), (key.id, "revoked", True), "revoked")
        refused(401, lambda: c.query_memories(TASK))
        refused(404, lambda: house.admin.revoke_api_key("999"))


@case("Reflect: each scope opens its routes and no others")
def _(world):
    with Guarded(world) as house:
        trace = house.admin.create_trace(task=TASK, trajectory=MESSAGES).id
        reads = [lambda c: c.query_memories(TASK), lambda c: c.list_traces(), lambda c: c.get_trace(trace)]
        writes = [lambda c: c.create_trace(task=TASK, trajectory=MESSAGES)]
        reviews = [lambda c: c.review_trace(trace, result="pass")]
        rules = [lambda c: c.list_api_keys(), lambda c: c.create_api_key(label="x", scopes=["memory:read"])]
        for scope, allowed in {
            "memory:read": [reads],
            "trace:read": [reads],
            "trace:write": [writes],
            "review:write": [reads, writes, reviews],
            "admin": [reads, writes, reviews, rules],
        }.items():
            c = house.client(house.admin.create_api_key(label=scope, scopes=[scope]).api_key)
            for group in (reads, writes, reviews, rules):
                for call in group:
                    if group in allowed:
                        call(c)
                    else:
                        refused(403, lambda: call(c))


@case("Reflect: a key is bound to its project; another one is not found, whether it exists or not")
def _(world):
    with Guarded(world) as house:
        other = house.bootstrap("other").api_key
        trace = house.admin.create_trace(task=TASK, trajectory=MESSAGES).id
        for project in ("demo-proj", "nobody"):
            c = house.client(other, project)
            for call in (
                lambda: c.get_trace(trace),
                lambda: c.query_memories(TASK),
                lambda: c.create_trace(task=TASK, trajectory=MESSAGES),
                c.list_api_keys,
            ):
                refused(404, call)
            equal(raw(c, "DELETE", "").status_code, 404, "deleting it")
            equal(c.get_skill(), None, "the package takes 404 for no skill")
        own = house.client(other, "other")
        equal(own.list_traces(), [], "its own is empty")
        refused(404, lambda: own.get_trace(trace))
        refused(404, lambda: own.review_trace(trace, result="pass"))
        equal([t.id for t in house.admin.list_traces()], [trace], "nothing was touched")


@case("Reflect: a project of any name is made on first use in open mode, slashes and spaces included")
def _(world):
    for name in ("a/b c", "ünïcode é", "100%", "a?b#c&d", "../x"):
        c = client(world.server, name)
        id = c.create_trace(task=TASK, trajectory=MESSAGES).id
        equal([t.id for t in c.list_traces()], [id], f"runs of {name!r}")
        equal(c.review_trace(id, result="pass").review_status, "reviewed", f"a review in {name!r}")
        refused(404, lambda: client(world.server).get_trace(id))
    true("a/b c" in [each["name"] for each in world.server.get("/projects")["items"]], "the house knows it")


@case("Reflect: refusals are worded for people and carry the status that the package raises")
def _(world):
    c = client(world.server)
    equal(raw(c, "POST", "/traces", b"{").status_code, 400, "no JSON")
    detail = refused(422, lambda: c.create_trace(task=TASK, trajectory=MESSAGES, review_result="maybe"))
    equal(detail, "review.result must be pass or fail.", "a word that is no verdict")
    for member, given, sentence in (
        ("task", None, "task is required."),
        ("trajectory", 5, "trajectory must be a list of messages or a string."),
        ("metadata", [], "metadata must be an object."),
        ("review", {"result": "pass", "alpha": 2}, "review.alpha must be a number from 0 to 1."),
    ):
        reply = raw(c, "POST", "/traces", {"task": TASK, "trajectory": MESSAGES, member: given})
        equal((reply.status_code, reply.json()), (422, {"detail": sentence}), member)
    equal(c.list_traces(), [], "nothing half stored")
    refused(422, lambda: c.query_memories(""))
    refused(422, lambda: c.query_memories(TASK, limit=0))
    refused(422, lambda: c.query_memories(TASK, lambda_=1.5))
    refused(404, lambda: c.get_trace("nope"))
    equal(raw(c, "PUT", "/traces", {}).status_code, 405, "another method")
    with Guarded(world, arguments=["--rate-limit", "1"]) as house:
        refused(401, lambda: house.client("rf_live_nobody").query_memories(TASK))
        equal(house.server.request("GET", "/v1/projects/demo-proj/traces").status, 401, "no key")
        statuses = [raw(house.admin, "GET", "/skill") for _ in range(4)]
        fast = [reply for reply in statuses if reply.status_code == 429]
        true(fast and fast[0].headers["retry-after"] and fast[0].json()["detail"], "too fast")

