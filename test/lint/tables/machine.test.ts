import { table } from './table.ts';

const user = 'machine: { user: ec2-user }';
const box = 'machine: { type: c7i.large }';
const prepared = 'machine:\n  user: ec2-user\n  setup: install -d -o ec2-user /var/log/bench /opt/data';

table(
  'foreign-log',
  [
    { run: 'java ▶-Xlog:gc*:file=/var/log/gc.log:time -jar bench.jar', top: user },
    { run: 'java ▶-XX:HeapDumpPath=/var/dumps -jar bench.jar', top: user },
    { run: './bench > ▶/var/log/bench.log', top: user },
    { run: './bench >> ▶/var/log/bench.log 2>&1', top: user },
    { run: './bench | tee ▶/var/log/bench.log', top: user },
    { run: './bench --log-file ▶/var/log/bench.log', top: user },
    { run: './bench ▶--output=/opt/results/x.csv', top: user },
    { run: 'cp data/in.csv ▶/etc/bench/in.csv', top: user },
    { run: 'mkdir -p ▶/opt/results', top: user },
    { run: 'touch ▶/var/lib/bench.done', top: user },
    { run: 'sudo ./bench > ▶/var/log/bench.log', top: user },
    { run: 'ln -s data ▶/usr/local/data', top: user },
    { run: "bash -ec './bench > ▶/var/log/bench.log'", top: user },
    { run: '{ ./gen; ./bench; } > ▶/var/log/all.log', top: user },
    { run: './bench > ▶/var/log/bench.log', stage: 'user: bench' },
    { run: 'bash run.sh', top: user, world: { files: { 'run.sh': 'set -e\n./bench > ▶/var/log/b.log\n' } } },
  ],
  [
    { run: 'java -Xlog:gc:file=gc.log -Xlog:safepoint -jar bench.jar', top: user },
    { run: './bench > bench.log', top: user },
    { run: './bench > /tmp/bench.log', top: user },
    { run: './bench > /var/tmp/bench.log', top: user },
    { run: './bench > /dev/stderr', top: user },
    { run: './bench | sudo tee /var/log/bench.log', top: user },
    { run: 'sudo mkdir -p /opt/results', top: user },
    { run: "sudo bash -ec './bench > /var/log/bench.log'", top: user },
    { run: './bench > /var/log/bench.log', top: 'machine: { user: root }' },
    './bench > /var/log/bench.log',
    { run: './bench > /var/log/bench/x.log', top: prepared },
    { run: 'cp data/in.csv /opt/data/', top: prepared },
    { run: './bench > /opt/campaign/w/x.log', top: user },
    { run: 'cat /var/log/messages', top: user },
    { run: './bench --data /usr/share/data', top: user },
    { run: "echo '> /var/log/x.log'", top: user },
    { run: './bench > "$LOG"', top: user },
    { run: 'cp /etc/os-release os.txt', top: user },
  ],
);

const python = { 'tests/test_db.py': 'from testcontainers.postgres import PostgresContainer\n' };

table(
  'docker-access',
  [
    {
      run: '▶docker ps',
      top: 'machine:\n  user: ec2-user\n  setup: |\n    systemctl start docker\n    usermod -aG docker ssm-user',
    },
    { run: '▶docker run --rm postgres:17.2', top: box },
    { run: '▶docker compose up -d', top: box },
    { run: '▶docker-compose up -d', top: box },
    { run: '▶sudo docker ps', top: box },
    { run: './gen && ▶docker build -t x .', top: box },
    { run: 'f() { ▶docker pull postgres:17.2; }\nf', top: box },
    { run: '▶kind create cluster', top: box },
    { run: '▶cross build --release', top: box },
    { run: 'id=$(▶docker run -d postgres:17.2)', top: box },
    { run: "bash -ec '▶docker ps'", top: box },
    { run: '▶docker ps', top: box, stage: 'requires: [{ service: docker }]' },
    { run: '▶docker ps', top: 'machine:\n  user: ec2-user\n  setup: systemctl start docker' },
    { run: 'bash run.sh', top: box, world: { files: { 'run.sh': 'set -e\n▶docker ps\n' } } },
    { run: '▶python3 -m pytest -x tests/test_db.py::test_insert', top: box, world: { files: python } },
    { run: '▶pytest tests/test_db.py', top: box, world: { files: python } },
    {
      run: '▶cargo test --release -p store --test containers -- --ignored',
      top: box,
      world: { files: { 'store/tests/containers.rs': 'use testcontainers::runners::AsyncRunner;\n' } },
    },
    {
      run: '▶go test -run TestStore -count 1 ./store',
      top: box,
      world: { files: { 'store/store_test.go': 'import "github.com/testcontainers/testcontainers-go"\n' } },
    },
  ],
  [
    {
      run: 'docker ps',
      top: 'machine:\n  user: ec2-user\n  setup: |\n    systemctl start docker\n    usermod -aG docker ec2-user',
    },
    { run: 'pytest tests/test_a.py', top: box, world: { files: { ...python, 'tests/test_a.py': 'import os\n' } } },
    { run: 'pytest tests/test_db.py', top: 'machine: { services: [docker] }', world: { files: python } },
    { run: 'wc -l tests/test_db.py', top: box, world: { files: python } },
    {
      run: 'cargo test --test other',
      top: box,
      world: { files: { 'tests/other.rs': '', 'tests/containers.rs': 'use testcontainers::core;\n' } },
    },
    { run: 'docker ps', top: 'machine: { services: [docker] }' },
    { run: 'sudo docker ps', top: 'machine:\n  user: ec2-user\n  setup: systemctl start docker' },
    { run: 'docker ps', top: 'machine:\n  user: root\n  setup: systemctl start docker' },
    {
      run: 'docker ps',
      top: 'machine:\n  user: ec2-user\n  setup: |\n    systemctl start docker\n    usermod -aG docker ec2-user',
    },
    { run: 'docker ps', stage: 'requires: [{ service: docker }]' },
    { run: 'docker --version', top: box },
    { run: 'echo docker run x', top: box },
    { run: "cat <<'E'\ndocker ps\nE", top: box },
    { run: '# docker ps', top: box },
    { run: 'command -v docker', top: box },
    { run: 'ls docker/', top: box },
    { run: 'cd docker && ls', top: box },
    { run: 'podman ps', top: box },
    { run: './bench --runtime docker', top: box },
    { run: 'grep docker data/in.csv', top: box },
    { run: "ssh host 'docker ps'", top: box },
  ],
);

table(
  'foreign-log',
  [
    'LOG_FILE=▶/var/log/x.log ./bench',
    'echo 1 > ▶/proc/sys/vm/drop_caches',
    'echo performance > ▶/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor',
    'tar -C ▶/opt -xzf data/x.tgz',
    'sed -i s/a/b/ ▶/etc/x.conf',
    'git clone -b v1.2 https://e.org/x.git ▶/opt/x',
    'python3 -m venv ▶/opt/venv',
    'chmod +x ▶/usr/local/bin/x',
    'rm -rf ▶/var/lib/x',
    'run() { "$@" > ▶/var/log/x.log; }\nrun ./bench',
  ].map(run => ({ run, top: user })),
  [
    'echo 1 | sudo tee /proc/sys/vm/drop_caches',
    'sudo sed -i s/a/b/ /etc/x.conf',
    'docker exec db sh -c "echo x > /var/log/x.log"',
    'ssh host "echo x > /var/log/x.log"',
    'sed -n 1p /etc/hosts',
    'rm -rf /tmp/x',
    'tar -xzf data/x.tgz -C "${X%.tgz}"',
    'unzip x.zip -d "$(cat where)"',
  ].map(run => ({ run, top: user })),
);
