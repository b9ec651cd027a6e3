// The stage at which a request's signature is judged. It stands after the form of the credential was
// checked and before the types of the request are.

import type { IncomingMessage } from 'node:http';
import type { Credential } from './credential.ts';

export interface SignedRequest {
  readonly request: IncomingMessage;
  /** The body as it was sent: what the signature covers. */
  readonly body: Buffer;
  readonly credential: Credential;
}

/** Throws, or rejects with, WireError when the request is not what its credential's owner signed. */
export type Authenticate = (signed: SignedRequest) => void | Promise<void>;

/** Any credential is good: as on other emulators, and meant for servers on loopback. */
export const acceptAnyCredential: Authenticate = () => {};
