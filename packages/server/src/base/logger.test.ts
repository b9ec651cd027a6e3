import { expect, test } from 'vitest';
import { jsonLinesLogger } from './logger.ts';

const clock = { now: () => Date.UTC(2026, 0, 2), sleep: () => Promise.resolve() };

test('writes one JSON document a line, with errors as text', () => {
  const lines: string[] = [];
  const log = jsonLinesLogger(clock, (line) => lines.push(line));
  log.info('listening', { url: 'http://localhost' });
  log.warn('no fields');
  log.error('failed', { error: new TypeError('two\nlines') });

  expect(lines.every((line) => line.indexOf('\n') === line.length - 1)).toBe(true);
  const [info, warn, error] = lines.map((line) => JSON.parse(line));
  expect(info).toEqual({
    time: '2026-01-02T00:00:00.000Z',
    level: 'info',
    message: 'listening',
    url: 'http://localhost',
  });
  expect(warn).toEqual({ time: info.time, level: 'warn', message: 'no fields' });
  expect(error.level).toBe('error');
  expect(error.error).toContain('TypeError: two\nlines');
});
