import { afterEach, describe, expect, test } from 'vitest';
import { type TestFunctions, testFunctions } from './testing/test-functions.ts';

let functions: TestFunctions;
afterEach(() => functions[Symbol.asyncDispose]());

describe('the handler is found', () => {
  test('in an ECMAScript module, and gets the event and the context', async () => {
    functions = await testFunctions({
      'index.mjs': `export const handler = async (event, context) => ({
        event, context, left: context.getRemainingTimeInMillis() });`,
    });
    const { answer, requestId, functionError } = await functions.invoke(undefined, { a: [1] });
    expect(functionError).toBeUndefined();
    expect(answer).toEqual({
      event: { a: [1] },
      context: {
        functionName: 'watcher',
        functionVersion: '$LATEST',
        memoryLimitInMB: '128',
        logGroupName: '/aws/lambda/watcher',
        logStreamName: expect.stringMatching(/^2026\/01\/01\/\[\$LATEST\][0-9a-f]{32}$/),
        invokedFunctionArn: 'arn:aws:lambda:eu-west-1:000000000000:function:watcher',
        awsRequestId: requestId,
      },
      left: expect.any(Number),
    });
    expect(answer.left).toBeLessThanOrEqual(30_000);
    expect(answer.left).toBeGreaterThan(0);
  });

  test('in a CommonJS module in a subfolder, below other names', async () => {
    functions = await testFunctions({
      'src/app.js': `exports.handlers = { main: async () => require('./other.cjs') };`,
      'src/other.cjs': `module.exports = 'other';`,
    });
    const version = functions.version({ handler: 'src/app.handlers.main' });
    expect((await functions.invoke(version)).answer).toBe('other');
  });

  test('in a .js file that package.json makes a module, which awaits at its top level', async () => {
    functions = await testFunctions({
      'package.json': '{"type":"module"}',
      'index.js': `const value = await Promise.resolve(7); export const handler = () => value;`,
    });
    expect((await functions.invoke()).answer).toBe(7);
  });

  test('in TypeScript, in a file that is named itself', async () => {
    functions = await testFunctions({
      'replicate.orders.ts': `
        import { double } from './double.ts';
        export async function handler(event: { readonly n: number }): Promise<number> {
          return double(event.n);
        }`,
      'double.ts': `export const double = (n: number): number => 2 * n;`,
      'package.json': '{"type":"module"}',
    });
    const path = `${functions.folder}/replicate.orders.ts`;
    const { runtime: _, ...version } = functions.version({ code: { kind: 'local', path } });
    expect((await functions.invoke(version, { n: 21 })).answer).toBe(42);
  });

  test('which may use the SDK of AWS without bringing it, at the endpoint of the server', async () => {
    functions = await testFunctions(
      {
        'index.mjs': `
          import { createRequire } from 'node:module';
          import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
          const required = createRequire(import.meta.url)('@aws-sdk/client-dynamodb');
          export const handler = async () => {
            const { config } = new DynamoDBClient();
            const { accessKeyId } = await config.credentials();
            return [await config.region(), accessKeyId, process.env.AWS_ENDPOINT_URL,
              typeof required.DynamoDBClient];
          };`,
      },
      { endpointUrl: () => 'http://127.0.0.1:8000' },
    );
    expect((await functions.invoke()).answer).toEqual([
      'eu-west-1',
      '000000000000',
      'http://127.0.0.1:8000',
      'function',
    ]);
  });
});

describe('a handler answers', () => {
  test('through a callback, once nothing is left to do', async () => {
    functions = await testFunctions({
      'index.js': `let later = 'not yet';
        exports.handler = (event, context, callback) => {
          setImmediate(() => setImmediate(() => { later = 'done'; }));
          if (event.now) context.callbackWaitsForEmptyEventLoop = false;
          callback(null, { get later() { return later; } });
        };`,
    });
    const version = functions.version({ runtime: 'nodejs22.x' });
    expect((await functions.invoke(version)).answer).toEqual({ later: 'done' });
  });

  test('through methods of the context', async () => {
    functions = await testFunctions({
      'index.js': `exports.handler = (event, context) => { context[event.by](...event.with); };`,
    });
    const version = functions.version({ runtime: 'nodejs20.x' });
    const by = (name: string, ...parts: unknown[]) =>
      functions.invoke(version, { by: name, with: parts });
    expect((await by('succeed', 1)).answer).toBe(1);
    expect((await by('done', null, 2)).answer).toBe(2);
    expect(await by('fail', 'no')).toMatchObject({
      functionError: 'Unhandled',
      answer: { errorType: 'string', errorMessage: 'no', trace: [] },
    });
  });

  test('with nothing, which is null', async () => {
    functions = await testFunctions({
      'index.js': `exports.handler = () => {}; exports.never = () => new Promise(() => {});`,
    });
    expect((await functions.invoke()).answer).toBeNull();
    expect(
      (await functions.invoke(functions.version({ runtime: 'nodejs18.x' }))).answer,
    ).toBeNull();
  });

  test('in nodejs24.x not through a callback', async () => {
    functions = await testFunctions({
      'index.js': `exports.handler = (event, context, callback) => callback(null, 1);`,
    });
    expect(await functions.invoke()).toMatchObject({
      functionError: 'Unhandled',
      answer: { errorType: 'Runtime.CallbackHandlerDeprecated' },
    });
  });
});

describe('errors are reported as on AWS:', () => {
  const errorOf = async (code: string, properties: object = {}, file = 'index.mjs') => {
    functions = await testFunctions({ [file]: code });
    const { answer, functionError } = await functions.invoke(functions.version(properties));
    expect(functionError).toBe('Unhandled');
    return answer;
  };

  test('one that the handler throws, after which the environment goes on', async () => {
    functions = await testFunctions({
      'index.mjs': `let n = 0;
        class Poison extends Error { name = 'Poison'; code = 7; }
        export const handler = async (event) => { n += 1; if (event.throw) throw new Poison('bad record'); return n; };`,
    });
    const { answer, functionError, log } = await functions.invoke(undefined, { throw: true });
    expect(functionError).toBe('Unhandled');
    expect(answer).toEqual({
      errorType: 'Poison',
      errorMessage: 'bad record',
      trace: expect.arrayContaining(['Poison: bad record']),
    });
    expect(log).toMatch(/\tERROR\tInvoke Error \t\{"errorType":"Poison".*"code":7/);
    expect((await functions.invoke()).answer).toBe(2);
  });

  test('no module', async () => {
    expect(await errorOf('', { handler: 'absent.handler' })).toMatchObject({
      errorType: 'Runtime.ImportModuleError',
      errorMessage: expect.stringMatching(/^Error: Cannot find module 'absent'\nRequire stack:/),
    });
  });

  test('no package', async () => {
    expect(await errorOf(`require('absent');`, {}, 'index.js')).toMatchObject({
      errorType: 'Runtime.ImportModuleError',
      errorMessage: expect.stringMatching(/^Error: Cannot find module 'absent'/),
    });
  });

  test('no handler', async () => {
    expect(await errorOf('export const other = 1;')).toMatchObject({
      errorType: 'Runtime.HandlerNotFound',
      errorMessage: 'index.handler is undefined or not exported',
    });
  });

  test('no function', async () => {
    expect(await errorOf('export const handler = 1;')).toMatchObject({
      errorType: 'Runtime.HandlerNotFound',
      errorMessage: 'index.handler is not a function',
    });
  });

  test('a name that leads out of the code', async () => {
    expect(await errorOf('', { handler: '../index.handler' })).toMatchObject({
      errorType: 'Runtime.MalformedHandlerName',
    });
  });

  test('a syntax error', async () => {
    expect(await errorOf('export const handler = (', {}, 'index.mjs')).toMatchObject({
      errorType: 'Runtime.UserCodeSyntaxError',
      errorMessage: expect.stringMatching(/^SyntaxError: /),
    });
  });

  test('an error while the code is loaded', async () => {
    expect(await errorOf(`throw new RangeError('at the top');`)).toMatchObject({
      errorType: 'RangeError',
      errorMessage: 'at the top',
    });
  });

  test('a rejection that nobody handles', async () => {
    const code = `export const handler = () => { Promise.reject(new Error('lost')); return new Promise(() => {}); };`;
    expect(await errorOf(code)).toMatchObject({
      errorType: 'Runtime.UnhandledPromiseRejection',
      errorMessage: 'Error: lost',
    });
  });

  test('an error in a timer', async () => {
    const code = `export const handler = () => { setImmediate(() => { throw new TypeError('in a timer'); }); return new Promise(() => {}); };`;
    expect(await errorOf(code)).toMatchObject({
      errorType: 'TypeError',
      errorMessage: 'in a timer',
    });
  });

  test('a promise that nothing will settle', async () => {
    const code = `export const handler = async () => new Promise(() => {});`;
    expect(await errorOf(code)).toMatchObject({ errorType: 'Runtime.NodeJsExit' });
  });

  test('an answer that is no JSON', async () => {
    const code = `export const handler = async () => ({ big: 1n });`;
    expect(await errorOf(code)).toMatchObject({
      errorType: 'Runtime.JSONStringifyError',
      errorMessage: 'Unable to stringify response body',
    });
  });

  test('an answer that is too large, after which the environment goes on', async () => {
    functions = await testFunctions({
      'index.mjs': `let n = 0; export const handler = async ({ size }) => (n += 1, 'x'.repeat(size) || n);`,
    });
    // With its quotes it is as large as it may be.
    const { answer } = await functions.invoke(undefined, { size: 6_291_554 });
    expect(answer).toHaveLength(6_291_554);
    expect(await functions.invoke(undefined, { size: 6_291_555 })).toMatchObject({
      functionError: 'Unhandled',
      answer: {
        errorType: 'Function.ResponseSizeTooLarge',
        errorMessage:
          'Response payload size exceeded maximum allowed payload size (6291556 bytes).',
      },
    });
    expect((await functions.invoke(undefined, { size: 0 })).answer).toBe(3);
  });
});

describe('a process that ends', () => {
  test.each([
    ['process.exit(3)', 'Runtime exited with error: exit status 3'],
    ['process.exit(0)', 'Runtime exited without providing a reason'],
    [`process.kill(process.pid, 'SIGTERM')`, 'Runtime exited with error: signal: terminated'],
  ])('by %s', async (ends, message) => {
    functions = await testFunctions({
      'index.mjs': `let n = 0; export const handler = async (event) => {
        n += 1; if (!event.end) return n; console.log('last words'); ${ends}; await new Promise(() => setInterval(() => {}, 1000)); };`,
    });
    expect((await functions.invoke()).answer).toBe(1);
    const { answer, functionError, requestId, log } = await functions.invoke(undefined, { end: 1 });
    expect(functionError).toBe('Unhandled');
    expect(answer).toEqual({
      errorType: 'Runtime.ExitError',
      errorMessage: `RequestId: ${requestId} Error: ${message}`,
    });
    expect(log).toContain('last words');
    expect(log).toContain('Status: error\tError Type: Runtime.ExitError');
    expect((await functions.invoke()).answer).toBe(1);
  });

  test('while its code is loaded', async () => {
    functions = await testFunctions({ 'index.mjs': `console.log('loading'); process.exit(1);` });
    const { answer, log } = await functions.invoke();
    expect(answer).toMatchObject({
      errorType: 'Runtime.ExitError',
      errorMessage: expect.stringContaining('exit status 1'),
    });
    expect(log).toContain('loading');
  });

  test('for want of memory', async () => {
    functions = await testFunctions({
      'index.mjs': `export const handler = async () => { const all = []; for (;;) all.push(new Array(1e4).fill({})); };`,
    });
    const { answer, requestId } = await functions.invoke(functions.version({ memoryMb: 40 }));
    expect(answer).toEqual({
      errorType: 'Runtime.OutOfMemory',
      errorMessage: `RequestId: ${requestId} Error: Runtime exited with error: signal: killed`,
    });
  });

  test('because its time is up, however busy it is', async () => {
    functions = await testFunctions({
      'index.mjs': `let n = 0; export const handler = async ({ busy }) => { n += 1; while (busy); return n; };`,
    });
    const version = functions.version({ timeoutSeconds: 0.2 });
    expect((await functions.invoke(version)).answer).toBe(1);
    const { answer, functionError, requestId, log } = await functions.invoke(version, {
      busy: true,
    });
    expect(functionError).toBe('Unhandled');
    expect(answer).toEqual({
      errorType: 'Sandbox.Timedout',
      errorMessage: `RequestId: ${requestId} Error: Task timed out after 0.20 seconds`,
    });
    expect(log).toContain(
      `2026-01-01T00:00:00.000Z ${requestId} Task timed out after 0.20 seconds\n`,
    );
    expect(log).toContain('Status: timeout');
    expect((await functions.invoke(version)).answer).toBe(1);
  });
});
