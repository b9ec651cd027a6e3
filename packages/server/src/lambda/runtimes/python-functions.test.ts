// Only where there is Python: it is no part of what one needs to work on Headwater.

import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { CannotRunFunction } from './invoker.ts';
import { testFunctions } from './testing/test-functions.ts';

const hasPython = spawnSync('python3', ['-c', '']).status === 0;

const withPython: Readonly<Record<string, () => Promise<void>>> = {
  'a handler gets the event and the context, answers, and logs': async () => {
    await using functions = await testFunctions({
      'app/main.py': `
import decimal, logging
from helper import add
count = 0
def handler(event, context):
    global count
    count += 1
    print("printed")
    logging.warning("warned")
    return {"count": count, "sum": add(event["a"], 1), "id": context.aws_request_id,
            "arn": context.invoked_function_arn, "memory": context.memory_limit_in_mb,
            "left": 0 < context.get_remaining_time_in_millis() <= 30000, "decimal": decimal.Decimal("1.5")}
`,
      'helper.py': 'def add(a, b):\n    return a + b\n',
    });
    const version = functions.version({ runtime: 'python3.12', handler: 'app/main.handler' });
    const { answer, requestId, log } = await functions.invoke(version, { a: 1 });
    expect(answer).toEqual({
      count: 1,
      sum: 2,
      id: requestId,
      arn: 'arn:aws:lambda:eu-west-1:000000000000:function:watcher',
      memory: '128',
      left: true,
      decimal: 1.5,
    });
    expect(log).toContain('\nprinted\n[WARNING]\t');
    expect(log).toContain(`Z\t${requestId}\twarned\n`);
    expect((await functions.invoke(version, { a: 1 })).answer.count).toBe(2);
    await functions.write({ 'helper.py': 'def add(a, b):\n    return 100\n' });
    expect((await functions.invoke(version, { a: 1 })).answer).toMatchObject({
      count: 1,
      sum: 100,
    });
  },

  'errors are reported as on AWS': async () => {
    await using functions = await testFunctions({
      'main.py': `
import sys
def handler(event, context):
    if event.get("exit"): sys.exit(4)
    if event.get("set"): return {1, 2}
    raise ValueError("bad record")
`,
      'syntax.py': 'def handler(:\n',
    });
    const invoke = (handler: string, event: object = {}) =>
      functions.invoke(functions.version({ runtime: 'python3.12', handler }), event);
    const { answer, functionError, requestId } = await invoke('main.handler');
    expect(functionError).toBe('Unhandled');
    expect(answer).toEqual({
      errorMessage: 'bad record',
      errorType: 'ValueError',
      requestId,
      stackTrace: [expect.stringMatching(/File ".*main\.py", line 6, in handler\n {4}raise Value/)],
    });
    expect((await invoke('main.handler', { set: true })).answer).toMatchObject({
      errorType: 'Runtime.MarshalError',
      errorMessage: 'Unable to marshal response: Object of type set is not JSON serializable',
    });
    expect((await invoke('main.handler', { exit: true })).answer).toMatchObject({
      errorType: 'Runtime.ExitError',
      errorMessage: expect.stringContaining('exit status 4'),
    });
    const others = new Map([
      ['absent.handler', 'Runtime.ImportModuleError'],
      ['main.absent', 'Runtime.HandlerNotFound'],
      ['syntax.handler', 'Runtime.UserCodeSyntaxError'],
      ['handler', 'Runtime.MalformedHandlerName'],
    ]);
    for (const [handler, errorType] of others) {
      const revisionId = handler;
      const version = functions.version({ runtime: 'python3.12', handler, revisionId });
      expect((await functions.invoke(version)).answer).toMatchObject({ errorType });
    }
  },
};

test.each(hasPython ? Object.entries(withPython) : [])('in Python, %s', async (_name, run) => {
  await expect(run()).resolves.toBeUndefined();
});

test('without Python, the function is refused', async () => {
  await using functions = await testFunctions({
    'main.py': 'def handler(event, context):\n    return 1\n',
  });
  const version = functions.version({ runtime: 'python3.12', handler: 'main.handler' });
  const result = await functions.invoke(version).catch((error: unknown) => error);
  expect(result instanceof CannotRunFunction).toBe(!hasPython);
});
