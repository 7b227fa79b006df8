import type { Repository } from '../case.ts';

export const hatch: Repository = {
  name: 'pypa/hatch',
  commit: 'ed8e30bebf98f2fe4d70c18a32a50a8160c391cb',
  cases: [
    ['python', 'whole', 'hatch test', 'test.yml'],
    ['python', 'whole', 'hatch test --all --randomize', 'the matrix has every Python'],
    ['python', 'whole', 'hatch run types:check', 'test.yml'],
    [
      'lint',
      'whole',
      'mypy --install-types --non-interactive backend/src/hatchling src/hatch tests',
      'the script types:check',
    ],
    ['lint', 'whole', 'hatch fmt --check', 'test.yml'],
    ['python', 'whole', 'python backend/tests/downstream/integrate.py', 'job downstream'],
    ['word by word', 'whole', 'hyperfine -m 100 --warmup 10 hatch', 'cli.yml runs that very command'],
    ['word by word', 'none', "hyperfine -m 1000 --warmup 50 'hatch env show'", 'another measurement'],
    ['python', 'none', 'hatch run upkeep:update-hatch', 'no job calls it'],
    ['python', 'whole', 'pytest tests/backend -n auto', 'hatch test runs pytest over tests'],
  ],
};
