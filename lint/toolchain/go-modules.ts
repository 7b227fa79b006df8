import type { Need } from './need.ts';

/** Go modules that are written in C too. Names of RPMs: the package list of Amazon Linux 2023's release notes. */
export const GO_MODULES: readonly Need[] = [
  {
    names: ['github.com/mattn/go-sqlite3', 'github.com/DataDog/zstd'],
    al2023: ['gcc'],
    ubuntu: ['build-essential'],
    why: 'Without gcc, go build fails or (when CGO_ENABLED defaults to 0 because no C compiler is on PATH, Go 1.20+) go-sqlite3 compiles to a stub that fails at RUN time',
    source: 'github.com/mattn/go-sqlite3 README; golang/go #47251 (default to CGO_ENABLED=0 without a compiler)',
  },
  {
    names: ['github.com/confluentinc/confluent-kafka-go', 'github.com/confluentinc/confluent-kafka-go/v2'],
    al2023: ['gcc'],
    ubuntu: ['build-essential'],
    why: 'Ships prebuilt static librdkafka for glibc and musl (tag musl)',
    source: 'github.com/confluentinc/confluent-kafka-go README',
  },
];
