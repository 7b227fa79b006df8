import { commandCases } from './commands.ts';
import { conditionCases } from './conditions.ts';
import { identityCases } from './identity.ts';
import { integrityCases } from './integrity.ts';
import { listingCases } from './listing.ts';
import { multipartCases } from './multipart.ts';
import { objectCases } from './objects.ts';
import type { Case } from './place.ts';

/** Everything that a server has to do to stand for S3 in this project. */
export const cases: readonly Case[] = [
  ...objectCases,
  ...listingCases,
  ...conditionCases,
  ...multipartCases,
  ...identityCases,
  ...integrityCases,
  ...commandCases,
];
