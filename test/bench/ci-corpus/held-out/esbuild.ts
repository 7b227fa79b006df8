import type { Repository } from '../case.ts';

export const esbuild: Repository = {
  name: 'evanw/esbuild',
  commit: 'f6058f8364fe7ab91ca57a83e02577ed74c9cae4',
  cases: [
    ['go', 'whole', 'go test ./internal/... ./pkg/...', 'job esbuild'],
    ['make, just, task', 'whole', 'make test-go', 'the same as a step'],
    ['make, just, task', 'whole', 'make vet-go', 'the same as a step'],
    ['word by word', 'whole', 'node scripts/js-api-tests.js', 'job esbuild'],
    ['word by word', 'whole', 'ESBUILD_WORKER_THREADS=0 node scripts/js-api-tests.js', 'a step has that mode'],
    ['make, just, task', 'scheduled', 'make test-e2e-npm', 'e2e.yml runs every six hours'],
    ['make, just, task', 'scheduled', 'make test-e2e', 'its four parts are four steps of e2e.yml'],
    ['make, just, task', 'whole', 'make test-rollup', 'job esbuild-slow'],
    ['make, just, task', 'whole', 'make test-common', 'each of its parts is a step'],
    ['make, just, task', 'whole', 'make lib-typecheck', 'job esbuild'],
    ['make, just, task', 'none', 'make validate-builds', 'validate.yml runs on tags only'],
    ['make, just, task', 'none', 'make bench-three', 'no job measures'],
    ['make, just, task', 'none', 'UPDATE_SNAPSHOTS=1 make test-go', 'a mode that CI does not set'],
  ],
};
