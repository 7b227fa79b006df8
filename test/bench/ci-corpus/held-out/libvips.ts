import type { Repository } from '../case.ts';

export const libvips: Repository = {
  name: 'libvips/libvips',
  commit: '29fd12021b279dee0d22223e11686f7d61dcd541',
  cases: [
    ['cmake, meson', 'whole', 'meson setup build\nmeson compile -C build\nmeson test -C build', 'ci.yml'],
    ['cmake, meson', 'whole', 'meson test -C build --suite libvips', 'a part of that'],
    ['cmake, meson', 'none', 'meson test -C build --benchmark', 'no step measures'],
    ['python', 'whole', 'pytest -sv test/test-suite', 'ci.yml, through the variable PYTHON'],
    ['python', 'whole', 'python3 -m pytest test/test-suite/test_foreign.py -k jpeg', 'a part of that'],
    ['lint', 'whole', 'codespell', 'actions-codespell'],
    ['lint', 'none', 'run-clang-tidy -p build libvips/', 'the linter has all its checks off'],
    ['word by word', 'none', 'python3 benchmark/vips.py in.tif out.tif', 'no step measures'],
  ],
};
