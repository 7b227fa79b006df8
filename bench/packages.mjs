import { createRequire } from 'node:module';

/** A package of bench/engines/, where `npm ci` has put the engines: they are no dependencies of the project itself. */
export const engine = createRequire(new URL('./engines/package.json', import.meta.url));
