import fc from 'fast-check';
import { expect, test } from 'vitest';
import { matchTemplate, parseTemplate } from './uri-template.ts';

function match(template: string, path: string): Record<string, string> | undefined {
  return matchTemplate(parseTemplate(template), path.slice(1).split('/'));
}

test.each<[string, string, object | undefined]>([
  ['/functions', '/functions', {}],
  ['/functions', '/function', undefined],
  ['/functions', '/functions/a', undefined],
  ['/functions/{Name}', '/functions/a', { Name: 'a' }],
  ['/functions/{Name}', '/functions/', undefined],
  ['/functions/{Name}', '/functions/a/b', undefined],
  ['/functions/{Name}/code', '/functions/a%3Ab%2Fc/code', { Name: 'a:b/c' }],
  ['/functions/{Name}/code', '/functions/a/codes', undefined],
  ['/f/{A}/g/{B}', '/f/1/g/2', { A: '1', B: '2' }],
  ['/b/{Key+}', '/b/1/2%203/4', { Key: '1/2 3/4' }],
  ['/b/{Key+}', '/b', undefined],
  ['/b/{Key+}/end', '/b/1/2/end', { Key: '1/2' }],
  ['/b/{Key+}/end', '/b/1/2', undefined],
])('%s and %s', (template, path, expected) => {
  expect(match(template, path)).toEqual(expected);
});

test('what is not percent-encoded as paths are is told', () => {
  expect(() => match('/{A}', '/%zz')).toThrow(URIError);
});

test('a label gives back what was put into the path', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1, unit: 'grapheme' }), (name) => {
      const path = `/functions/${encodeURIComponent(name)}/policy`;
      expect(match('/functions/{Name}/policy', path)).toEqual({ Name: name });
    }),
  );
});
