import type { Repository } from '../case.ts';

export const stackexchangeRedis: Repository = {
  name: 'StackExchange/StackExchange.Redis',
  commit: '90bbf1fcba1c9cc464c94b96d16c2706f590383f',
  cases: [
    [
      'dotnet',
      'whole',
      'dotnet test tests/StackExchange.Redis.Tests/StackExchange.Redis.Tests.csproj -c Release -f net10.0',
      'the action run-tests',
    ],
    ['dotnet', 'whole', 'dotnet test tests/StackExchange.Redis.Tests -c Release', 'both frameworks'],
    [
      'dotnet',
      'whole',
      'dotnet test tests/StackExchange.Redis.Tests -f net10.0 --filter FullyQualifiedName~Cluster',
      'of it',
    ],
    ['dotnet', 'whole', 'dotnet build Build.csproj -c Release /p:CI=true', 'the action run-tests'],
    ['dotnet', 'none', "dotnet run -c Release --project tests/BasicTest -- --filter '*'", 'nobody measures'],
    ['dotnet', 'none', 'dotnet test tests/StackExchange.Redis.Tests -f net6.0', 'a framework that CI does not test'],
  ],
};
