import type { Repository } from '../case.ts';

export const rqlite: Repository = {
  name: 'rqlite/rqlite',
  commit: 'df4edc42bada95cbe2c3445542020ea23a318827',
  cases: [
    ['go', 'none', 'go test ./...', 'another CI has it'],
    ['go', 'none', 'go vet ./store/...', 'another CI has it'],
    [
      'word by word',
      'none',
      "go build -o /usr/local/bin ./cmd/... && rqbench -p /db/execute -n 100000 'INSERT INTO t VALUES(1)'",
      'a measurement',
    ],
    ['word by word', 'none', 'python3 system_test/full_system_test.py', 'another CI has it'],
    ['word by word', 'none', '.github/workflows/build.sh v10.0.0', 'on a release only'],
  ],
};
