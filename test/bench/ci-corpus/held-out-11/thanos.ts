import type { Repository } from '../case.ts';

export const thanos: Repository = {
  name: 'thanos-io/thanos',
  commit: 'e103a81bd5943697394afcb4fb592b6ffa806c30',
  cases: [
    [
      'make, just, task',
      'whole',
      'THANOS_TEST_OBJSTORE_SKIP=GCS,S3,AZURE,COS,ALIYUNOSS,BOS,OCI,OBS,SWIFT make test',
      'go.yaml, job unit: make test-coverage calls it',
    ],
    [
      'make, just, task',
      'whole',
      'export THANOS_TEST_OBJSTORE_SKIP=GCS,S3,AZURE,COS,ALIYUNOSS,BOS,OCI,OBS,SWIFT\nmake test-coverage',
      'go.yaml, job unit',
    ],
    [
      'go',
      'whole',
      'go test -tags slicelabels -race -run TestBucketStore ./pkg/store/...',
      'go.yaml, job unit: make test',
    ],
    [
      'go',
      'whole',
      'time go test -tags slicelabels ./pkg/compact ./pkg/block -count=1',
      'go.yaml, job unit: make test',
    ],
    ['go', 'whole', 'go build -tags=stringlabels ./cmd/thanos', 'go.yaml, job build-stringlabels'],
    [
      'make, just, task',
      'whole',
      'make docker-e2e && make test-e2e SKIP_DOCKER_BUILD=1 GH_PARALLEL=1 GH_INDEX=0',
      'go.yaml, job e2e, in eight parts',
    ],
    ['make, just, task', 'whole', 'make go-lint', 'go.yaml, job lint'],
    ['make, just, task', 'part', 'make lint', 'go.yaml, job lint and react.yml; shell-lint is new'],
    ['make, just, task', 'whole', 'make check-docs check-examples', 'docs.yaml'],
    ['npm', 'whole', 'make react-app-test', 'react.yml'],
    ['npm', 'whole', 'cd pkg/ui/react-app && pnpm run lint:ci', 'react.yml: react-app-test needs react-app-lint'],
    ['go', 'none', 'go test -tags stringlabels ./pkg/store/...', 'CI only builds with that tag'],
    [
      'go',
      'none',
      'go test -tags slicelabels -run "^$" -bench BenchmarkBucketSeries -benchmem -count 10 ./pkg/store',
      'nobody measures',
    ],
    ['make, just, task', 'none', 'make quickstart', 'no job does'],
    ['make, just, task', 'whole', 'make proto', 'go.yaml, job lint: make go-lint calls it'],
    [
      'word by word',
      'none',
      'thanosbench block plan -p continuous-365d-tiny | thanosbench block gen --output.dir /data/blocks',
      'generation',
    ],
  ],
};
