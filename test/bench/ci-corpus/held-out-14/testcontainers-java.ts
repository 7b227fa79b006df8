import type { Repository } from '../case.ts';

export const testcontainersJava: Repository = {
  name: 'testcontainers/testcontainers-java',
  commit: 'deb78e1e6e47675f56e8d7b3f4747093d66f1baa',
  cases: [
    ['jvm', 'whole', './gradlew :testcontainers:check --no-daemon --continue --scan', 'ci.yml, job core'],
    [
      'jvm',
      'whole',
      "./gradlew testcontainers:test --tests '*GenericContainerRuleTest'",
      'ci-rootless.yml, and of job core',
    ],
    [
      'jvm',
      'whole',
      './gradlew :testcontainers:test --tests org.testcontainers.images.ImagePullPolicyTest',
      'of job core',
    ],
    ['jvm', 'whole', './gradlew :testcontainers:jarFileTest', 'of the task check in core/build.gradle'],
    ['jvm', 'whole', './gradlew cleanTest testcontainers:test --no-build-cache', 'of job core'],
    [
      'jvm',
      'whole',
      'docker run -i --rm -v /var/run/docker.sock:/var/run/docker.sock -v "$PWD:$PWD" -w "$PWD" eclipse-temurin:17-jdk-alpine ./gradlew testcontainers:test --tests \'*GenericContainerRuleTest\'',
      'ci-docker-wormhole.yml',
    ],
    ['jvm', 'whole', 'cd smoke-test && ./gradlew check --info', 'ci.yml, job turbo-mode, on a push to main'],
    ['lint', 'whole', './gradlew :testcontainers:spotlessCheck :testcontainers:checkstyleMain', 'of the task check'],
    ['jvm', 'whole', './gradlew :testcontainers-postgresql:check', 'ci.yml, job check, whose list gradle prints'],
    [
      'jvm',
      'whole',
      "./gradlew :testcontainers-kafka:test --tests '*KafkaContainerTest'",
      'ci.yml, job check, whose list gradle prints',
    ],
    ['jvm', 'none', 'TESTCONTAINERS_REUSE_ENABLE=true ./gradlew :testcontainers:test', 'no job reuses containers'],
    [
      'jvm',
      'none',
      "TESTCONTAINERS_RYUK_DISABLED=true ./gradlew :testcontainers:test --tests '*Ryuk*'",
      'no job is without it',
    ],
    [
      'jvm',
      'none',
      './gradlew publishToMavenLocal && cd smoke-test && ./gradlew :turbo-mode:dependencies',
      'no job does',
    ],
    ['word by word', 'none', 'pip install -r requirements.txt && mkdocs build --strict', 'no job does'],
    [
      'word by word',
      'none',
      'hyperfine --runs 20 --prepare "docker rmi -f alpine:3.17" "docker pull alpine:3.17"',
      'nobody measures',
    ],
  ],
};
