#!/usr/bin/env bash
# Runs the queries on the cluster and keeps what its coordinator says.
set -euo pipefail
kubectl --context "$EKS_CLUSTER_NAME" apply -f infra/k8s/job.yaml
kubectl --context "$EKS_CLUSTER_NAME" logs --follow job/flow | tee job.txt
