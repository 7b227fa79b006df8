import type { Need } from './need.ts';

/**
 * npm packages that are compiled as they are installed, whatever the platform: they bring no compiled form. What node-gyp
 * itself asks for: github.com/nodejs/node-gyp README, "Installation" (make, and a C and C++ compiler; both images bring Python).
 */
export const NODE_PACKAGES: readonly Need[] = [
  {
    names: ['node-pty', 'node-rdkafka'],
    al2023: ['gcc-c++', 'make'],
    ubuntu: ['build-essential'],
    why: 'node-gyp compiles it when it is installed',
    source:
      'github.com/microsoft/node-pty README; github.com/Blizzard/node-rdkafka package.json (`install`: node-gyp rebuild)',
  },
  {
    names: ['libpq'],
    al2023: ['gcc-c++', 'make', 'libpq-devel'],
    ubuntu: ['build-essential', 'libpq-dev'],
    why: 'node-gyp compiles it against the headers of libpq',
    source: 'github.com/brianc/node-libpq README',
  },
];

/** Any other package that lists a helper of native code, an install script, and nothing that would fetch a compiled form. */
export const NODE_GYP: Need = {
  names: ['*'],
  al2023: ['gcc-c++', 'make'],
  ubuntu: ['build-essential'],
  why: 'node-gyp compiles it when it is installed',
  source: 'github.com/nodejs/node-gyp README',
};
