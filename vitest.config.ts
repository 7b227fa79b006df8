import { configDefaults, defineConfig } from 'vitest/config';
import { more } from './test/more.ts';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Minutes of real processes each, of what a quicker test runs in another way: see CONTRIBUTING.md.
    exclude: [...configDefaults.exclude, ...(more ? [] : ['test/**/*.slow.test.ts'])],
    globalSetup: ['test/cli/build.ts'],
    // No test may ask the metadata service of the machine it happens to run on; the SDK's own announcements are for us alone.
    env: { AWS_EC2_METADATA_DISABLED: 'true', AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
    // Most tests wait for real processes: with one worker for two cores, as vitest has it, the machine would be idle half of the time.
    maxWorkers: 2,
    // Real processes on a machine of many: in CI one that fails runs up to twice more, and the reporter says which did.
    retry: process.env.CI === undefined ? 0 : 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
