#!/usr/bin/env bash
# Builds the worker's image and pushes it.
set -euo pipefail
docker build --tag "$ECR_REPO_URL:$(git rev-parse HEAD)" --file infra/k8s/Dockerfile .
docker push "$ECR_REPO_URL:$(git rev-parse HEAD)" | tee image.txt
