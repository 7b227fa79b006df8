import type { Repository } from '../case.ts';

export const springPetclinic: Repository = {
  name: 'spring-projects/spring-petclinic',
  commit: 'edf4db28affcc4741c79850a3d95bc3f177b5ff9',
  cases: [
    ['jvm', 'whole', './mvnw test', 'verify runs test'],
    ['jvm', 'whole', './mvnw test -Dtest=OwnerControllerTests', 'a part of that'],
    ['jvm', 'whole', 'mvn -B verify', 'maven-build.yml'],
    ['jvm', 'whole', './gradlew test', 'build runs test'],
    ['jvm', 'whole', './gradlew check', 'build runs check'],
    ['jvm', 'whole', "./gradlew test --tests '*OwnerControllerTests'", 'a part of that'],
    ['jvm', 'none', './mvnw test -Dspring.profiles.active=mysql', 'CI sets no profile'],
    ['jvm', 'none', './mvnw spring-boot:run', 'no step starts it'],
    ['jvm', 'none', './gradlew bootRun', 'no step starts it'],
    ['word by word', 'none', 'jmeter -n -t src/test/jmeter/petclinic_test_plan.jmx -l out.jtl', 'no step measures'],
    ['jvm', 'whole', './mvnw package -DskipTests', 'verify packages, and nothing is made of it'],
  ],
};
