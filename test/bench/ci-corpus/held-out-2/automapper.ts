import type { Repository } from '../case.ts';

export const autoMapper: Repository = {
  name: 'AutoMapper/AutoMapper',
  commit: '4b9633f60ee386cf0efc69b967e04fa28405cf3e',
  cases: [
    ['dotnet', 'whole', 'dotnet test -c Release', 'Build.ps1'],
    ['dotnet', 'whole', 'pwsh ./Build.ps1', 'ci.yml'],
    ['dotnet', 'whole', 'dotnet test src/UnitTests --filter FullyQualifiedName~Projection', 'a part of that'],
    ['dotnet', 'none', 'dotnet run -c Release --project src/Benchmark', 'no step measures'],
  ],
};
