import type { Repository } from '../case.ts';

export const numpy: Repository = {
  name: 'numpy/numpy',
  commit: '1f90bbb55e65e7de68921bc3f1a2d94492fdf689',
  cases: [
    ['python', 'whole', 'spin test', 'the action meson_actions'],
    ['python', 'whole', 'spin test -- numpy/linalg', 'a part of it'],
    ['python', 'whole', 'spin test -m full', 'macos.yml'],
    ['python', 'whole', 'pytest numpy --durations=10', 'job full'],
    ['python', 'whole', 'pytest numpy/_core/tests/test_umath.py', 'a part of job full'],
    ['python', 'whole', "pytest --pyargs numpy -m 'not slow'", 'job sdist'],
    ['lint', 'whole', 'spin mypy', 'typecheck.yml'],
    ['lint', 'whole', 'pyrefly check', 'typecheck.yml'],
    ['word by word', 'whole', 'spin stubtest', 'stubtest.yml'],
    ['word by word', 'whole', 'make -C tools/swig/test test', 'job sdist'],
    ['lint', 'none', 'spin lint', "its job's failure is ignored"],
    ['python', 'none', 'spin bench -t bench_linalg', 'CI runs quick ones'],
    ['python', 'none', 'NPY_PROMOTION_STATE=weak pytest numpy/_core', 'a mode that CI does not set'],
    ['python', 'none', 'spin bench --compare main', 'a measurement'],
  ],
};
