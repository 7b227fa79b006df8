import { list, type Schema } from '../language/schema.ts';
import { record, runId, said, sha256, text, texts, time } from './shapes.ts';

export const launch: Schema = {
  title: 'LaunchRecord',
  ...record(
    {
      version: { const: 1 },
      kind: said({ enum: ['ec2', 'ssm'] }, 'A box that was started for the run, or one that was up.'),
      campaign: text,
      runId,
      number: said({ type: 'integer', minimum: 1 }, 'Of the launch under this run id, as in the name of the record.'),
      state: said(
        { enum: ['asking', 'started', 'failed', 'ended'] },
        'How far it got. `asking`: AWS is being asked, or whoever asked is gone; a box may exist. `ended`: nothing of it is left.',
      ),
      launchedAt: time,
      account: said(text, 'The AWS account; empty where it could not be told.'),
      region: text,
      token: said(
        text,
        'For EC2 the beginning of every ClientToken of this launch: asked again with it, EC2 makes no second box. For Systems Manager what the box knows the delivery by.',
      ),
      scriptSha256: sha256,
      instanceId: text,
      zone: said(text, 'The availability zone.'),
      instanceType: text,
      image: said(text, 'As the campaign names it.'),
      imageId: text,
      market: { enum: ['spot', 'on-demand'] },
      spotRequestId: text,
      commandId: said(text, 'Of the command of Systems Manager that started the script.'),
      deadline: said(time, 'The box ends itself before then; what is there later is swept.'),
      worstUsd: said({ type: 'number', minimum: 0 }, 'What it costs at most, US dollars.'),
      tried: said(texts, 'What was tried before and could not be had, each with why.'),
      receipts: list(
        record(
          {
            what: text,
            state: said({ enum: ['ok', 'wrong', 'unknown'] }, '`unknown`: it could not be read back.'),
            detail: text,
          },
          'One thing that keeps the box safe and cheap, as it was read back.',
        ),
        { description: 'What was read back after the launch.' },
      ),
    },
    '`launch/<n>.json`: the n-th launch of the run on a box, written by who launches it, so that any machine finds the box.',
    [
      'instanceId',
      'zone',
      'instanceType',
      'image',
      'imageId',
      'market',
      'spotRequestId',
      'commandId',
      'deadline',
      'worstUsd',
    ],
  ),
};
