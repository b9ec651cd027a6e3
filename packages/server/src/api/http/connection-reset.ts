// The connection of a request is to be cut with a reset instead of being answered. `cause` is what the
// request failed with, if it was run and did fail.

export class ConnectionReset extends Error {
  override readonly name = 'ConnectionReset';
}
