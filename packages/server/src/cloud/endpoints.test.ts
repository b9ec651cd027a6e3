import { expect, test } from 'vitest';
import { BadEndpoint, endpointOf, hasCredentials } from './endpoints.ts';

const own = 'http://127.0.0.1:8000';

function endpoint(environment: Record<string, string>, service: 'sqs' | 'sns' | 's3' = 'sqs') {
  return endpointOf(service, { environment, own });
}

test('the variable of the service comes before the one for all', () => {
  const both = { AWS_ENDPOINT_URL: 'http://all:1', AWS_ENDPOINT_URL_SQS: 'http://sqs:2' };
  expect(endpoint(both)).toBe('http://sqs:2');
  expect(endpoint(both, 's3')).toBe('http://all:1');
  expect(endpoint({ AWS_ENDPOINT_URL_SQS: '', AWS_ENDPOINT_URL: 'http://all:1' })).toBe(
    'http://all:1',
  );
});

test('without any, the emulator is meant', () => {
  expect(endpoint({})).toBeUndefined();
  expect(endpoint({ AWS_ENDPOINT_URL: 'http://all:1' }, 'sns')).toBe('http://all:1');
  const ignored = { AWS_ENDPOINT_URL: 'http://all:1', AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' };
  expect(endpoint(ignored)).toBeUndefined();
});

test.each(['http://127.0.0.1:8000', 'http://localhost:8000/', 'http://[::1]:8000'])(
  '%s is the server itself, and so the emulator',
  (url) => {
    expect(endpoint({ AWS_ENDPOINT_URL: url })).toBeUndefined();
  },
);

test.each(['http://127.0.0.1:4566', 'https://localhost:8000', 'http://example.org:8000'])(
  '%s is not',
  (url) => {
    expect(endpoint({ AWS_ENDPOINT_URL: url })).toBe(url);
  },
);

test.each(['localhost:8000', 'sqs', 'file:///tmp/socket'])('%s is refused', (url) => {
  expect(() => endpoint({ AWS_ENDPOINT_URL_SQS: url })).toThrow(BadEndpoint);
});

test('credentials are those of the variables of the SDK', () => {
  expect(hasCredentials({})).toBe(false);
  expect(hasCredentials({ AWS_ACCESS_KEY_ID: '' })).toBe(false);
  expect(hasCredentials({ AWS_ACCESS_KEY_ID: 'AKID' })).toBe(true);
  expect(hasCredentials({ AWS_PROFILE: 'work' })).toBe(true);
});
