import { table } from './table.ts';
import type { Tree } from './world.ts';

const PROJECT: Tree = {
  'CMakeLists.txt':
    'option(APP_SANITIZE "addresses" OFF)\noption(APP_SANITIZE_THREADS "threads" OFF)\noption(APP_FAST "fast paths" OFF)\noption(APP_USE_LTO "whole program" OFF)\n',
};

const TESTED = (directory: string, options = ''): string =>
  `cmake -B ${directory} ${options}\ncmake --build ${directory}\nctest --test-dir ${directory}`;
const STEP = (text: string): string => `- run: |\n${text.replaceAll(/^/gm, '    ')}`;

table('the build that a command works in', PROJECT, [
  // A build beside the one that is tested.
  [
    `${TESTED('out')}\ncmake -B other -DBUILD_SHARED_LIBS=ON\ncmake --build other`,
    TESTED('mine', '-DBUILD_SHARED_LIBS=ON'),
    'no',
  ],
  [
    `${STEP(TESTED('out'))}\n${STEP('cmake -B other -DAPP_FAST=ON\ncmake --build other')}`,
    TESTED('mine', '-DAPP_FAST=ON'),
    'no',
  ],
  [`${TESTED('out')}\n${TESTED('fast', '-DAPP_FAST=ON')}`, TESTED('mine', '-DAPP_FAST=ON'), 'whole'],
  [
    `${STEP('cmake -B out -DAPP_FAST=ON')}\n${STEP('cd out && make && ctest')}`,
    TESTED('mine', '-DAPP_FAST=ON'),
    'whole',
  ],
  // Each build of a stage by itself.
  [
    TESTED('out', '-DAPP_FAST=ON'),
    `${TESTED('a', '-DAPP_FAST=ON')}\n${TESTED('b', '-DBUILD_SHARED_LIBS=ON')}`,
    'whole',
  ],
  [TESTED('out'), `${TESTED('a', '-DAPP_FAST=ON')}\n${TESTED('b')}`, 'whole'],
  [
    `${STEP(TESTED('a', '-DAPP_SANITIZE=ON'))}\n${STEP(TESTED('b', '-DAPP_SANITIZE_THREADS=ON'))}`,
    `for s in SANITIZE SANITIZE_THREADS; do\n${TESTED('out-$s', '-DAPP_$s=ON')}\ndone`,
    'whole',
  ],
  [TESTED('out'), TESTED('mine', '-DAPP_SANITIZE=ON'), 'no'],
  // A build that is configured anew.
  [
    TESTED('out'),
    'cmake -B mine\ncmake -DCMAKE_CXX_FLAGS=-fsanitize=address mine\ncmake --build mine\nctest --test-dir mine',
    'no',
  ],
  [
    'cmake -B out\ncmake -DCMAKE_CXX_FLAGS=-fsanitize=address out\nctest --test-dir out',
    TESTED('mine', '-DCMAKE_CXX_FLAGS=-fsanitize=address'),
    'whole',
  ],
  // For another machine.
  ['emcmake cmake -B build\ncmake --build build', 'emcmake cmake -B wasm\ncmake --build wasm -j', 'whole'],
  ['cmake -B build\ncmake --build build', 'emcmake cmake -B wasm\ncmake --build wasm -j', 'no'],
]);

const MADE = (directory: string, options: string, ...targets: readonly string[]): string =>
  [`mkdir -p ${directory} && cd ${directory}`, `cmake .. ${options}`, ...targets.map(target => `make ${target}`)].join(
    '\n',
  );

table('the Makefile that cmake writes', PROJECT, [
  [MADE('out', '', '-j8', 'test'), TESTED('mine'), 'whole'],
  [TESTED('out'), MADE('mine', '', '-j $(nproc)', 'test'), 'whole'],
  ['cmake -B out\nmake -C out check', 'cmake -B mine\nmake -j4 -C mine check', 'whole'],
  ['cmake -B out\nmake -C out check', 'cmake -B mine\nmake -C mine check-slow', 'no'],
  ['cmake -B out\nmake -C out check', "cmake -B mine\nmake -C mine check TESTS='one two'", 'no'],
  ['cmake -B out\nmake -C out', 'cmake -B mine -DAPP_FAST=ON && make -C mine -j8 -k', 'no'],
  ['cmake -B out -DAPP_FAST=ON\nmake -C out', 'cmake -B mine -DAPP_FAST=ON && make -C mine -j8 -k', 'whole'],
  // A Makefile of the repository's own, and one that configure makes.
  ['make -C lib check', 'make -C lib check', 'whole', { 'lib/Makefile': 'check:\n\t./check.sh\n' }],
  // A tool beside the tests, and a program that is linked as a whole.
  ['cmake -B out\nmake -C out test', 'build/app_test_tool data', 'no'],
  ['cmake -B out\nmake -C out test', 'build/app_test', 'whole'],
  ['cmake -B out\nmake -C out test', TESTED('mine', '-DAPP_USE_LTO=ON'), 'no'],
  ['make -C out check', 'make -C mine check', 'no', { 'configure.ac': '' }],
  [TESTED('out'), TESTED('mine', '-DENABLE_LTO=ON'), 'no'],
  [TESTED('out'), TESTED('mine', '-DUSE_LTO=ON'), 'no'],
  [TESTED('out'), TESTED('mine', '-DCMAKE_INTERPROCEDURAL_OPTIMIZATION=ON'), 'no'],
  [TESTED('out', '-DUSE_LTO=ON'), TESTED('mine', '-DUSE_LTO=ON'), 'whole'],
  // What `make test` hands on to ctest.
  [
    'cmake -B out\nmake -C out test ARGS="-R smoke"',
    'cmake -B mine\nctest --test-dir mine',
    "part: the only new part is what CI's filter `smoke` leaves out",
  ],
  ['cmake -B out\nmake -C out test ARGS="-R smoke"', 'cmake -B mine\nctest --test-dir mine -R smoke', 'whole'],
  ['cmake -B out\nmake -C out test ARGS="-j8 --output-on-failure"', TESTED('mine'), 'whole'],
]);
