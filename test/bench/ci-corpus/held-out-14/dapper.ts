import type { Repository } from '../case.ts';

export const dapper: Repository = {
  name: 'DapperLib/Dapper',
  commit: '6d48ef664acc7298c649e2d449d903b3360d5a90',
  cases: [
    ['dotnet', 'whole', 'dotnet build Build.csproj -c Release /p:CI=true', 'main.yml'],
    ['dotnet', 'whole', 'dotnet test tests/Dapper.Tests/Dapper.Tests.csproj -c Release', 'main.yml'],
    [
      'dotnet',
      'whole',
      'dotnet test tests/Dapper.Tests -f net10.0 --filter FullyQualifiedName~AsyncTests',
      'of main.yml',
    ],
    [
      'dotnet',
      'whole',
      'dotnet test tests/Dapper.Tests/Dapper.Tests.csproj -c Debug --logger trx --results-directory out',
      'of main.yml',
    ],
    [
      'dotnet',
      'whole',
      'docker compose -f tests/docker-compose.yml up -d\ntime dotnet test tests/Dapper.Tests/Dapper.Tests.csproj -c Release -p:TestTfmsInParallel=false',
      'main.yml, with its services',
    ],
    [
      'dotnet',
      'whole',
      "for i in $(seq 20); do\n  dotnet test tests/Dapper.Tests/Dapper.Tests.csproj --no-build -c Release --filter 'FullyQualifiedName~MultiMapTests' || break\ndone",
      'of main.yml',
    ],
    [
      'dotnet',
      'whole',
      'dotnet test tests/Dapper.Tests/Dapper.Tests.csproj -c Release --collect:"XPlat Code Coverage"',
      'main.yml without coverage',
    ],
    [
      'dotnet',
      'whole',
      'cd tests/Dapper.Tests && dotnet test -c Release --filter "FullyQualifiedName~ProviderTests"',
      'of main.yml',
    ],
    ['dotnet', 'whole', 'dotnet test Build.csproj -c Release', 'it has no other tests than Dapper.Tests'],
    [
      'dotnet',
      'whole',
      'SqlServerConnectionString="Server=tcp:10.0.0.4,1433;User Id=sa;Password=$SA" dotnet test tests/Dapper.Tests/Dapper.Tests.csproj',
      'main.yml has a server elsewhere',
    ],
    [
      'dotnet',
      'none',
      'dotnet run --project benchmarks/Dapper.Tests.Performance -c Release -f net10.0 -- --filter "*DapperBenchmarks*" --join',
      'nobody measures',
    ],
    [
      'dotnet',
      'none',
      'cd benchmarks/Dapper.Tests.Performance && dotnet run -c Release -f net10.0 -- --legacy',
      'nobody measures',
    ],
    ['dotnet', 'none', 'dotnet format Dapper.slnx --verify-no-changes', 'no job does'],
    ['dotnet', 'none', 'dotnet list Dapper.slnx package --vulnerable --include-transitive', 'no job does'],
    [
      'dotnet',
      'none',
      'dotnet stryker --project Dapper.csproj --test-project tests/Dapper.Tests/Dapper.Tests.csproj',
      'no job does',
    ],
  ],
};
