import type { Repository } from '../case.ts';

export const polly: Repository = {
  name: 'App-vNext/Polly',
  commit: '173d6d1d2e28a4697f1ac1d22da68f77ff19a0c9',
  cases: [
    ['dotnet', 'whole', './build.ps1', 'build.yml'],
    ['dotnet', 'none', 'dotnet run -c Release --project bench/Polly.Core.Benchmarks', 'no step measures'],
    ['dotnet', 'none', 'dotnet format --verify-no-changes', 'no step checks the format'],
  ],
};
