import type { Repository } from '../case.ts';

export const goSqlDriverMysql: Repository = {
  name: 'go-sql-driver/mysql',
  commit: '416cd99d463949ca51faf4f84d674de2fc1aa54b',
  cases: [
    [
      'go',
      'whole',
      'export MYSQL_TEST_USER=gotest MYSQL_TEST_PASS=secret MYSQL_TEST_ADDR=127.0.0.1:3306 MYSQL_TEST_CONCURRENT=1\ngo test -v ./...',
      'test.yml, the step test, with -race; there is one package',
    ],
    ['go', 'whole', "go test -short -run 'TestDSN|TestParamsAreSorted|TestNormalizeTLSConfig' .", 'the step test'],
    [
      'go',
      'whole',
      'for v in 8.0 8.4 9.0; do\n  docker run -d --name db -p 3306:3306 -e MYSQL_ROOT_PASSWORD=root -e MYSQL_DATABASE=gotest -e MYSQL_USER=gotest -e MYSQL_PASSWORD=secret mysql:$v --local-infile=1\n  sleep 60\n  MYSQL_TEST_USER=gotest MYSQL_TEST_PASS=secret go test -race -timeout 30m .\n  docker rm -f db\ndone',
      'the list in test.yml has these versions',
    ],
    [
      'go',
      'whole',
      'for v in 1.24.0 1.25.0; do GOTOOLCHAIN=go$v go test -race -parallel 10 ./... |& tee go-$v.log; done',
      'the list has rows for both',
    ],
    [
      'go',
      'whole',
      "go test -c -race -o driver.test\ntaskset -c 0-3 ./driver.test -test.v -test.run 'TestContextCancel|TestConcurrent'",
      'the step test',
    ],
    ['go', 'whole', "go test -run '^$' -bench . | tee bench.txt", 'the step benchmark, word by word'],
    [
      'go',
      'none',
      "go test -run '^$' -bench 'Receive10kRows|ReceiveMetadata' -benchmem -count 10 > new.txt\ngit switch --detach v1.9.3\ngo test -run '^$' -bench 'Receive10kRows|ReceiveMetadata' -benchmem -count 10 > old.txt\nbenchstat old.txt new.txt",
      'CI measures once, and compares nothing',
    ],
    [
      'go',
      'none',
      "go test -run=^$ -bench='Query|Exec' -benchtime=10s -cpu 1,4,16 ./...",
      'another time and other numbers of processors',
    ],
    ['go', 'none', "go test -run '^$' -fuzz=FuzzFormatDSN -fuzztime=2h .", 'nobody fuzzes'],
    [
      'go',
      'none',
      'MYSQL_TEST_PROT=unix MYSQL_TEST_ADDR=/var/run/mysqld/mysqld.sock go test -race ./...',
      'CI connects by tcp',
    ],
    [
      'go',
      'none',
      'go test "-ldflags=-X github.com/go-sql-driver/mysql.driverNameTest=custom" ./...',
      'CI tests under the usual name only',
    ],
    [
      'go',
      'none',
      'for os in freebsd openbsd solaris; do GOOS=$os GOARCH=amd64 go build ./...; done',
      'no row has such a system',
    ],
    [
      'go',
      'part',
      'go vet ./...\ngo test -race -coverprofile=c.out ./...\ngo tool cover -func c.out',
      'tested as in CI; nobody calls go vet',
    ],
    ['lint', 'whole', 'go install honnef.co/go/tools/cmd/staticcheck@latest && staticcheck ./...', 'job lint'],
    ['lint', 'none', 'test -z "$(gofmt -s -l . | tee /dev/stderr)"', 'job lint has only staticcheck'],
  ],
};
