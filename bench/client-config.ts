// How the SDK's clients reach the server under test.

export function clientConfig(endpoint: string) {
  const credentials = { accessKeyId: 'bench', secretAccessKey: 'bench' };
  return { endpoint, region: 'us-east-1', credentials };
}
