// What `@headwater/consumer` offers. Whatever needs an SDK has an entry of its own.

export { StreamConsumer } from './stream-consumer.ts';
export type { BatchOptions, ConsumerOptions, LeaseOptions, StopOptions } from './options.ts';
export {
  type Batch,
  BatchFailed,
  type Handler,
  type HandlerContext,
  NotStarted,
  type PartialFailure,
} from './handler.ts';
export type { PulledBatch } from './pulled-batches.ts';
export { type DeadLetter, type FailurePolicy, GivenUp } from './failure-policy.ts';
export type { Watermark, WatermarkContext, WatermarkOptions } from './watermark.ts';
export type { BackOff } from './back-off.ts';
export type { ConsumerEvent, EndReason, EventOf, Gap } from './events.ts';
export type { ConsumerMetrics, ShardMetrics, ShardPhase } from './metrics.ts';
export type { ConsumerState, LeaseState } from './state.ts';
export type { SequenceRange, ShardPosition, StartPosition } from './positions.ts';
export type {
  Polling,
  ReadOptions,
  RecordsPage,
  Shard,
  ShardListing,
  Source,
  StreamRecord,
} from './source.ts';
export { SourceError, type SourceErrorKind } from './source-error.ts';
export {
  type ApplicationStart,
  type Checkpoint,
  type Lease,
  LeaseLost,
  type LeaseStore,
  type NewLease,
  type RangeEnd,
} from './lease-store.ts';
export { memoryLeases } from './leases/memory-leases.ts';
export {
  type AttributeMap,
  type ChangeKind,
  type ChangeOptions,
  type ChangeRecord,
  changeRecord,
  type RawChange,
} from './change-record.ts';
export { type AttributeValue, type NumberMode, plainItem, plainValue } from './attribute-values.ts';
export { compareSequenceNumbers } from './sequence-number.ts';
export type { Clock, Runtime } from './clock.ts';
export { systemRuntime } from './system-runtime.ts';
