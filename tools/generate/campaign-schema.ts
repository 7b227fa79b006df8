import { compile, type JSONSchema } from 'json-schema-to-typescript';
import { campaign, definitions } from '../../schema/language/campaign.ts';
import type { Generated } from '../generated.ts';
import { jsonSchema, toText } from '../json-schema.ts';

const NAME = 'CampaignFile';
const schema = () => jsonSchema('urn:campaign:schema:campaign:1', campaign, definitions);

export default [
  { path: 'schema/campaign.schema.json', text: () => toText(schema()) },
  {
    path: 'schema/generated/campaign.ts',
    text: () =>
      compile({ ...schema(), $id: NAME, title: NAME } as JSONSchema, NAME, {
        bannerComment: '/** A campaign file as written. Generated from schema/language/ by `npm run generate`. */',
        ignoreMinAndMaxItems: true,
        style: { printWidth: 120, singleQuote: true },
      }),
  },
] satisfies readonly Generated[];
