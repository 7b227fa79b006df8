// Made by `npm run generate` from the files of this folder.
import type { Rule } from '../rule.ts';
import compileOnBox from './builds/compile-on-box.ts';
import featureSets from './builds/feature-sets.ts';
import noWarmup from './builds/no-warmup.ts';
import prebuiltMismatch from './builds/prebuilt-mismatch.ts';
import ciOverlap from './ci/ci-overlap.ts';
import ciOverlapScheduled from './ci/ci-overlap-scheduled.ts';
import staleCiOverlap from './ci/stale-ci-overlap.ts';
import testsInCampaign from './ci/tests-in-campaign.ts';
import ignoreWithoutReason from './ignores/ignore-without-reason.ts';
import unusedIgnore from './ignores/unused-ignore.ts';
import cycle from './inputs/cycle.ts';
import missingInput from './inputs/missing-input.ts';
import undeclaredInput from './inputs/undeclared-input.ts';
import duplicateKey from './language/duplicate-key.ts';
import schema from './language/schema.ts';
import syntax from './language/syntax.ts';
import unknownKey from './language/unknown-key.ts';
import unknownName from './language/unknown-name.ts';
import noTimeout from './limits/no-timeout.ts';
import noWallLimit from './limits/no-wall-limit.ts';
import overBudget from './limits/over-budget.ts';
import spotWithoutRetry from './limits/spot-without-retry.ts';
import userdataSize from './limits/userdata-size.ts';
import dockerAccess from './machine/docker-access.ts';
import foreignLog from './machine/foreign-log.ts';
import missingPackage from './machine/missing-package.ts';
import templateHazard from './machine/template-hazard.ts';
import outputCollision from './outputs/output-collision.ts';
import outputOverwritesSource from './outputs/output-overwrites-source.ts';
import undeclaredOutput from './outputs/undeclared-output.ts';
import unusedOutput from './outputs/unused-output.ts';
import dirtyFile from './repository/dirty-file.ts';
import notExecutable from './repository/not-executable.ts';
import unpushedCommit from './repository/unpushed-commit.ts';
import untrackedFile from './repository/untracked-file.ts';
import noCheckpoint from './results/no-checkpoint.ts';
import noCompletenessCheck from './results/no-completeness-check.ts';
import truncatedLog from './results/truncated-log.ts';
import insecureDownload from './safety/insecure-download.ts';
import secretInCampaign from './safety/secret-in-campaign.ts';
import unpinned from './safety/unpinned.ts';
import worldWritable from './safety/world-writable.ts';
import exitZeroOnMissing from './shell/exit-zero-on-missing.ts';
import interactive from './shell/interactive.ts';
import setEToggle from './shell/set-e-toggle.ts';
import shell from './shell/shell.ts';
import swallowedFailure from './shell/swallowed-failure.ts';
import unguardedGlob from './shell/unguarded-glob.ts';

/** Every rule there is, by family. */
export const rules: readonly Rule[] = [
  compileOnBox,
  featureSets,
  noWarmup,
  prebuiltMismatch,
  ciOverlap,
  ciOverlapScheduled,
  staleCiOverlap,
  testsInCampaign,
  ignoreWithoutReason,
  unusedIgnore,
  cycle,
  missingInput,
  undeclaredInput,
  duplicateKey,
  schema,
  syntax,
  unknownKey,
  unknownName,
  noTimeout,
  noWallLimit,
  overBudget,
  spotWithoutRetry,
  userdataSize,
  dockerAccess,
  foreignLog,
  missingPackage,
  templateHazard,
  outputCollision,
  outputOverwritesSource,
  undeclaredOutput,
  unusedOutput,
  dirtyFile,
  notExecutable,
  unpushedCommit,
  untrackedFile,
  noCheckpoint,
  noCompletenessCheck,
  truncatedLog,
  insecureDownload,
  secretInCampaign,
  unpinned,
  worldWritable,
  exitZeroOnMissing,
  interactive,
  setEToggle,
  shell,
  swallowedFailure,
  unguardedGlob,
];
