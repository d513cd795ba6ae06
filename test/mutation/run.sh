#!/usr/bin/env bash
# Mutation testing of core and http, of what is committed. It writes into the sources, so it works in a copy:
#   pnpm mutate 'packages/core/src/request/**/*.ts'
# The report is .tmp/mutation.json. A core takes about a second for each mutant; less where it is told which tests to run:
#   HALLPASS_MUTATION_TESTS='packages/core/test/service/*.test.ts' pnpm mutate 'packages/core/src/service/**/*.ts'
set -euo pipefail
cd "$(dirname "$0")/../.."

copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
git clone -q . "$copy"
mkdir -p .tmp
report=$PWD/.tmp/mutation.json
mutants=$(IFS=,; echo "${*:-packages/core/src/**/*.ts,packages/http/src/**/*.ts}")

cd "$copy"
npx -y "$(node -p "require('./package.json').packageManager")" install --frozen-lockfile --prefer-offline
npx stryker run test/mutation/stryker.json --mutate "$mutants" --concurrency "$(nproc)"
cp mutation.json "$report"
