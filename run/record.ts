import type { RunRecord, RunStatus, StageResult } from '../schema/records.ts';

/**
 * A record as far as its readers here rely on it, or `undefined`: a file may be half written, or someone else's.
 * The full contract is held by the schemas; this keeps a damaged store readable.
 */
export function statusOf(bytes: Buffer | undefined): RunStatus | undefined {
  const value = objectOf(bytes);
  if (!value || typeof value.updatedAt !== 'string' || !Array.isArray(value.stages)) return undefined;
  if (!isObject(value.uploads) || !value.stages.every(stage => isObject(stage) && typeof stage.stage === 'string'))
    return undefined;
  return value as unknown as RunStatus;
}

export function resultOf(bytes: Buffer | undefined): StageResult | undefined {
  const value = objectOf(bytes);
  if (!value || typeof value.stage !== 'string' || typeof value.state !== 'string' || !Array.isArray(value.outputs))
    return undefined;
  return value as unknown as StageResult;
}

export function recordOf(bytes: Buffer | undefined): RunRecord | undefined {
  const value = objectOf(bytes);
  if (!value || typeof value.startedAt !== 'string' || !Array.isArray(value.plan)) return undefined;
  if (!value.plan.every(stage => isObject(stage) && typeof stage.stage === 'string')) return undefined;
  return value as unknown as RunRecord;
}

function objectOf(bytes: Buffer | undefined): Record<string, unknown> | undefined {
  if (!bytes) return undefined;
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'));
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
