// Lambda's functions as the official SDK sees them, run by the real runtimes.

import { createHash } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  AddPermissionCommand,
  CreateAliasCommand,
  CreateFunctionCommand,
  type CreateFunctionCommandInput,
  DeleteFunctionCommand,
  DeleteFunctionConcurrencyCommand,
  GetAccountSettingsCommand,
  GetAliasCommand,
  GetFunctionCommand,
  GetFunctionConfigurationCommand,
  GetFunctionEventInvokeConfigCommand,
  GetPolicyCommand,
  InvokeCommand,
  LambdaClient,
  type LambdaServiceException,
  ListAliasesCommand,
  ListFunctionEventInvokeConfigsCommand,
  ListFunctionsCommand,
  ListLayersCommand,
  ListTagsCommand,
  ListVersionsByFunctionCommand,
  PublishVersionCommand,
  PutFunctionConcurrencyCommand,
  PutFunctionEventInvokeConfigCommand,
  RemovePermissionCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { type Headwater, type HeadwaterOptions, startHeadwater } from '../../src/index.ts';
import { zipOf } from '../../src/lambda/runtimes/testing/zip-of.ts';
import { temporaryDirectory } from '../temporary-directory.ts';

const source = `
export const handler = async (event, context) => {
  console.log('said', event.say);
  if (event.fail) throw new TypeError(event.fail);
  return { event, version: context.functionVersion, id: context.awsRequestId, env: process.env.STAGE };
};`;

const archive = (text = source) => zipOf([{ name: 'index.mjs', content: text }]);
const json = (payload: Uint8Array | undefined): any =>
  JSON.parse(Buffer.from(payload ?? []).toString());

const settings = {
  FunctionName: 'orders',
  Runtime: 'nodejs24.x',
  Handler: 'index.handler',
  Role: 'arn:aws:iam::000000000000:role/orders',
  Code: { ZipFile: archive() },
} satisfies CreateFunctionCommandInput;

async function started(options: HeadwaterOptions = {}) {
  const headwater = await startHeadwater({ log: quiet, ...options });
  const lambda = new LambdaClient({ ...headwater.clientConfig, maxAttempts: 1 });
  onTestFinished(async () => {
    lambda.destroy();
    await headwater.close();
  });
  return { headwater, lambda };
}

const quiet = { info() {}, warn() {}, error() {} };

/** What the client gets to see of an error. */
async function errorOf(answer: Promise<unknown>) {
  const error = (await answer.then(
    () => new Error('It succeeded.'),
    (thrown: unknown) => thrown,
  )) as LambdaServiceException;
  return [error.name, error.$metadata?.httpStatusCode, error.message];
}

const arn = 'arn:aws:lambda:us-east-1:000000000000:function:orders';

test('a function is created, shown, changed and deleted', async () => {
  const { lambda } = await started();
  const created = await lambda.send(
    new CreateFunctionCommand({
      ...settings,
      Description: 'takes orders',
      Environment: { Variables: { STAGE: 'test' } },
      Tags: { team: 'a' },
    }),
  );
  const { ZipFile } = settings.Code;
  expect(created).toMatchObject({
    FunctionName: 'orders',
    FunctionArn: arn,
    CodeSize: ZipFile.length,
    CodeSha256: createHash('sha256').update(ZipFile).digest('base64'),
    Timeout: 3,
    MemorySize: 128,
    Version: '$LATEST',
    State: 'Active',
    LastUpdateStatus: 'Successful',
    PackageType: 'Zip',
    Architectures: ['x86_64'],
    EphemeralStorage: { Size: 512 },
    Environment: { Variables: { STAGE: 'test' } },
    LoggingConfig: { LogFormat: 'Text', LogGroup: '/aws/lambda/orders' },
  });
  expect(created.LastModified).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000$/);
  expect(created.$metadata.httpStatusCode).toBe(201);
  expect(created.$metadata.requestId).toMatch(/^[\da-f-]{36}$/);

  const shown = await lambda.send(new GetFunctionCommand({ FunctionName: arn }));
  const { $metadata: _, ...configuration } = created;
  expect(shown.Configuration).toEqual(configuration);
  expect(shown.Tags).toEqual({ team: 'a' });
  const downloaded = await fetch(shown.Code?.Location ?? '');
  expect(Buffer.from(await downloaded.arrayBuffer())).toEqual(ZipFile);

  const updated = await lambda.send(
    new UpdateFunctionConfigurationCommand({ FunctionName: 'orders', Timeout: 9 }),
  );
  expect(updated).toMatchObject({ Timeout: 9, Description: 'takes orders' });
  expect(updated.RevisionId).not.toBe(created.RevisionId);
  const latest = await lambda.send(
    new GetFunctionConfigurationCommand({ FunctionName: 'orders', Qualifier: '$LATEST' }),
  );
  expect(latest.FunctionArn).toBe(`${arn}:$LATEST`);

  const deleted = await lambda.send(new DeleteFunctionCommand({ FunctionName: 'orders' }));
  expect(deleted.$metadata.httpStatusCode).toBe(204);
  expect(await errorOf(lambda.send(new GetFunctionCommand({ FunctionName: 'orders' })))).toEqual([
    'ResourceNotFoundException',
    404,
    `Function not found: ${arn}`,
  ]);
});

describe('invoking', () => {
  let lambda: LambdaClient;
  let headwater: Headwater;

  beforeAll(async () => {
    headwater = await startHeadwater({ log: quiet });
    lambda = new LambdaClient({ ...headwater.clientConfig, maxAttempts: 1 });
    await lambda.send(
      new CreateFunctionCommand({ ...settings, Environment: { Variables: { STAGE: 'one' } } }),
    );
    await lambda.send(new PublishVersionCommand({ FunctionName: 'orders' }));
    await lambda.send(
      new UpdateFunctionConfigurationCommand({
        FunctionName: 'orders',
        Environment: { Variables: { STAGE: 'two' } },
      }),
    );
    return async () => {
      lambda.destroy();
      await headwater.close();
    };
  });

  const invoke = (input: object) =>
    lambda.send(new InvokeCommand({ FunctionName: 'orders', ...input }));

  test('gives what the handler returned, and the end of its log', async () => {
    const answer = await invoke({ Payload: '{"say":"hello"}', LogType: 'Tail' });
    expect(answer).toMatchObject({ StatusCode: 200, ExecutedVersion: '$LATEST' });
    expect(answer.FunctionError).toBeUndefined();
    expect(json(answer.Payload)).toEqual({
      event: { say: 'hello' },
      version: '$LATEST',
      id: answer.$metadata.requestId,
      env: 'two',
    });
    const log = Buffer.from(answer.LogResult ?? '', 'base64').toString();
    expect(log).toContain(`START RequestId: ${answer.$metadata.requestId} Version: $LATEST`);
    expect(log).toContain('said hello');
  });

  test('a version has the settings from when it was published', async () => {
    const answer = await invoke({ Qualifier: '1' });
    expect(answer.ExecutedVersion).toBe('1');
    expect(answer.LogResult).toBeUndefined();
    expect(json(answer.Payload)).toMatchObject({ event: {}, version: '1', env: 'one' });
  });

  test('an error of the handler is no error of the call', async () => {
    const answer = await invoke({ Payload: '{"fail":"too much"}' });
    expect(answer).toMatchObject({ StatusCode: 200, FunctionError: 'Unhandled' });
    expect(json(answer.Payload)).toMatchObject({
      errorType: 'TypeError',
      errorMessage: 'too much',
    });
  });

  test('a dry run runs nothing, and an event is accepted and then run', async () => {
    const before = (await headwater.functions.logs({ name: 'orders' })).length;
    const dry = await invoke({ InvocationType: 'DryRun' });
    expect([dry.StatusCode, dry.$metadata.httpStatusCode]).toEqual([204, 204]);
    expect(await headwater.functions.logs({ name: 'orders' })).toHaveLength(before);
    const event = await invoke({ InvocationType: 'Event', Payload: '{"say":"later"}' });
    expect(event.StatusCode).toBe(202);
    // A leap waits for what is under way.
    await headwater.clock.advance(0);
    const lines = await headwater.functions.logs({ name: 'orders' });
    expect(lines.filter((line) => line.includes('said later'))).toHaveLength(1);
  });

  test.each<[string, object, unknown[]]>([
    [
      'no JSON',
      { Payload: '{' },
      [
        'InvalidRequestContentException',
        400,
        expect.stringMatching(/^Could not parse request body/),
      ],
    ],
    [
      'no UTF-8',
      { Payload: Buffer.from([0x22, 0x80, 0x22]) },
      ['InvalidRequestContentException', 400, expect.stringContaining('Invalid UTF-8')],
    ],
    [
      'a client context that is none',
      { ClientContext: '!' },
      ['InvalidRequestContentException', 400, expect.stringContaining('Client context')],
    ],
    [
      'a large event',
      { InvocationType: 'Event', Payload: `"${'x'.repeat(1_048_576)}"` },
      [
        'RequestEntityTooLargeException',
        413,
        '1048578 byte payload is too large for the Event invocation type (limit 1048576 bytes)',
      ],
    ],
    [
      'a larger payload',
      { Payload: `"${'x'.repeat(6_291_456)}"` },
      [
        'RequestEntityTooLargeException',
        413,
        'Request must be smaller than 6291456 bytes for the InvokeFunction operation',
      ],
    ],
    [
      'a qualifier that there is not',
      { Qualifier: 'nobody' },
      ['ResourceNotFoundException', 404, `Function not found: ${arn}:nobody`],
    ],
  ])('%s is refused', async (_, input, expected) => {
    expect(await errorOf(invoke(input))).toEqual(expected);
  });

  test('reserved concurrency of none lets nobody in', async () => {
    await lambda.send(
      new PutFunctionConcurrencyCommand({
        FunctionName: 'orders',
        ReservedConcurrentExecutions: 0,
      }),
    );
    const error = await invoke({}).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      name: 'TooManyRequestsException',
      Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded',
      message: 'Rate Exceeded.',
    });
    await lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName: 'orders' }));
    expect((await invoke({})).StatusCode).toBe(200);
  });
});

test('versions and aliases', async () => {
  const { lambda } = await started();
  await lambda.send(new CreateFunctionCommand({ ...settings, Publish: true }));
  const code = { FunctionName: 'orders', ZipFile: archive(`${source} // second`) };
  const second = await lambda.send(new UpdateFunctionCodeCommand({ ...code, Publish: true }));
  expect(second).toMatchObject({ FunctionArn: `${arn}:2`, Version: '2' });
  const listed = await lambda.send(
    new ListVersionsByFunctionCommand({ FunctionName: 'orders', MaxItems: 2 }),
  );
  expect(listed.Versions?.map(({ FunctionArn }) => FunctionArn)).toEqual([
    `${arn}:$LATEST`,
    `${arn}:1`,
  ]);
  const rest = await lambda.send(
    new ListVersionsByFunctionCommand({ FunctionName: 'orders', Marker: listed.NextMarker }),
  );
  expect(rest.Versions?.map(({ Version }) => Version)).toEqual(['2']);
  expect(rest.NextMarker).toBeUndefined();

  const made = await lambda.send(
    new CreateAliasCommand({
      FunctionName: 'orders',
      Name: 'live',
      FunctionVersion: '1',
      RoutingConfig: { AdditionalVersionWeights: { 2: 0.1 } },
    }),
  );
  expect(made).toMatchObject({
    AliasArn: `${arn}:live`,
    RoutingConfig: { AdditionalVersionWeights: { 2: 0.1 } },
  });
  const alias = { FunctionName: 'orders', Name: 'live' };
  expect((await lambda.send(new GetAliasCommand(alias))).RevisionId).toBe(made.RevisionId);
  const aliases = await lambda.send(
    new ListAliasesCommand({ FunctionName: 'orders', FunctionVersion: '2' }),
  );
  expect(aliases.Aliases?.map(({ Name }) => Name)).toEqual(['live']);
  expect(await errorOf(lambda.send(new GetAliasCommand({ ...alias, Name: 'other' })))).toEqual([
    'ResourceNotFoundException',
    404,
    `Cannot find alias arn: ${arn}:other`,
  ]);
  const shown = await lambda.send(new GetFunctionCommand({ FunctionName: 'orders:live' }));
  expect(shown.Configuration).toMatchObject({ FunctionArn: `${arn}:live`, Version: '1' });
});

test('functions are listed page by page, and with all their versions', async () => {
  const { lambda } = await started();
  for (const FunctionName of ['a', 'b', 'c']) {
    await lambda.send(
      new CreateFunctionCommand({ ...settings, FunctionName, Publish: FunctionName === 'b' }),
    );
  }
  const pages = async (input: object): Promise<string[][]> => {
    const found: string[][] = [];
    let Marker: string | undefined;
    do {
      const page = await lambda.send(new ListFunctionsCommand({ ...input, Marker }));
      found.push((page.Functions ?? []).map((one) => `${one.FunctionName}:${one.Version}`));
      Marker = page.NextMarker;
    } while (Marker !== undefined);
    return found;
  };
  expect(await pages({})).toEqual([['a:$LATEST', 'b:$LATEST', 'c:$LATEST']]);
  expect(await pages({ MaxItems: 2 })).toEqual([['a:$LATEST', 'b:$LATEST'], ['c:$LATEST']]);
  expect(await pages({ MaxItems: 1, FunctionVersion: 'ALL' })).toEqual([
    ['a:$LATEST'],
    ['b:$LATEST'],
    ['b:1'],
    ['c:$LATEST'],
  ]);
  const { AccountUsage } = await lambda.send(new GetAccountSettingsCommand({}));
  const { length } = settings.Code.ZipFile;
  expect(AccountUsage).toEqual({ TotalCodeSize: 4 * length, FunctionCount: 3 });
});

test('tags, policies and event invoke configs', async () => {
  const { lambda } = await started();
  await lambda.send(new CreateFunctionCommand(settings));
  const Resource = arn;
  await lambda.send(new TagResourceCommand({ Resource, Tags: { a: '1', b: '2', c: '3' } }));
  await lambda.send(new UntagResourceCommand({ Resource, TagKeys: ['a', 'c'] }));
  expect((await lambda.send(new ListTagsCommand({ Resource }))).Tags).toEqual({ b: '2' });

  const FunctionName = 'orders';
  const { Statement = '' } = await lambda.send(
    new AddPermissionCommand({
      FunctionName,
      StatementId: 's3',
      Action: 'lambda:InvokeFunction',
      Principal: 's3.amazonaws.com',
      SourceArn: 'arn:aws:s3:::bucket',
    }),
  );
  expect(JSON.parse(Statement)).toEqual({
    Sid: 's3',
    Effect: 'Allow',
    Principal: { Service: 's3.amazonaws.com' },
    Action: 'lambda:InvokeFunction',
    Resource: arn,
    Condition: { ArnLike: { 'AWS:SourceArn': 'arn:aws:s3:::bucket' } },
  });
  const { Policy = '' } = await lambda.send(new GetPolicyCommand({ FunctionName }));
  expect(JSON.parse(Policy)).toEqual({
    Version: '2012-10-17',
    Id: 'default',
    Statement: [JSON.parse(Statement)],
  });
  await lambda.send(new RemovePermissionCommand({ FunctionName, StatementId: 's3' }));
  expect(await errorOf(lambda.send(new GetPolicyCommand({ FunctionName })))).toEqual([
    'ResourceNotFoundException',
    404,
    'The resource you requested does not exist.',
  ]);

  await lambda.send(
    new PutFunctionEventInvokeConfigCommand({ FunctionName, MaximumRetryAttempts: 1 }),
  );
  const config = await lambda.send(new GetFunctionEventInvokeConfigCommand({ FunctionName }));
  expect(config).toMatchObject({
    FunctionArn: `${arn}:$LATEST`,
    MaximumRetryAttempts: 1,
    DestinationConfig: { OnSuccess: {}, OnFailure: {} },
  });
  expect(config.LastModified).toBeInstanceOf(Date);
  const configs = await lambda.send(new ListFunctionEventInvokeConfigsCommand({ FunctionName }));
  expect(configs.FunctionEventInvokeConfigs).toHaveLength(1);
});

describe('refusals of CreateFunction', () => {
  const cases: [string, object, string, number, string | RegExp][] = [
    [
      'an archive that is none',
      { Code: { ZipFile: Buffer.from('text') } },
      'InvalidParameterValueException',
      400,
      'Could not unzip uploaded file. Please check your file, then try to upload again.',
    ],
    [
      'code in a bucket that there is not',
      { Code: { S3Bucket: 'bucket', S3Key: 'key' } },
      'InvalidParameterValueException',
      400,
      'Error occurred while GetObject. S3 Error Code: NoSuchBucket. S3 Error Message: The specified bucket does not exist',
    ],
    [
      'code in a bucket without a key',
      { Code: { S3Bucket: 'bucket' } },
      'InvalidParameterValueException',
      400,
      'Please provide a source for function code.',
    ],
    [
      'an image',
      { Code: { ImageUri: 'image' }, PackageType: 'Image' },
      'InvalidParameterValueException',
      400,
      /does not run container images/,
    ],
    [
      'a runtime that there is not',
      { Runtime: 'cobol' },
      'InvalidParameterValueException',
      400,
      /^Value cobol at 'runtime' failed to satisfy constraint: Member must satisfy enum value set: \[/,
    ],
    [
      'a role that is none',
      { Role: 'me' },
      'ValidationException',
      400,
      String.raw`1 validation error detected: Value 'me' at 'role' failed to satisfy constraint: Member must satisfy regular expression pattern: arn:(aws[a-zA-Z-]*)?:iam::\d{12}:role/?[a-zA-Z_0-9+=,.@\-_/]+`,
    ],
    [
      'a long name',
      { FunctionName: 'a'.repeat(65) },
      'InvalidParameterValueException',
      400,
      `1 validation error detected: Value '${'a'.repeat(65)}' at 'functionName' failed to satisfy constraint: Member must have length less than or equal to 64`,
    ],
    [
      'a variable of the runtime',
      { Environment: { Variables: { AWS_REGION: 'x' } } },
      'InvalidParameterValueException',
      400,
      /Reserved keys used in this request: AWS_REGION$/,
    ],
    [
      'a layer',
      { Layers: ['arn:aws:lambda:us-east-1:000000000000:layer:tools:1'] },
      'InvalidParameterValueException',
      400,
      'Layer version arn:aws:lambda:us-east-1:000000000000:layer:tools:1 does not exist.',
    ],
    [
      'a region that is not the one of the call',
      { FunctionName: 'arn:aws:lambda:eu-west-1:000000000000:function:orders' },
      'ResourceNotFoundException',
      404,
      "Functions from 'eu-west-1' are not reachable in this region ('us-east-1')",
    ],
    [
      'a parameter that is not supported',
      { FileSystemConfigs: [{ Arn: 'arn', LocalMountPath: '/mnt/a' }] },
      'ValidationException',
      400,
      'Headwater does not support the parameter FileSystemConfigs of CreateFunction yet',
    ],
  ];

  test.each(cases)('%s', async (_, input, name, status, text) => {
    const { lambda } = await started();
    const asked = { ...settings, ...input } as CreateFunctionCommandInput;
    const [foundName, foundStatus, message] = await errorOf(
      lambda.send(new CreateFunctionCommand(asked)),
    );
    expect([foundName, foundStatus]).toEqual([name, status]);
    if (typeof text === 'string') expect(message).toBe(text);
    else expect(message).toMatch(text);
  });

  test('a name that is taken', async () => {
    const { lambda } = await started();
    await lambda.send(new CreateFunctionCommand(settings));
    expect(await errorOf(lambda.send(new CreateFunctionCommand(settings)))).toEqual([
      'ResourceConflictException',
      409,
      'Function already exist: orders',
    ]);
  });
});

test('functions and their code are there after a restart', async () => {
  await using directory = await temporaryDirectory();
  const dataDir = directory.path;
  {
    await using first = await startHeadwater({ dataDir, log: quiet });
    const lambda = new LambdaClient(first.clientConfig);
    await lambda.send(new CreateFunctionCommand(settings));
    lambda.destroy();
  }
  await using second = await startHeadwater({ dataDir, log: quiet });
  const answer = await second.functions.invoke({ name: 'orders', payload: { say: 'again' } });
  expect(answer.payload).toMatchObject({ event: { say: 'again' } });
});

test('a file that changes is a function that changes', async () => {
  await using directory = await temporaryDirectory();
  const path = join(directory.path, 'handler.ts');
  const write = (answer: string) =>
    writeFile(
      path,
      `export const handler = async (): Promise<string> => '${answer}';\nexport const other = async () => 'other';\n`,
    );
  await write('first');
  const { headwater, lambda } = await started();
  const added = await headwater.functions.add({ name: 'local', handler: path, env: { A1: 'b' } });
  expect(added).toMatchObject({ name: 'local', code: path, timeout: 30 });
  const answer = async (): Promise<unknown> =>
    (await headwater.functions.invoke({ name: 'local' })).payload;
  expect(await answer()).toBe('first');
  await write('second, and longer');
  expect(await answer()).toBe('second, and longer');
  await headwater.functions.add({ name: 'local', handler: `${path}#other` });
  expect(await answer()).toBe('other');
  const { Configuration } = await lambda.send(new GetFunctionCommand({ FunctionName: 'local' }));
  expect(Configuration).toMatchObject({ Handler: 'handler.other', State: 'Active' });
  await rm(path);
  await expect(headwater.functions.add({ name: 'gone', handler: path })).rejects.toThrow(
    'There is no file and no folder',
  );
  await headwater.functions.remove({ name: 'local' });
  expect(await headwater.functions.list()).toEqual([]);
  await expect(headwater.functions.invoke({ name: 'local' })).rejects.toThrow(
    'There is no function arn:aws:lambda:us-east-1:000000000000:function:local.',
  );
});

test('an operation that is not offered says so', async () => {
  const { lambda } = await started();
  expect(await errorOf(lambda.send(new ListLayersCommand({})))).toEqual([
    'UnknownOperationException',
    404,
    expect.stringContaining('GET /2018-10-31/layers'),
  ]);
});

describe('the pages of other sites', () => {
  const signed = {
    authorization:
      'AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/lambda/aws4_request, SignedHeaders=host, Signature=0',
    'x-amz-date': '20260101T000000Z',
  };

  test.each<[string, string, Record<string, string>, number]>([
    ['no page', 'GET', {}, 200],
    ['a page of another origin', 'GET', { origin: 'https://example.com' }, 403],
    ['a page without an origin', 'GET', { origin: 'null' }, 403],
    ['what asks for permission', 'OPTIONS', { origin: 'https://example.com' }, 403],
  ])('%s', async (_, method, headers, status) => {
    const { headwater } = await started();
    const answer = await fetch(`${headwater.endpoint}/2015-03-31/functions/`, {
      method,
      headers: { ...signed, ...headers },
    });
    expect(answer.status).toBe(status);
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
    expect(answer.headers.get('access-control-allow-methods')).toBeNull();
  });

  test('a credential for another service is refused', async () => {
    const { headwater } = await started();
    const authorization = signed.authorization.replace('lambda', 'dynamodb');
    const answer = await fetch(`${headwater.endpoint}/2015-03-31/functions`, {
      headers: { ...signed, authorization },
    });
    expect([answer.status, answer.headers.get('x-amzn-errortype')]).toEqual([
      403,
      'InvalidSignatureException',
    ]);
    expect(await answer.json()).toEqual({
      message: "Credential should be scoped to correct service: 'lambda'. ",
    });
  });
});
