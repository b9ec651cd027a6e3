// Prints `N passed, N failed, N skipped` of a JSON report of Vitest's, alone on a line. Fails unless
// all tests passed: a skipped test is one that nobody runs.

import { readFileSync } from 'node:fs';

interface Report {
  readonly success: boolean;
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly { status: string; assertionResults: readonly unknown[] }[];
}

const [file] = process.argv.slice(2);
if (file === undefined) throw new Error('usage: summarize-tests.ts <report.json>');
const report: Report = JSON.parse(readFileSync(file, 'utf8'));

const passed = report.numPassedTests;
const skipped = report.numPendingTests + report.numTodoTests;
// A file that does not load has no tests to fail; it counts as one.
const unloaded = report.testResults.filter(
  ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
);
const failed = report.numFailedTests + unloaded.length;

console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
if (failed > 0 || skipped > 0 || passed === 0 || !report.success) process.exitCode = 1;
