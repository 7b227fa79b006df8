import type { Repository } from '../case.ts';

export const serilog: Repository = {
  name: 'serilog/serilog',
  commit: '60935b4d7abad71cf6157b45a10f5c3c65ead527',
  cases: [
    ['dotnet', 'part', 'dotnet test -c Release', 'Build.ps1 tests test/*.Tests, which the approval tests are not'],
    ['dotnet', 'whole', 'dotnet test test/Serilog.Tests', 'Build.ps1 tests test/*.Tests'],
    ['dotnet', 'whole', 'pwsh ./Build.ps1', 'ci.yml runs that script'],
    ['dotnet', 'none', 'dotnet run -c Release --project test/Serilog.PerformanceTests', 'no step measures'],
    ['dotnet', 'part', 'dotnet test --filter FullyQualifiedName~LoggerTests', 'Build.ps1 tests test/*.Tests'],
    ['dotnet', 'none', 'dotnet format --verify-no-changes', 'no step checks the format'],
  ],
};
