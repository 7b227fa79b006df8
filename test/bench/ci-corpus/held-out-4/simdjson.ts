import type { Repository } from '../case.ts';

export const simdjson: Repository = {
  name: 'simdjson/simdjson',
  commit: 'f807de973580fb22cc0db6b3b896716684b0266c',
  cases: [
    [
      'cmake, meson',
      'whole',
      'cmake -B build -DSIMDJSON_DEVELOPER_MODE=ON\ncmake --build build\nctest --test-dir build',
      'ubuntu24.yml',
    ],
    ['cmake, meson', 'whole', 'cd build && ctest --output-on-failure -R number', 'a part of that'],
    ['cmake, meson', 'none', 'build/benchmark/dom/parse jsonexamples/twitter.json', 'no job of these measures'],
  ],
};
