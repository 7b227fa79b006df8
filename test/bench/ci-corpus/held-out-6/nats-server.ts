import type { Repository } from '../case.ts';

export const natsServer: Repository = {
  name: 'nats-io/nats-server',
  commit: '1787eee035cf0253c201fa0f05afad92b6f296dc',
  cases: [
    ['go', 'whole', 'go test -run=TestMQTT ./server -count=1 -vet=off', 'mqtt_tests'],
    ['go', 'whole', 'go test ./server -run=TestJetStreamSuperCluster -v -timeout=60m', 'js_super_cluster_tests'],
    ['word by word', 'whole', './scripts/runTestsOnTravis.sh raft_tests', 'job raft'],
    ['go', 'whole', 'go test ./server/... -run=^TestJWT', 'jwt_tests'],
    ['lint', 'whole', 'golangci-lint run --timeout=10m --config=.golangci.yml', 'job lint'],
    [
      'go',
      'scheduled',
      "go test -race -run='^TestLong.*' ./server -tags=include_js_long_tests -timeout=120m",
      'long-tests.yaml',
    ],
    ['go', 'none', "go test ./server -run '^$' -bench 'BenchmarkJetStream' -benchtime 60s", 'nobody measures'],
    ['word by word', 'none', 'go run ./cmd/bench --msgs 10000000', 'nothing like that'],
  ],
};
