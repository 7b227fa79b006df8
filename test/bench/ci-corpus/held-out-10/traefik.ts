import type { Repository } from '../case.ts';

export const traefik: Repository = {
  name: 'traefik/traefik',
  commit: 'fd5a576df2e8aeb0bfc8a96b6ef6e60a61f7ec0a',
  cases: [
    ['make, just, task', 'whole', 'make test-unit', 'test-unit.yaml'],
    ['go', 'whole', 'go test -count=1 ./pkg/server/...', 'of test-unit.yaml'],
    ['go', 'whole', 'go test -v -run TestRateLimit ./pkg/middlewares/ratelimiter', 'of test-unit.yaml'],
    ['go', 'whole', 'for p in muxer tcp udp; do go test ./pkg/$p/...; done', 'of test-unit.yaml'],
    ['npm', 'whole', 'cd webui && yarn install && yarn test:unit:ci', 'test-unit.yaml, job test-ui-unit'],
    [
      'npm',
      'whole',
      'cd webui && corepack enable && yarn install && yarn tsc && yarn lint && yarn build',
      'template-webui.yaml',
    ],
    ['make, just, task', 'whole', 'make lint', 'validate.yaml, job lint'],
    ['make, just, task', 'whole', 'make validate', 'validate.yaml'],
    ['word by word', 'whole', './script/validate-misspell.sh', 'make validate-files'],
    [
      'make, just, task',
      'whole',
      'touch webui/static/index.html && make test-gateway-api-conformance',
      'test-gateway-api-conformance.yaml',
    ],
    ['make, just, task', 'whole', 'make test-integration', 'test-integration.yaml in twelve slices'],
    [
      'go',
      'whole',
      'make pull-images && go test -c -o bin/integration.test ./integration',
      'test-integration.yaml, job build',
    ],
    ['make, just, task', 'whole', 'GOOS=linux GOARCH=arm64 make binary', 'build.yaml by its matrix'],
    ['make, just, task', 'whole', 'make binary-linux-amd64', 'test-integration.yaml, job build'],
    ['word by word', 'whole', 'cd docs && pip install -r requirements.txt && mkdocs build --strict', 'check_doc.yaml'],
    ['go', 'none', "go test -run '^$' -bench=. -benchmem ./pkg/muxer/http", 'nobody measures so'],
    ['go', 'none', 'GOEXPERIMENT=jsonv2 go test ./pkg/...', 'a mode that CI has not'],
    ['npm', 'none', 'cd webui && npx playwright test', 'nobody runs that'],
    ['word by word', 'none', 'goreleaser release --clean --timeout 90m', 'release.yaml on a tag'],
    [
      'word by word',
      'none',
      './dist/linux/amd64/traefik --configFile=bench.yml & sleep 3; vegeta attack -duration=300s -rate=20000 -targets=targets.txt | vegeta report',
      'nobody measures so',
    ],
  ],
};
