import { fileURLToPath } from 'node:url';
import { defineConfig, mergeConfig } from 'vitest/config';
import ordinary from '../../vitest.config.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

export default mergeConfig(
  { ...ordinary, test: { ...ordinary.test, include: [], globalSetup: [] } },
  defineConfig({ root, test: { include: ['test/s3-conformance/against.ts'] } }),
);
