import { mutants } from './mutants.ts';

mutants(
  'foreign-log',
  [
    ['rust', '@B 2>&1 | tee /var/log/bench.log'],
    ['rust', '@B >> /var/log/user-data.log 2>&1'],
    ['go', '@B >/root/bench.out'],
    ['node', 'mkdir -p /srv/results\n@B'],
    ['python', 'exec > >(tee -a /var/log/bench.log) 2>&1\n@B'],
    ['cpp', 'cp results/sf1.csv /usr/share/nginx/html/\n@B'],
    ['cpp', 'date > /etc/bench-stamp\n@B'],
    ['go', 'logger -s hi 2>>/var/log/bench.err\n@B'],
    ['node', 'install -m 644 package.json /etc/parser.json\n@B'],
    ['rust', 'echo $$ > /run/bench.pid\n@B'],
    ['go', 'date >> /home/ubuntu/bench.log\n@B', ['undeclared-output']],
    ['go', '@B > /bench.log', ['undeclared-output']],
  ],
  [
    ['rust', '@B 2>&1 | tee /tmp/bench.log'],
    ['go', '@B 2>&1 | sudo tee /var/log/bench.log'],
    ['node', 'sudo install -d -o ec2-user /srv/results\n@B > /srv/results/x.log'],
    ['python', 'cat /var/log/cloud-init.log\n@B'],
    ['cpp', 'cat /etc/os-release\n@B'],
    ['cpp', '@B > "$HOME/bench.log"'],
    ['cpp', 'date > /home/ec2-user/stamp\n@B', ['undeclared-output']],
    [
      'rust',
      { swap: [['/opt/campaign/engine', '/home/bench/engine']], run: 'date > stamp.txt\n@B' },
      ['undeclared-output'],
    ],
    ['cpp', { run: "sudo -u bench sh -c 'date > /home/bench/stamp'\n@B" }, ['undeclared-output']],
    ['go', 'echo $$ > /run/user/1000/bench.pid\n@B'],
    ['go', '@B --out /data/x.csv', ['undeclared-output']],
  ],
);

mutants(
  'docker-access',
  [
    ['rust', 'docker run --rm -d --name pg postgres:17.2\n@B'],
    ['go', 'docker compose -f compose.yml up -d\n@B', ['undeclared-input']],
    ['node', 'sudo docker run -d redis:7.4.1\n@B'],
    ['python', 'testcontainers_image=$(docker images -q)\n@B'],
    ['rust', 'cross run --release --target aarch64-unknown-linux-gnu\n@B', ['prebuilt-mismatch']],
    ['go', 'if ! docker info; then exit 1; fi\n@B'],
    ['node', 'DOCKER_BUILDKIT=1 docker build -t x:1 .\n@B'],
    ['rust', { swap: [['requires: [data/sf1/]', 'requires: [data/sf1/, { service: docker }]']] }],
  ],
  [
    ['cpp', 'docker run --rm -d --name pg postgres:17.2\n@B'],
    ['rust', 'command -v docker || echo "no docker"\n@B'],
    ['go', 'ls deploy/docker\n@B'],
    ['node', 'cat Dockerfile.docker || true\n@B', ['undeclared-input']],
    ['python', 'podman run --rm docker.io/library/redis:7.4.1\n@B'],
    ['cpp', { swap: [['requires: [data/sf1/]', 'requires: [data/sf1/, { service: docker }]']] }],
    ['rust', { swap: [['requires: [data/sf1/]', 'requires: [data/sf1/, { service: postgresql }]']] }],
    [
      'rust',
      {
        swap: [
          ['requires: [data/sf1/]', 'requires: [data/sf1/, { service: docker }]'],
          ['image: al2023', 'image: ami-0123456789abcdef0'],
        ],
      },
    ],
  ],
);

mutants(
  'missing-package',
  [
    ['go', 'make build\n@B', ['compile-on-box']],
    ['cpp', 'cmake -S . -B b2\n@B'],
    [
      'rust',
      {
        run: 'cargo run --release --example x\n@B',
        swap: [
          ['packages: [gcc]', 'packages: [jq]'],
          [
            'prebuilt:\n  - url: "s3://${{ params.bucket }}/prebuilt/${{ source.commit }}.tar.zst"\n    provides: [target/release/]\n    build: cargo build --release --workspace --examples\n    missing: fail\n',
            '',
          ],
        ],
      },
      ['compile-on-box'],
    ],
    ['python', 'pip install mysqlclient==2.2.4\n@B'],
    [
      'node',
      {
        run: 'npm ci\n@B',
        world: {
          files: {
            'package-lock.json':
              '{ "lockfileVersion": 3, "packages": { "node_modules/x": { "hasInstallScript": true, "dependencies": { "node-gyp": "10" } } } }',
          },
        },
      },
    ],
    [
      'rust',
      {
        run: 'cargo run --release --example tpch_bench -- --data data/sf1 --output results/sf1.csv',
        swap: [
          [
            'prebuilt:\n  - url: "s3://${{ params.bucket }}/prebuilt/${{ source.commit }}.tar.zst"\n    provides: [target/release/]\n    build: cargo build --release --workspace --examples\n    missing: fail\n',
            '',
          ],
        ],
        world: {
          files: {
            'Cargo.lock':
              '[[package]]\nname = "core"\nversion = "0.1.0"\ndependencies = ["openssl-sys"]\n\n[[package]]\nname = "openssl-sys"\nversion = "0.9.100"\nsource = "registry+https://github.com/rust-lang/crates.io-index"\n',
          },
        },
      },
      ['compile-on-box'],
    ],
  ],
  [
    ['rust', 'gcc --version\n@B'],
    ['go', 'echo make\n@B'],
    ['node', 'npm ci\n@B'],
    ['python', 'pip install numpy==2.1.0\n@B'],
  ],
);

mutants(
  'template-hazard',
  [
    [
      'rust',
      {
        world: {
          files: {
            'infra/main.tf':
              'resource "aws_instance" "x" {\n  user_data = templatefile("${path.module}/user.sh.tpl", { bucket = var.bucket })\n}\n',
            'infra/user.sh.tpl': '#!/bin/bash\necho ${HOME}\n',
          },
        },
      },
    ],
    [
      'rust',
      {
        world: {
          files: {
            'infra/main.tf':
              'resource "aws_instance" "x" {\n  user_data = templatefile("${path.module}/user.sh.tpl", { bucket = var.bucket })\n}\n',
            'infra/user.sh.tpl': '#!/bin/bash\nX=${DATA_DIR:-/data}\n',
          },
        },
      },
    ],
    [
      'rust',
      {
        world: {
          files: {
            'infra/main.tf':
              'resource "aws_instance" "x" {\n  user_data = templatefile("${path.module}/user.sh.tpl", { bucket = var.bucket })\n}\n',
            'infra/user.sh.tpl': '#!/bin/bash\nfor f in "${files[@]}"; do :; done\n',
          },
        },
      },
    ],
    [
      'rust',
      {
        world: {
          files: {
            'infra/main.tf':
              'resource "aws_instance" "x" {\n  user_data = templatefile("${path.module}/user.sh.tpl", { bucket = var.bucket })\n}\n',
            'infra/user.sh.tpl': '#!/bin/bash\ndate +%{s}\n',
          },
        },
      },
    ],
    [
      'rust',
      {
        world: {
          files: {
            'infra/main.tf':
              'resource "aws_instance" "x" {\n  user_data = templatefile("${path.module}/user.sh.tpl", { bucket = var.bucket })\n}\n',
            'infra/user.sh.tpl': '#!/bin/bash\necho ${#arr}\n',
          },
        },
      },
    ],
    [
      'go',
      {
        world: {
          files: {
            'infra/stack.yaml':
              'AWSTemplateFormatVersion: "2010-09-09"\nResources:\n  Box:\n    Type: AWS::EC2::Instance\n    Properties:\n      UserData:\n        Fn::Base64:\n          Fn::Sub: |\n            #!/bin/bash\n            echo ${HOME}\n',
          },
        },
      },
    ],
  ],
  [
    [
      'rust',
      {
        world: {
          files: {
            'infra/main.tf':
              'resource "aws_instance" "x" {\n  user_data = templatefile("${path.module}/user.sh.tpl", { bucket = var.bucket })\n}\n',
            'infra/user.sh.tpl': '#!/bin/bash\necho $HOME\n',
          },
        },
      },
    ],
    [
      'rust',
      {
        world: {
          files: {
            'infra/main.tf':
              'resource "aws_instance" "x" {\n  user_data = templatefile("${path.module}/user.sh.tpl", { bucket = var.bucket })\n}\n',
            'infra/user.sh.tpl': '#!/bin/bash\nX=$${DATA_DIR:-/data}\n',
          },
        },
      },
    ],
    [
      'rust',
      {
        world: {
          files: {
            'infra/main.tf':
              'resource "aws_instance" "x" {\n  user_data = templatefile("${path.module}/user.sh.tpl", { bucket = var.bucket })\n}\n',
            'infra/user.sh.tpl': '#!/bin/bash\necho ${bucket}\n',
          },
        },
      },
    ],
    [
      'rust',
      {
        world: {
          files: {
            'infra/main.tf':
              'resource "aws_instance" "x" {\n  user_data = templatefile("${path.module}/user.sh.tpl", { bucket = var.bucket })\n}\n',
            'infra/user.sh.tpl': '#!/bin/bash\ndate +%s\n',
          },
        },
      },
    ],
    [
      'rust',
      {
        world: {
          files: {
            'infra/main.tf':
              'resource "aws_instance" "x" {\n  user_data = templatefile("${path.module}/user.sh.tpl", { bucket = var.bucket })\n}\n',
            'infra/user.sh.tpl': '#!/bin/bash\ncurl -w "%%{http_code}" x\n',
          },
        },
      },
    ],
    [
      'go',
      {
        world: {
          files: {
            'infra/stack.yaml':
              'AWSTemplateFormatVersion: "2010-09-09"\nResources:\n  Box:\n    Type: AWS::EC2::Instance\n    Properties:\n      UserData:\n        Fn::Base64:\n          Fn::Sub: |\n            #!/bin/bash\n            echo ${!HOME} ${AWS::Region}\n',
          },
        },
      },
    ],
  ],
);
