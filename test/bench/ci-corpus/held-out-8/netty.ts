import type { Repository } from '../case.ts';

export const netty: Repository = {
  name: 'netty/netty',
  commit: '0bb88a3e061f77355627e7fd7fc170ffdada7578',
  cases: [
    ['jvm', 'whole', './mvnw clean install', 'ci-pr.yml, job build-pr, in a service of docker-compose.yaml'],
    ['jvm', 'whole', './mvnw verify -DskipTests=true', 'job verify-pr'],
    ['jvm', 'whole', './mvnw test -pl handler', 'job build-pr-windows, and the service build'],
    [
      'jvm',
      'none',
      './mvnw -pl microbench package -DskipTests && java -jar microbench/target/microbenchmarks.jar io.netty.buffer',
      'nobody measures',
    ],
    [
      'word by word',
      'whole',
      'docker compose -f docker/docker-compose.yaml -f docker/docker-compose.centos-7.111.yaml run build',
      'job build-pr by its matrix',
    ],
  ],
};
