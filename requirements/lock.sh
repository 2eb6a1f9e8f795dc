#!/bin/sh
# Rebuild both locks. Needs uv on the PATH (a build tool only). The excluded packages are what bertopic asks for and
# does not need here: they would bring torch.
set -eu
cd "$(dirname "$0")"
compile() {
  uv pip compile "$@" --excludes exclude.txt --generate-hashes --universal --python-version 3.11 \
    --no-header --no-emit-index-url --no-emit-find-links >/dev/null
}
compile run.in -o run.lock
compile dev.in -c run.lock -o dev.lock
