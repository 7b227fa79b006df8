#!/usr/bin/env bash
# Packs the release build for Lambda.
set -euo pipefail
mkdir -p target/lambda
cp target/release/flow-lambda target/lambda/bootstrap
