// The Runtime API as a Node.js function calls it, on one connection that is kept.

import { Agent, request } from 'node:http';

/** `address` is `host:port`, as AWS_LAMBDA_RUNTIME_API has it. */
export function connect(address) {
  const [host, port] = address.split(':');
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });

  function call({ method, path, headers, body }) {
    return new Promise((resolve) => {
      const sent = request({ agent, host, port, method, path, headers }, (response) => {
        const chunks = [];
        response.on('data', (chunk) => chunks.push(chunk));
        response.on('error', serverIsGone);
        response.on('end', () => {
          resolve({ headers: response.headers, body: Buffer.concat(chunks).toString() });
        });
      });
      sent.on('error', serverIsGone);
      sent.end(body);
    });
  }

  return {
    next: () => call({ method: 'GET', path: '/2018-06-01/runtime/invocation/next' }),
    post: (path, body, headers) =>
      call({
        method: 'POST',
        path: `/2018-06-01/runtime/${path}`,
        headers: { ...headers, 'content-length': Buffer.byteLength(body) },
        body,
      }),
    /** Says which files were loaded: when one of them changes, the environment is not used again. */
    tellFiles: (files) =>
      call({ method: 'POST', path: '/headwater/files', body: JSON.stringify(files) }),
  };
}

/** Nobody is left to work for, and nobody to tell. */
function serverIsGone() {
  process.exit(1);
}
