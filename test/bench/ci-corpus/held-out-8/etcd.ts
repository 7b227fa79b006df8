import type { Repository } from '../case.ts';

export const etcd: Repository = {
  name: 'etcd-io/etcd',
  commit: 'c34dc7ee0048fd2bcc44d50beff002e5e8069b69',
  cases: [
    ['make, just, task', 'none', 'make test-unit', 'tests run elsewhere than in its workflows'],
    ['go', 'none', 'cd server && go test ./...', 'tests run elsewhere than in its workflows'],
    ['go', 'none', 'go run ./tools/benchmark put --clients=100 --total=1000000', 'nobody measures'],
  ],
};
