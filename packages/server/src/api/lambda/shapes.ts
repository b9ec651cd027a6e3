// Shapes that several operations of Lambda share (AWS's service model).

import { regexPattern } from '../validation/regex-pattern.ts';
import {
  enumeration,
  integer,
  list,
  map,
  required,
  string,
  structure,
} from '../validation/shape.ts';

/** The name of a region, in a pattern. */
export const REGION = String.raw`(eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}`;
const TAG_TEXT = String.raw`([\p{L}\p{Z}\p{N}_.:/=+\-@]*)`;

/** Of operations that change a function. */
export const functionName = required(
  string({
    min: 1,
    max: 140,
    pattern: regexPattern(
      String.raw`(arn:(aws[a-zA-Z-]*)?:lambda:)?(${REGION}:)?(\d{12}:)?(function:)?([a-zA-Z0-9-_]+)(:(\$LATEST|[a-zA-Z0-9-_]+))?`,
    ),
  }),
);

/** Of operations that look at a function or invoke it. */
export const namespacedFunctionName = required(
  string({
    min: 1,
    max: 256,
    pattern: regexPattern(
      String.raw`(arn:(aws[a-zA-Z-]*)?:lambda:${REGION}:\d{12}:|((${REGION}:)?(\d{12}:)?))(function:)?([a-zA-Z0-9-_\.]+)(:(\$LATEST(\.PUBLISHED)?|[a-zA-Z0-9-_]+))?`,
    ),
  }),
);

export const qualifier = string({
  min: 1,
  max: 128,
  pattern: regexPattern(String.raw`\$(LATEST(\.PUBLISHED)?)|[a-zA-Z0-9-_$]+`),
});

export const version = string({
  min: 1,
  max: 1024,
  pattern: regexPattern(String.raw`(\$LATEST(\.PUBLISHED)?|[0-9]+)`),
});

export const aliasName = string({
  min: 1,
  max: 128,
  pattern: regexPattern('(?!^[0-9]+$)([a-zA-Z0-9-_]+)'),
});

export const description = string({ min: 0, max: 256 });
export const maxItems = integer({ min: 1, max: 10_000 });

export const role = string({
  min: 0,
  max: 10_000,
  pattern: regexPattern(String.raw`arn:(aws[a-zA-Z-]*)?:iam::\d{12}:role/?[a-zA-Z_0-9+=,.@\-_/]+`),
});

const handler = string({ min: 0, max: 128, pattern: regexPattern(String.raw`[^\s]+`) });

export const resourceArn = string({
  min: 0,
  max: 10_000,
  pattern: regexPattern(String.raw`(arn:(aws[a-zA-Z-]*)?:[a-z0-9-.]+:.*)|()`),
});

export const architectures = list(enumeration(['x86_64', 'arm64']), {
  min: 1,
  max: 1,
  elementsAsOne: true,
});

const environment = structure('Environment', {
  Variables: map(string(), {
    key: string({ pattern: regexPattern('[a-zA-Z]([a-zA-Z0-9_])+') }),
  }),
});

const layers = list(
  string({
    min: 1,
    max: 2048,
    pattern: regexPattern(
      String.raw`((arn:(aws[a-zA-Z-]*)?:lambda:${REGION}:\d{12}:layer:[a-zA-Z0-9-_]+:[0-9]+)|(arn:[a-zA-Z0-9-]+:lambda:::awslayer:[a-zA-Z0-9-_]+))`,
    ),
  }),
  { elementsAsOne: true },
);

export const tags = map(string({ min: 0, max: 256, pattern: regexPattern(TAG_TEXT, 'u') }), {
  key: string({ min: 1, max: 128, pattern: regexPattern(TAG_TEXT, 'u') }),
  valuesAsOne: true,
});

export const tagKeys = list(string({ min: 1, max: 128, pattern: regexPattern(TAG_TEXT, 'u') }), {
  elementsAsOne: true,
});

/** The members of a function's configuration that CreateFunction and UpdateFunctionConfiguration share. */
export const configurationMembers = {
  // Which ones there are is judged by the operations: AWS answers that with another error.
  Runtime: string(),
  Handler: handler,
  Description: description,
  Timeout: integer({ min: 1, max: 900 }),
  MemorySize: integer({ min: 128, max: 10_240 }),
  VpcConfig: structure('VpcConfig', {
    SubnetIds: list(string({ min: 0, max: 1024 }), { min: 0, max: 16 }),
    SecurityGroupIds: list(string({ min: 0, max: 1024 }), { min: 0, max: 5 }),
  }),
  DeadLetterConfig: structure('DeadLetterConfig', { TargetArn: resourceArn }),
  Environment: environment,
  KMSKeyArn: resourceArn,
  TracingConfig: structure('TracingConfig', { Mode: enumeration(['Active', 'PassThrough']) }),
  Layers: layers,
  EphemeralStorage: structure('EphemeralStorage', {
    Size: required(integer({ min: 512, max: 10_240 })),
  }),
  SnapStart: structure('SnapStart', { ApplyOn: enumeration(['PublishedVersions', 'None']) }),
  LoggingConfig: structure('LoggingConfig', {
    LogFormat: enumeration(['JSON', 'Text']),
    ApplicationLogLevel: enumeration(['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL']),
    SystemLogLevel: enumeration(['DEBUG', 'INFO', 'WARN']),
    LogGroup: string({ min: 1, max: 512, pattern: regexPattern(String.raw`[\.\-_/#A-Za-z0-9]+`) }),
  }),
};
