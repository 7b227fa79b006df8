import type { Repository } from '../case.ts';

export const pdm: Repository = {
  name: 'pdm-project/pdm',
  commit: 'a7e9d0015b4d5ca5d1b0c558582f9bf41b2fdf54',
  cases: [
    ['python', 'whole', 'pdm run test', 'the script is pytest'],
    ['python', 'whole', 'pdm run coverage', 'the script is pytest over tests/'],
    ['python', 'whole', 'pdm run pytest tests/cli -n 4', 'CI runs pytest tests'],
    ['python', 'whole', 'pytest -m network', 'CI selects by no marker'],
    ['lint', 'none', 'pdm run lint', 'no workflow runs prek'],
    ['word by word', 'none', 'pdm run doc-build', 'no workflow builds the documentation'],
    ['python', 'none', 'pdm run python -X importtime -m pdm --version', 'no step measures'],
  ],
};
