#!/usr/bin/env bash
# Build the wheel, install lock and wheel in an empty environment elsewhere, and run the demo from there.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
elsewhere=$(mktemp -d)
trap 'rm -rf "$elsewhere"' EXIT

"$root/.venv/bin/python" -m build --wheel --no-isolation --outdir "$elsewhere/dist" "$root" >"$elsewhere/build.log" 2>&1 \
  || { cat "$elsewhere/build.log"; exit 1; }
python3 -m venv "$elsewhere/env"
"$elsewhere/env/bin/python" -m pip install -q --no-deps --require-hashes -r "$root/requirements/run.lock" 2>/dev/null
"$elsewhere/env/bin/python" -m pip install -q --no-deps "$elsewhere"/dist/*.whl 2>/dev/null
cd "$elsewhere"
size=$(du -k dist/*.whl | cut -f1)
echo "wheel: ${size} kB"
demo=$(env/bin/python -c "from pipeline import shipped; print(shipped.demo())")
case "$demo" in "$elsewhere"/*) ;; *) echo "the demo corpus does not come from the wheel: $demo"; exit 1 ;; esac
env/bin/rodedraad run "$demo" --out out
test -s out/report.html && test -s out/recommendations.docx && test -s out/segments.csv && test -s out/project.db
if env/bin/python -c "import torch" 2>/dev/null; then echo "torch is installed; it must not be needed"; exit 1; fi
echo "the wheel works outside the checkout"
