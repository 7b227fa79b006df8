import { parse } from 'csv-parse/sync';
import { benchmarkMeasurements } from './benchmarks.ts';
import type { Columns, Measurement } from './measurement.ts';
import { rowMeasurements } from './table.ts';

/** The measurements in a file, recognised by what it holds; empty: it is no result file. */
export function measurementsOf(text: string, columns: Columns): Measurement[] {
  const whole = json(text);
  if (whole !== undefined) {
    if (Array.isArray(whole)) return whole.every(isRow) ? rowMeasurements(whole, columns) : [];
    return benchmarkMeasurements(whole) ?? (isRow(whole) && oneLine(text) ? rowMeasurements([whole], columns) : []);
  }
  const lines = text.split(/\r?\n/).filter(line => line.trim() !== '');
  const rows = lines.map(json);
  if (lines.length > 0 && rows.every(isRow)) return rowMeasurements(rows, columns);
  return csv(text, columns);
}

function csv(text: string, columns: Columns): Measurement[] {
  try {
    const rows: unknown = parse(text, { columns: true, bom: true, skip_empty_lines: true });
    return Array.isArray(rows) && rows.every(isRow) ? rowMeasurements(rows, columns) : [];
  } catch {
    return [];
  }
}

function oneLine(text: string): boolean {
  return !text.trim().includes('\n');
}

function json(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function isRow(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
