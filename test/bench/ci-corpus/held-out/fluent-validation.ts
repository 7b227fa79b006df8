import type { Repository } from '../case.ts';

export const fluentValidation: Repository = {
  name: 'FluentValidation/FluentValidation',
  commit: 'ea299fe59719950018fa240dab86da414190d7f4',
  cases: [
    ['dotnet', 'whole', 'dotnet test FluentValidation.sln -c Release', 'build.ps1 tests the solution'],
    ['dotnet', 'whole', 'dotnet test', 'build.ps1 tests the solution'],
    ['dotnet', 'whole', 'pwsh ./build.ps1', 'ci.yml'],
    ['dotnet', 'none', 'dotnet run -c Release --project src/FluentValidation.Tests.Benchmarks', 'no step measures'],
    [
      'dotnet',
      'whole',
      'dotnet test src/FluentValidation.Tests --filter FullyQualifiedName~RuleTests',
      'a part of the tests',
    ],
  ],
};
