// A server of its own process, for a test to kill while a handler runs: `invoke-forever.ts FOLDER PORT`.

import { testFunctions } from './test-functions.ts';

const [folder = '', port] = process.argv.slice(2);
const functions = await testFunctions();
const version = functions.version({ code: { kind: 'local', path: folder }, timeoutSeconds: 900 });
await functions.invoke(version, { port: Number(port) });
