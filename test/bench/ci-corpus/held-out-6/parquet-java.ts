import type { Repository } from '../case.ts';

export const parquetJava: Repository = {
  name: 'apache/parquet-java',
  commit: 'a3a1de153679515e29c0dcf92085b0ad584b72a8',
  cases: [
    ['jvm', 'whole', './mvnw verify --batch-mode', 'ci-hadoop3.yml'],
    ['jvm', 'whole', './mvnw test -pl parquet-column', 'of verify'],
    ['jvm', 'whole', './mvnw -B test -pl parquet-hadoop -Dtest=TestParquetWriter', 'of verify'],
    ['jvm', 'whole', "TEST_CODECS='uncompressed,brotli,gzip,snappy,zstd' ./mvnw verify", 'the same value'],
    ['word by word', 'whole', 'bats release/tests/*.bats', 'ci-release-scripts.yml'],
    ['jvm', 'none', 'cd parquet-benchmarks && ./run.sh checkpoint read', 'nobody measures'],
    ['jvm', 'none', './mvnw verify -Pci-test -Dspark.version=4', 'a profile that CI does not use'],
  ],
};
