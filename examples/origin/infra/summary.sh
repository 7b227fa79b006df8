#!/usr/bin/env bash
echo "results: s3://$S3_BUCKET/results"
echo "campaign complete"
