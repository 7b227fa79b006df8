import type { Repository } from '../case.ts';

export const vitess: Repository = {
  name: 'slackhq/vitess',
  commit: '8e6048993704a6aaf471835696e1fa4a3eb9ff8e',
  cases: [
    [
      'make, just, task',
      'whole',
      'export NOVTADMINBUILD=1 VTDATAROOT=/tmp/ VTEVALENGINETEST=0\nmake unit_test 2>&1 | tee unit.log',
      'unit_test.yml, the rows with evalengine 0',
    ],
    [
      'make, just, task',
      'whole',
      'VTEVALENGINETEST=1 VT_GO_PARALLEL_VALUE=32 NOVTADMINBUILD=1 timeout 2h make unit_test_race',
      'unit_test.yml, the last row',
    ],
    [
      'go',
      'whole',
      'go test -count=1 ./go/vt/sqlparser/... ./go/vt/vtgate/planbuilder/...',
      'tools/unit_test_runner.sh, without evalengine',
    ],
    [
      'go',
      'whole',
      'for p in vt/schemadiff vt/vtgate/engine sqltypes; do\n  go test -race -timeout 30m ./go/$p/...\ndone',
      'make unit_test_race',
    ],
    [
      'go',
      'none',
      "go test -run '^$' -bench 'BenchmarkNormalize|BenchmarkParse' -count 10 ./go/vt/sqlparser | tee new.txt",
      'nobody measures',
    ],
    [
      'go',
      'none',
      "go test -run '^$' -fuzz FuzzUCACollate -fuzztime 1h ./go/mysql/collations/colldata",
      'nobody fuzzes',
    ],
    [
      'go',
      'part',
      "go test -race ./go/vt/vtctl/...\ngo test -run '^$' -bench BenchmarkVisitor -benchtime 5s ./go/vt/sqlparser",
      'the first by make unit_test_race',
    ],
    [
      'go',
      'whole',
      'source build.env && NOVTADMINBUILD=1 make build\ngo run test.go -docker=false -follow -shard vtgate_queries',
      'cluster_endtoend.yml, a shard of test/config.json',
    ],
    [
      'go',
      'none',
      'make docker_bootstrap_pull\ngo run test.go -flavor=percona80 -follow -shard vtgate_queries',
      'the shards run outside docker, on MySQL alone',
    ],
    ['make, just, task', 'whole', 'make java_test', 'docker_ci.yml, shard java of test/config.json'],
    [
      'word by word',
      'whole',
      'make minimaltools\nexport VTDATAROOT=$(mktemp -d)\n./tools/e2e_test_runner.sh',
      'endtoend.yml',
    ],
    ['lint', 'whole', 'make lint', 'static_checks_etc.yml, in the directory go'],
    [
      'npm',
      'whole',
      'cd web/vtadmin\nnpm ci\nnpm run lint && CI=true npm test && npm run build',
      'three workflows of vtadmin_web',
    ],
    [
      'lint',
      'whole',
      'tools/check_make_parser.sh && tools/check_make_sizegen.sh && tools/check_make_proto.sh',
      'three steps of static_checks_etc.yml',
    ],
  ],
};
