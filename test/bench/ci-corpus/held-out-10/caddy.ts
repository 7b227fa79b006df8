import type { Repository } from '../case.ts';

export const caddy: Repository = {
  name: 'caddyserver/caddy',
  commit: '0cf03d32f7d99cf160d5375e8a40fbe3d910d515',
  cases: [
    ['go', 'whole', 'GOFLAGS=-tags=nobadger,nomysql,nopgx go test -short -race ./...', 'ci.yml, job test'],
    [
      'go',
      'whole',
      'export GOFLAGS=-tags=nobadger,nomysql,nopgx; go test -short -race ./modules/caddyhttp/...',
      'of job test',
    ],
    [
      'go',
      'whole',
      'go test -tags nobadger,nomysql,nopgx -short -race -run TestParse ./caddyconfig/...',
      'of job test',
    ],
    ['go', 'part', 'go test -tags=nobadger,nomysql,nopgx -race -count=1 ./...', 'the long tests are new'],
    [
      'go',
      'whole',
      'PACKAGES=./modules/caddytls/...; GOFLAGS=-tags=nobadger,nomysql,nopgx timeout 45m go test -short -race -v "$PACKAGES" 2>&1 | tee tls.log',
      'of job test',
    ],
    ['go', 'whole', 'gotestsum --format testname -- -short -race -tags=nobadger,nomysql,nopgx ./...', 'job test'],
    [
      'go',
      'whole',
      'cd cmd/caddy && GOFLAGS=-tags=nobadger,nomysql,nopgx CGO_ENABLED=0 go build -trimpath -o caddy',
      'job test, its first step',
    ],
    ['lint', 'whole', 'golangci-lint run --timeout 10m', 'lint.yml'],
    ['lint', 'whole', 'govulncheck ./...', 'lint.yml, an action that is this command'],
    ['word by word', 'whole', 'goreleaser check', 'ci.yml, job goreleaser-check on branches of the repository'],
    [
      'go',
      'none',
      'cd cmd/caddy && GOFLAGS=-tags=nobadger,nomysql,nopgx CGO_ENABLED=0 GOOS=freebsd GOARCH=amd64 go build -trimpath -o /tmp/caddy',
      'cross-build.yml goes on after errors',
    ],
    ['go', 'none', "go test -run='^$' -bench=. -benchmem ./modules/caddyhttp/...", 'nobody measures so'],
    ['go', 'none', 'go test -fuzz=FuzzParseCaddyfile -fuzztime=30m ./caddyconfig/caddyfile', 'nobody runs that'],
    ['word by word', 'none', 'xcaddy build --with github.com/caddyserver/cache-handler', 'nobody runs that'],
    [
      'word by word',
      'none',
      './cmd/caddy/caddy run --config bench.json & sleep 2; wrk -t8 -c512 -d120s https://localhost:8443/; kill %1',
      'nobody measures so',
    ],
    [
      'go',
      'none',
      'GOEXPERIMENT=greenteagc GOFLAGS=-tags=nobadger,nomysql,nopgx go test -short ./...',
      'a mode that CI has not',
    ],
    ['word by word', 'none', 'goreleaser release --clean', 'only on a tag'],
  ],
};
