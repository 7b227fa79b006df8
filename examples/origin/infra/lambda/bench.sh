#!/usr/bin/env bash
# Asks the function for every query, one line of answer each.
set -euo pipefail
for query in $(seq -w 1 22); do
  aws lambda invoke --function-name "$LAMBDA_FUNCTION_NAME" --payload "{\"query\":\"Q$query\"}" /dev/stdout
done >lambda.txt
