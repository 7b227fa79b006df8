import type { Repository } from '../case.ts';

export const quartznet: Repository = {
  name: 'quartznet/quartznet',
  commit: 'd97e7822f25987ad7944249c37ca5573835f171e',
  cases: [
    [
      'dotnet',
      'whole',
      'dotnet tool restore && dotnet fallout VerifyMigrations Compile UnitTest PublishAot',
      'pr-tests-unit.yml',
    ],
    ['dotnet', 'whole', 'dotnet fallout Compile UnitTest', 'of pr-tests-unit.yml'],
    ['dotnet', 'whole', 'dotnet fallout VerifyMigrations', 'of pr-tests-unit.yml'],
    ['dotnet', 'whole', './build.sh Compile UnitTest', 'the script hands its words to fallout'],
    ['dotnet', 'whole', 'Database=postgres dotnet fallout Compile IntegrationTest', 'pr-integration-postgres.yml'],
    [
      'dotnet',
      'whole',
      'dotnet tool restore\ndotnet fallout Compile IntegrationTest 2>&1 | tee integration.log',
      'Database: basic, env: Database',
      { env: { Database: 'basic' } },
    ],
    [
      'dotnet',
      'whole',
      'dotnet test src/Quartz.Tests.Unit -c Release',
      'what the target UnitTest does in build/Build.cs',
    ],
    [
      'dotnet',
      'whole',
      'dotnet test src/Quartz.Tests.Integration -c Release -f net8.0 --filter TestCategory=db-mysql',
      'what the target IntegrationTest does in build/Build.cs',
    ],
    ['npm', 'whole', 'npm ci && npm run docs:build', 'docs-pr.yml'],
    ['npm', 'none', 'npm run docs:lint', 'no job does'],
    [
      'dotnet',
      'none',
      "dotnet run -c Release --project src/Quartz.Benchmark -- --filter '*RAMJobStore*'",
      'nobody measures',
    ],
    [
      'dotnet',
      'none',
      'cd src/Quartz.Benchmark && dotnet run -c Release -f net10.0 -- --job long --memory',
      'nobody measures',
    ],
    ['dotnet', 'none', 'Database=cockroach dotnet fallout Compile IntegrationTest', 'no workflow has that database'],
    ['dotnet', 'none', 'dotnet fallout DocsBuild', 'no job does'],
    ['dotnet', 'none', 'dotnet format Quartz.slnx --verify-no-changes', 'no job does'],
  ],
};
