#!/usr/bin/env bash
# Every query through all three services at once; each line says how the query was really run.
set -euo pipefail
target/release/flow --runlog "s3://$S3_BUCKET/runlog" --lambda "$LAMBDA_FUNCTION_NAME" --cluster "$EKS_CLUSTER_NAME" \
  --queries all | tee distributed.txt
