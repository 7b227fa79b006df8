#!/bin/bash
# Rendered by templatefile(): bucket, region and git_ref come from Terraform.
set -euo pipefail
exec > >(tee -a /var/log/ematix-userdata.log) 2>&1

export AWS_DEFAULT_REGION="${region}"
S3_BUCKET="${bucket}"

dnf update -y
dnf install -y git gcc cmake docker python3.12 perl-FindBin
systemctl enable --now docker
usermod -aG docker ec2-user
chmod +x /opt/ematix/flow/infra/*.sh

mkdir -p /opt/ematix
cd /opt/ematix
git clone https://github.com/example/flow.git flow
git clone --branch v0.9.0 https://github.com/example/parquet.git parquet
cd /opt/ematix/flow
git checkout "${git_ref}"
chown -R ec2-user:ec2-user /opt/ematix

sudo -u ec2-user -i bash -c 'curl --proto "=https" -sSf https://sh.rustup.rs | sh -s -- -y --default-toolchain 1.88.0'

sudo -u ec2-user -i bash -c 'cd /opt/ematix/flow && source $HOME/.cargo/env && cargo build --release --workspace --examples'

sudo -u ec2-user S3_BUCKET="$S3_BUCKET" bash infra/bench.sh > /var/log/bench.log 2>&1 || true

aws s3 cp /var/log/bench.log "s3://$${S3_BUCKET}/campaign/bench.log" || true
shutdown -h now
