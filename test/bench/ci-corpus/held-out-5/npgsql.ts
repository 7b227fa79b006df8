import type { Repository } from '../case.ts';

export const npgsql: Repository = {
  name: 'npgsql/npgsql',
  commit: '3cb5804b769b000a1fc88ad8e5e764667f0df4a1',
  cases: [
    ['dotnet', 'whole', 'dotnet test -c Release', 'build.yml'],
    ['dotnet', 'whole', 'dotnet test test/Npgsql.Tests -c Debug', 'a part of it'],
    ['dotnet', 'whole', 'dotnet test -c Release -f net10.0 --filter FullyQualifiedName~CommandTests', 'a part of it'],
    ['dotnet', 'whole', 'dotnet test Npgsql.slnx --no-build -c Release --logger trx', 'the whole solution'],
    [
      'dotnet',
      'whole',
      'dotnet publish test/Npgsql.NativeAotTests/Npgsql.NativeAotTests.csproj -r linux-x64 -c Release -f net10.0 -p:OptimizationPreference=Size && test/Npgsql.NativeAotTests/bin/Release/net10.0/linux-x64/native/Npgsql.NativeAotTests',
      'native-aot.yml',
    ],
    [
      'dotnet',
      'none',
      "dotnet run -c Release --project test/Npgsql.Benchmarks -- --filter '*Insert*'",
      'nobody measures',
    ],
    [
      'dotnet',
      'none',
      "NPGSQL_TEST_DB='Host=db.prod;Username=bench' dotnet test -c Release test/Npgsql.Tests",
      'a real database',
    ],
    ['dotnet', 'none', 'dotnet format --verify-no-changes', 'no job checks it'],
  ],
};
