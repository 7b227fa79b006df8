#!/usr/bin/env bash
# Puts the packed function in the place of the one that is up.
set -euo pipefail
aws lambda update-function-code --function-name "$LAMBDA_FUNCTION_NAME" --zip-file fileb://target/lambda/bootstrap \
  >target/lambda/deployed.json
