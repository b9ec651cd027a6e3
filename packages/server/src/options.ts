// What can be set about a server, from the command line, the environment or the embedding API.

export interface ServerOptions {
  readonly host: string;
  /** 0 picks a free port. */
  readonly port: number;
  /** Where data lives; undefined keeps everything in memory. */
  readonly dataDir: string | undefined;
  /** `fsync`: an acknowledged write survives a power loss; `os`: it survives a killed process. */
  readonly durability: 'fsync' | 'os';
  /** Partitions, and so open shards, of a new table that does not ask otherwise. */
  readonly partitions: number;
  /** How long tables and streams stay CREATING, UPDATING, DELETING and so on; 0 is at once. */
  readonly transitionMs: number;
  /** Whether validation messages are worded as AWS words them since mid 2026, or as before. */
  readonly validationWording: 'current' | 'legacy';
  /** Whether requests beyond a table's provisioned throughput are refused. */
  readonly enforceThroughput: boolean;
  /** Whether to listen beyond loopback although nobody's credentials are checked. */
  readonly allowRemote: boolean;
}

export const defaultOptions: ServerOptions = {
  host: '127.0.0.1',
  port: 8000,
  dataDir: '.headwater',
  durability: 'fsync',
  partitions: 1,
  transitionMs: 0,
  validationWording: 'current',
  enforceThroughput: false,
  allowRemote: false,
};
