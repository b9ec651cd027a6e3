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
  /** How long streams keep records where a table does not ask otherwise; a minute or more. */
  readonly retentionMs: number;
  /** How long a shard is open before it rolls over; 0 for ever. */
  readonly shardLifetimeMs: number;
  /** Most bytes of records that all streams keep together; the oldest go. 0 is no bound. */
  readonly retentionBytes: number;
  /** A shard that takes more records a second than this for half a minute is split; 0 splits none. */
  readonly splitAbove: number;
  /** Whether validation messages are worded as AWS words them since mid 2026, or as before. */
  readonly validationWording: 'current' | 'legacy';
  /** Whether requests beyond a table's provisioned throughput are refused. */
  readonly enforceThroughput: boolean;
  /** Whether GetRecords, and puts of Kinesis, beyond AWS's limits of one shard are refused. */
  readonly enforceStreamLimits: boolean;
  /** A file that says which functions there are, and which tables call them. */
  readonly functionsFile: string | undefined;
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
  retentionMs: 24 * 60 * 60 * 1000,
  shardLifetimeMs: 4 * 60 * 60 * 1000,
  retentionBytes: 0,
  splitAbove: 0,
  validationWording: 'current',
  enforceThroughput: false,
  enforceStreamLimits: false,
  functionsFile: undefined,
  allowRemote: false,
};
