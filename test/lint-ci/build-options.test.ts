import { type Case, table as tableOf } from './table.ts';
import type { Tree } from './world.ts';

const FILES: Tree = {
  'CMakeLists.txt': `project(alloc)
include("cmake/options.cmake")
option(AL_SECURE "Guard pages" OFF)
option(AL_PADDING "Padding
  of blocks" ON)
# option(AL_GONE "no longer" OFF)
option(AL_SHARED "A shared library" ON)
option(AL_BUILD_TESTS "Tests" OFF)
option(AL_FUZZERS "Fuzzers" OFF)
option(AL_BUILD_CLI "The program" ON)
cmake_dependent_option(AL_GUARDED "Guards" OFF "AL_SECURE" OFF)
option(AL_ARCH "For this machine" \${AL_NATIVE})
`,
  'cmake/options.cmake':
    'set(AL_TRACK OFF CACHE BOOL "Track it")\nal_define_option(AL_LOCKS "Locks" ON)\noption(AL_ONCE "Once more" OFF)\nadd_custom_target(ci_once COMMAND ${CMAKE_COMMAND} -DAL_ONCE=ON -S . -B once)\n',
  'meson.options':
    "option('fast', type: 'boolean', value: false)\noption('zlib', type: 'feature')\noption('tests', type : 'boolean', value : true)\n",
  'meson.build': '',
  'CMakePresets.json': JSON.stringify({
    version: 6,
    configurePresets: [
      { name: 'base', hidden: true, generator: 'Ninja', binaryDir: '${sourceDir}/build/${presetName}' },
      { name: 'rel', inherits: 'base', cacheVariables: { CMAKE_BUILD_TYPE: 'Release' } },
      { name: 'dev', inherits: ['base'], cacheVariables: { CMAKE_BUILD_TYPE: 'Debug' } },
      { name: 'locks', inherits: 'rel', cacheVariables: { AL_LOCKS: 'OFF' } },
      { name: 'checked', inherits: 'rel', environment: { CXXFLAGS: '-fsanitize=address' } },
    ],
    testPresets: [
      { name: 'rel', configurePreset: 'rel', output: { outputOnFailure: true } },
      { name: 'dev', configurePreset: 'dev', execution: { jobs: 8 } },
      { name: 'quick', inherits: 'rel', filter: { include: { label: 'quick' } } },
      { name: 'tiny', inherits: 'quick', filter: { exclude: { name: 'big' } } },
      { name: 'locks', configurePreset: 'locks' },
      { name: 'checked', configurePreset: 'checked' },
    ],
  }),
};

/** A matrix, whose rows configure what the same step tests, or test what the same step configures. */
const rows = (name: string, values: string, ...steps: readonly string[]): string =>
  `name: CI\non: [push]\njobs:\n  a:\n    strategy: { matrix: { ${name}: [${values}] } }\n    runs-on: x\n    steps:\n${steps.map(step => `      - run: ${step}\n`).join('')}`;
const CONFIGURED = rows(
  'options',
  '"-DAL_SECURE=ON", "-DAL_TRACK=ON"',
  'cmake -B b ${{ matrix.options }}',
  'ctest --test-dir b',
);
const TESTED = rows('label', 'a, b', 'cmake -B b -DAL_SECURE=ON', 'ctest --test-dir b -L ${{ matrix.label }}');

const PLAIN = 'cmake -B b && cmake --build b && ctest --test-dir b';
const stage = (options: string): string => `cmake -B out ${options} && cmake --build out && ctest --test-dir out`;
const MESON = 'meson setup b && meson test -C b';

function table(title: string, cases: readonly Case[]): void {
  tableOf(title, FILES, cases);
}

table('options that the project declares', [
  [PLAIN, stage('-DAL_SECURE=ON'), 'no'],
  [PLAIN, stage('-D AL_SECURE:BOOL=1'), 'no'],
  [PLAIN, stage('-DAL_SECURE=OFF'), 'whole'],
  [PLAIN, stage('-DAL_PADDING=OFF'), 'no'],
  [PLAIN, stage('-DAL_PADDING=on'), 'whole'],
  [PLAIN, stage('-DAL_TRACK=ON'), 'no'],
  [PLAIN, stage('-DAL_LOCKS=OFF'), 'no'],
  [PLAIN, stage('-DAL_GUARDED=ON'), 'no'],
  [PLAIN, stage('-DAL_SHARED=OFF'), 'no'],
  [PLAIN, stage('-DBUILD_SHARED_LIBS=ON'), 'no'],
  [PLAIN, stage('-DBUILD_SHARED_LIBS=OFF'), 'whole'],
  // What CI builds so as well.
  [stage('-DAL_SECURE=ON'), stage('-DAL_SECURE=1'), 'whole'],
  [stage('-DAL_SECURE=ON -DAL_TRACK=ON'), stage('-DAL_SECURE=ON'), 'whole'],
  [stage('-DAL_SECURE=ON'), PLAIN, 'whole'],
  // A part of the build, another compiler, how it is compiled, and names that say nothing.
  [PLAIN, stage('-DAL_BUILD_TESTS=ON -DAL_BUILD_CLI=OFF'), 'whole'],
  [PLAIN, stage('-DCMAKE_BUILD_TYPE=Release -DCMAKE_EXPORT_COMPILE_COMMANDS=ON -DBUILD_TESTING=ON'), 'whole'],
  [PLAIN, stage('-DCMAKE_C_COMPILER_LAUNCHER=ccache -DCMAKE_INSTALL_PREFIX=/opt/x'), 'whole'],
  [stage('-DAL_SECURE=ON -DAL_FUZZERS=ON'), stage('-DAL_SECURE=ON'), 'whole'],
  [PLAIN, stage('-DAL_FUZZERS=ON'), 'whole'],
  [`${PLAIN} --max-width 120`, PLAIN, 'whole'],
  [PLAIN, stage('-DAL_GONE=ON -DAL_ARCH=ON -DAL_ONCE=ON'), 'whole'],
]);

table('rows of a matrix', [
  [CONFIGURED, stage('-DAL_SECURE=ON'), 'whole'],
  [CONFIGURED, stage('-DAL_TRACK=ON'), 'whole'],
  [CONFIGURED, stage('-DAL_SECURE=ON -DAL_TRACK=ON'), 'no'],
  [TESTED, `${stage('-DAL_SECURE=ON')} -L a`, 'whole'],
  [TESTED, `${stage('-DAL_SECURE=ON')} -L b`, 'whole'],
  [TESTED, `${stage('-DAL_TRACK=ON')} -L b`, 'no'],
]);

table('options of meson', [
  [MESON, 'meson setup out -Dfast=true && meson test -C out', 'no'],
  [MESON, 'meson setup out -Dzlib=disabled && meson test -C out', 'no'],
  [MESON, 'meson setup out -Dfast=false -Dzlib=enabled -Dtests=true --buildtype=release && meson test -C out', 'whole'],
  ['meson setup b -Dfast=true && meson test -C b', 'meson setup out -Dfast=true && meson test -C out', 'whole'],
]);

table('a directory of a build that the stage configures', [
  [
    'cmake -B b -DAL_SHARED=OFF && ctest --test-dir b',
    'cmake -B out-static -DAL_SHARED=OFF && ctest --test-dir out-static',
    'whole',
  ],
  [PLAIN, 'mkdir -p native && cd native && cmake .. && ctest', 'whole'],
  [PLAIN, 'ctest --test-dir out-static', 'no'],
  // Of what is chosen there, only the name says something.
  [PLAIN, 'cmake -B build-gpu -DAL_ARCH=ON && ctest --test-dir build-gpu', 'no'],
  [PLAIN, 'CXXFLAGS=-mavx2 cmake -B build-avx2 && ctest --test-dir build-avx2', 'no'],
  [PLAIN, 'cmake --preset gpu -B build-gpu && ctest --test-dir build-gpu', 'no'],
]);

table('sanitizers that are named as a value', [
  [PLAIN, stage('-DAL_SANITIZE=thread'), 'no'],
  [PLAIN, stage('-DAL_SANITIZE:STRING=address'), 'no'],
  [PLAIN, stage('-DAL_SANITIZE=OFF'), 'whole'],
  [PLAIN, stage('-DAL_SANITIZE='), 'whole'],
  [`cmake -B b -DAL_SANITIZE=thread && ctest --test-dir b`, stage('-DAL_SANITIZE=thread'), 'whole'],
]);

const PRESET = (name: string): string =>
  `cmake --preset ${name} && cmake --build --preset ${name} && ctest --preset ${name}`;

table('presets of ctest', [
  [PRESET('rel'), stage('-DCMAKE_BUILD_TYPE=Release'), 'whole'],
  [PRESET('rel'), PRESET('dev'), 'whole'],
  [PLAIN, PRESET('rel'), 'whole'],
  [`${PRESET('rel')} -LE slow`, 'cmake -B out && ctest --test-dir out -LE slow', 'whole'],
  [PRESET('quick'), 'cmake -B out && ctest --test-dir out -L quick', 'whole'],
  [PRESET('quick'), 'cmake -B out && ctest --test-dir out -L slow', 'no'],
  [PRESET('tiny'), 'cmake -B out && ctest --test-dir out -L quick -E big', 'whole'],
  [PRESET('tiny'), 'cmake -B out && ctest --test-dir out -L slow', 'no'],
  [PLAIN, PRESET('locks'), 'no'],
  [PRESET('locks'), PRESET('locks'), 'whole'],
  [PLAIN, PRESET('unknown'), 'no'],
  [PLAIN, PRESET('checked'), 'no'],
]);

const PRESETS = (testPresets: unknown, configurePresets: unknown = [{ name: 'rel' }]): Tree => ({
  'CMakePresets.json': JSON.stringify({ testPresets, configurePresets }),
});

table('presets that have another form than the manual gives them', [
  ['ctest --preset rel', 'ctest --preset rel', 'whole', PRESETS({ name: 'rel' })],
  ['ctest --preset rel', 'ctest --preset rel', 'whole', PRESETS([null])],
  ['ctest --preset rel', 'ctest --preset rel', 'whole', PRESETS([{ name: 'rel', filter: { include: null } }])],
  ['ctest --preset rel', 'ctest --preset rel', 'whole', PRESETS([{ name: 'rel' }], [{ name: 'rel', binaryDir: 5 }])],
  ['ctest --preset rel', 'ctest --preset all', 'no', PRESETS([null])],
]);
