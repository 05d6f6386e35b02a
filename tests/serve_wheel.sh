#!/usr/bin/env bash
# Install a wheel into an empty environment, away from the checkout, and serve a page from it.
set -euo pipefail
wheel=$(realpath "$1")
folder=$(mktemp -d)
trap 'kill "$server" 2>/dev/null || true; wait 2>/dev/null || true; rm -rf "$folder"' EXIT
server=""

python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check "$wheel"
cd "$folder"
port=$("$folder/venv/bin/python" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
"$folder/venv/bin/broadsheet" serve --demo --port "$port" > log 2>&1 &
server=$!
for _ in $(seq 100); do
  grep -q '^Serving ' log && break
  sleep 0.2
done
"$folder/venv/bin/python" - "$port" <<'PY'
import sys
import urllib.request

base = f"http://127.0.0.1:{sys.argv[1]}"
page = urllib.request.urlopen(f"{base}/coast/tide-mill").read().decode()
for part in ("<h1>The tide mill turns again", 'id="privacy-notice"', 'id="comment-form"', 'id="related"', 'id="comment-1"'):
    assert part in page, part
assert "#privacy-notice" in urllib.request.urlopen(f"{base}/assets/site.css").read().decode()
assert urllib.request.urlopen(f"{base}/media/pictures/tide-mill.webp").headers["Content-Type"] == "image/webp"
print("The installed wheel serves the page.")
PY
