"""Does a memory's value help? A seeded world of tasks, an agent that follows the memory it is given, and two ways to rank.

Tasks come in families that read alike. For each family one of five methods is right most of the time, the others seldom. A
memory says which method a run used and how it ended. The agent follows the first memory it is given: its method when that
run passed, another one when it failed. What it did becomes a memory, and the outcome moves the one it followed.

Both ways see the same tasks and the same luck. Ranked by similarity alone, the agent follows whatever run was told in the
most similar words; ranked by similarity and value, it follows what has served well.
"""

import http.client
import json
import pathlib
import random

SEED = 20260101
FAMILIES, METHODS, RIGHT = 12, 5, 0.9
EPISODES, WINDOW = 1_500, 150
ARMS = [("similarity alone", 1.0, "#8a8f98"), ("similarity and value", 0.5, "#1769aa")]
# By so much the last third of the episodes must go better for the benchmark to call it a gain.
MARGIN = 0.10

VERBS = ["import", "clean", "merge", "report", "archive", "convert", "translate", "schedule", "deploy", "index"]
THINGS = ["invoices", "orders", "tickets", "photos", "contracts", "sensors", "payrolls", "recipes", "parcels", "logs"]
PLACES = ["Oslo", "Lagos", "Quito", "Hanoi", "Perth", "Turin", "Malmo", "Accra", "Lima", "Kyoto"]
EXTRAS = ["before noon", "for the board", "without downtime", "as a draft", "for the audit", "with care", "again"]


class Family:
    def __init__(self, number, r):
        self.verb, self.thing = VERBS[number % 10], THINGS[(number * 3 + number // 10) % 10]
        self.rates = [r.uniform(0.1, 0.45) for _ in range(METHODS)]
        self.rates[r.randrange(METHODS)] = RIGHT

    def task(self, r):
        return f"{self.verb} the {self.thing} of {r.choice(PLACES)} number {r.randrange(900)} {r.choice(EXTRAS)}"


class Door:
    """Reflect's routes, on one connection."""

    def __init__(self, instance, project):
        self.connection = http.client.HTTPConnection("127.0.0.1", instance.http_port, timeout=60)
        self.root = f"/v1/projects/{project}"

    def post(self, path, body):
        self.connection.request("POST", self.root + path, json.dumps(body), {"Content-Type": "application/json"})
        reply = self.connection.getresponse()
        answer = reply.read()
        if reply.status >= 300:
            raise SystemExit(f"POST {path}: {reply.status} {answer[:300]!r}")
        return json.loads(answer)


def method(memories, r):
    """What the agent does: follows the first memory, or avoids what failed. Without one it tries anything."""
    if not memories:
        return r.randrange(METHODS)
    used = int(memories[0]["guidance"].split()[-1])
    if memories[0]["success"]:
        return used
    return r.choice([each for each in range(METHODS) if each != used])


def play(instance, weight):
    """Runs all episodes in a project of their own. Answers whether each passed."""
    luck = random.Random(SEED)
    families = [Family(number, luck) for number in range(FAMILIES)]
    door, passed = Door(instance, f"bandit-{weight}"), []
    for _ in range(EPISODES):
        family = luck.choice(families)
        task, draw, whim = family.task(luck), luck.random(), random.Random(luck.random())
        memories = door.post("/memory/query", {"task": task, "limit": 1, "lambda": weight, "similarity_threshold": 0.2})
        tried = method(memories, whim)
        passed.append(draw < family.rates[tried])
        reflection = {"summary": f"Tried method {tried}.", "guidance": f"Use method {tried}"}
        door.post(
            "/traces",
            {
                "task": task,
                "trajectory": [{"role": "user", "content": task}, {"role": "assistant", "content": f"Method {tried}."}],
                "retrieved_memory_ids": [each["id"] for each in memories],
                "review": {"result": "pass" if passed[-1] else "fail", "reflection": reflection},
            },
        )
    return passed


def rate(passed):
    return sum(passed) / len(passed)


def smooth(passed):
    """Points (episode, share passed of the last WINDOW)."""
    return [(end, rate(passed[end - WINDOW : end])) for end in range(WINDOW, len(passed) + 1, 10)]


def svg(curves):
    """A plot of success over episodes; plain shapes, readable on light and dark."""
    left, top, width, height = 60, 40, 640, 300
    x = lambda episode: left + width * episode / EPISODES
    y = lambda share: top + height * (1 - share)
    lines = [
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 760 400" font-family="sans-serif" font-size="13">',
        '<rect width="760" height="400" fill="#ffffff"/>',
        '<text x="60" y="22" font-size="15" fill="#222">Share of runs that passed, of the last '
        f"{WINDOW}, over {EPISODES:,} runs</text>",
    ]
    for share in (0, 0.25, 0.5, 0.75, 1):
        lines.append(f'<line x1="{left}" x2="{left + width}" y1="{y(share):.1f}" y2="{y(share):.1f}" stroke="#e3e6ea"/>')
        lines.append(f'<text x="{left - 8}" y="{y(share) + 4:.1f}" text-anchor="end" fill="#555">{share:.0%}</text>')
    for episode in range(0, EPISODES + 1, 300):
        lines.append(f'<text x="{x(episode):.1f}" y="{top + height + 20}" text-anchor="middle" fill="#555">{episode}</text>')
    for number, (name, color, points) in enumerate(curves):
        path = " ".join(f"{x(episode):.1f},{y(share):.1f}" for episode, share in points)
        lines.append(f'<polyline points="{path}" fill="none" stroke="{color}" stroke-width="2"/>')
        lines.append(f'<rect x="{left + 10 + 220 * number}" y="{top + height + 34}" width="14" height="4" fill="{color}"/>')
        lines.append(f'<text x="{left + 30 + 220 * number}" y="{top + height + 40}" fill="#222">{name}</text>')
    return "\n".join([*lines, "</svg>"]) + "\n"


def measure(table, instance, plot):
    """Adds the rows, and writes the plot if a path is given."""
    played = {name: play(instance, weight) for name, weight, _ in ARMS}
    third = EPISODES // 3
    last = {name: rate(passed[-third:]) for name, passed in played.items()}
    gain = last["similarity and value"] - last["similarity alone"]
    for name, share in last.items():
        table.add(f"bandit, runs passed of the last {third}, by {name}", share, 3)
    table.add("bandit, gain by value", gain, 3, f"{FAMILIES} families, {METHODS} methods, {EPISODES:,} runs, seed {SEED}")
    if plot:
        curves = [(name, color, smooth(played[name])) for name, _, color in ARMS]
        pathlib.Path(plot).write_text(svg(curves))
