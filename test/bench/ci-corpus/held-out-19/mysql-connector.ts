import type { Repository } from '../case.ts';

export const mySqlConnector: Repository = {
  name: 'mysql-net/MySqlConnector',
  commit: '61366757a2ae58e9ec0624518d437212ffae04eb',
  cases: [
    ['dotnet', 'whole', 'dotnet restore && dotnet build -c Release --no-restore', 'ci.yml, job component-detection'],
    [
      'dotnet',
      'whole',
      'dotnet build src/MySqlConnector/MySqlConnector.csproj --configuration Release --framework net10.0 --nologo -v minimal',
      'one project of the solution that CI builds',
    ],
    [
      'dotnet',
      'whole',
      'for p in MySqlConnector.Tests IntegrationTests Conformance.Tests; do\n  dotnet build -c Release "tests/$p"\ndone',
      'three projects of the same solution',
    ],
    [
      'dotnet',
      'whole',
      'for tfm in net8.0 net10.0; do\n  dotnet publish -c Release -r linux-x64 -f $tfm tests/MySqlConnector.NativeAot.Tests/MySqlConnector.NativeAot.Tests.csproj\n  ./artifacts/publish/MySqlConnector.NativeAot.Tests/release_${tfm}_linux-x64/MySqlConnector.NativeAot.Tests\ndone',
      'job native-aot',
    ],
    [
      'dotnet',
      'whole',
      'cd tests/MySqlConnector.NativeAot.Tests\ndotnet publish --configuration Release --runtime linux-x64 --framework net10.0 |& tee aot.log',
      'job native-aot, the step Publish',
    ],
    [
      'dotnet',
      'part',
      'dotnet format --verify-no-changes\ndotnet publish -c Release -r linux-x64 -f net8.0 tests/MySqlConnector.NativeAot.Tests/MySqlConnector.NativeAot.Tests.csproj\ntime ./artifacts/publish/MySqlConnector.NativeAot.Tests/release_net8.0_linux-x64/MySqlConnector.NativeAot.Tests',
      'job native-aot; nobody checks the format',
    ],
    [
      'dotnet',
      'none',
      'dotnet publish -c Release -r linux-arm64 -f net10.0 tests/MySqlConnector.NativeAot.Tests/MySqlConnector.NativeAot.Tests.csproj\n./artifacts/publish/MySqlConnector.NativeAot.Tests/release_net10.0_linux-arm64/MySqlConnector.NativeAot.Tests',
      'job native-aot has only linux-x64',
    ],
    [
      'dotnet',
      'none',
      'dotnet publish -c Release -r linux-x64 -f net10.0 -p:PublishAot=false -p:PublishTrimmed=true -p:TrimMode=full --self-contained tests/MySqlConnector.NativeAot.Tests\n./artifacts/publish/MySqlConnector.NativeAot.Tests/release_net10.0_linux-x64/MySqlConnector.NativeAot.Tests',
      'CI has native code, not trimming alone',
    ],
    [
      'dotnet',
      'none',
      'dotnet restore\ndotnet test tests/MySqlConnector.Tests -c Release -f net10.0',
      'no workflow tests; azure-pipelines.yml does',
    ],
    [
      'dotnet',
      'none',
      'cp ../../.ci/config/config.compression+ssl.json config.json\ntimeout 1h dotnet test -c Release -f net10.0 --filter "FullyQualifiedName~BulkLoader|FullyQualifiedName~Transaction" --logger trx',
      'no workflow tests; azure-pipelines.yml does',
      { cwd: 'tests/IntegrationTests' },
    ],
    [
      'dotnet',
      'none',
      "cd tests/Benchmark && dotnet run -c Release -- --filter '*' --exporters json",
      'outside the solution, nobody measures',
    ],
    [
      'word by word',
      'none',
      'docker run -d -p 3307:3306 -e MARIADB_ROOT_PASSWORD=pass mariadb:11.8\nexport CONNECTION_STRING="Server=localhost;Port=3307;Username=root;Password=pass"\n./artifacts/publish/MySqlConnector.NativeAot.Tests/release_net10.0_linux-x64/MySqlConnector.NativeAot.Tests',
      'job native-aot has MySQL 9.4 and no such variable',
    ],
    [
      'word by word',
      'none',
      "bash -c 'cd tests/Telemetry && pwsh ./setup.ps1 && pwsh ./verify.ps1; rc=$?; pwsh ./teardown.ps1; exit $rc'",
      'no workflow calls it',
    ],
  ],
};
