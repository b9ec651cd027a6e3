// How large the payload of an invocation may be.

/** Bytes (Lambda quotas: 6 MB synchronous, 1 MB asynchronous). */
export const INVOCATION_BODY_BYTES = 6_291_456;
export const INVOCATION_EVENT_BYTES = 1_048_576;
