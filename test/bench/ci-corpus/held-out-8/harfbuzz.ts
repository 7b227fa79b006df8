import type { Repository } from '../case.ts';

export const harfbuzz: Repository = {
  name: 'harfbuzz/harfbuzz',
  commit: '29c1b91df168a8f6056fc8ef3dd4d08ffe6a7000',
  cases: [
    [
      'cmake, meson',
      'whole',
      'meson setup build -Dauto_features=enabled && meson compile -Cbuild && meson test -Cbuild --print-errorlogs',
      'linux.yml',
    ],
    ['cmake, meson', 'whole', 'meson test -C build --suite=harfbuzz', 'of linux.yml'],
    ['cmake, meson', 'whole', 'meson test -Cbuild harfbuzz-doc-check', 'docs.yml'],
    ['cmake, meson', 'none', 'meson test -C build --benchmark', 'nobody measures'],
    [
      'cmake, meson',
      'none',
      'meson setup build -Dbenchmark=enabled && ninja -C build && build/perf/benchmark-font --benchmark_filter=glyph',
      'nobody measures',
    ],
    [
      'word by word',
      'none',
      'build/util/hb-shape /mnt/fonts/NotoNastaliqUrdu.ttf --text-file=/mnt/urdu.txt --num-iterations=1000',
      'a measurement',
    ],
  ],
};
