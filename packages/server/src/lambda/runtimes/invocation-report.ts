// The lines that AWS writes around an invocation, and the documents that say why one came to nothing. Shapes as
// AWS's logs and answers have had them since 2025.

/** Why an invocation was not answered by the handler. */
export interface Fault {
  readonly status: 'timeout' | 'error';
  readonly errorType: string;
  /** As AWS shows it, behind `RequestId: ... Error: `. */
  readonly message: string;
}

export interface InvocationReport {
  readonly requestId: string;
  readonly durationMs: number;
  readonly memoryMb: number;
  /** In bytes; undefined where the machine does not tell. */
  readonly peakMemoryBytes: number | undefined;
  /** Of the first invocation of an environment. */
  readonly initDurationMs: number | undefined;
  readonly fault: Fault | undefined;
}

export function timeoutFault(timeoutSeconds: number): Fault {
  const message = `Task timed out after ${timeoutSeconds.toFixed(2)} seconds`;
  return { status: 'timeout', errorType: 'Sandbox.Timedout', message };
}

/** How a process ended. */
export interface ProcessEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Node.js said that its heap was full. */
  readonly heapWasFull: boolean;
}

export function exitFault({ code, signal, heapWasFull }: ProcessEnd): Fault {
  // On AWS the kernel ends what needs more memory than it has. Here it is V8, which was told how much that is.
  if (heapWasFull) {
    const message = 'Runtime exited with error: signal: killed';
    return { status: 'error', errorType: 'Runtime.OutOfMemory', message };
  }
  const how =
    signal === null
      ? code === 0
        ? 'without providing a reason'
        : `with error: exit status ${code}`
      : `with error: signal: ${signalNames[signal] ?? signal}`;
  return { status: 'error', errorType: 'Runtime.ExitError', message: `Runtime exited ${how}` };
}

export function entryPointFault(message: string): Fault {
  return { status: 'error', errorType: 'Runtime.InvalidEntrypoint', message };
}

export const tooLargeFault = {
  errorType: 'Function.ResponseSizeTooLarge',
  errorMessage: 'Response payload size exceeded maximum allowed payload size (6291556 bytes).',
};

/** The payload of the answer. */
export function faultDocument(requestId: string, { errorType, message }: Fault): Uint8Array {
  const errorMessage = `RequestId: ${requestId} Error: ${message}`;
  return Buffer.from(JSON.stringify({ errorType, errorMessage }));
}

/** What the log says of it, before the invocation's END. `time` is ISO 8601. */
export function faultLines(requestId: string, fault: Fault, time: string): readonly string[] {
  return fault.status === 'timeout'
    ? [`${time} ${requestId} ${fault.message}`]
    : [`RequestId: ${requestId} Error: ${fault.message}`, fault.errorType];
}

export function startLine(requestId: string, version: string): string {
  return `START RequestId: ${requestId} Version: ${version}`;
}

export function endLines(report: InvocationReport): readonly string[] {
  const { requestId, durationMs, memoryMb, peakMemoryBytes, initDurationMs, fault } = report;
  const parts = [
    `REPORT RequestId: ${requestId}`,
    `Duration: ${durationMs.toFixed(2)} ms`,
    `Billed Duration: ${Math.ceil(durationMs + (initDurationMs ?? 0))} ms`,
    `Memory Size: ${memoryMb} MB`,
    ...(peakMemoryBytes === undefined
      ? []
      : [`Max Memory Used: ${Math.ceil(peakMemoryBytes / 1_048_576)} MB`]),
    ...(initDurationMs === undefined ? [] : [`Init Duration: ${initDurationMs.toFixed(2)} ms`]),
    ...(fault === undefined ? [] : [`Status: ${fault.status}`]),
    ...(fault?.status === 'error' ? [`Error Type: ${fault.errorType}`] : []),
  ];
  return [`END RequestId: ${requestId}`, `${parts.join('\t')}\t`];
}

/** As AWS's Go prints them. */
const signalNames: Partial<Record<NodeJS.Signals, string>> = {
  SIGABRT: 'aborted',
  SIGBUS: 'bus error',
  SIGFPE: 'floating point exception',
  SIGHUP: 'hangup',
  SIGILL: 'illegal instruction',
  SIGINT: 'interrupt',
  SIGKILL: 'killed',
  SIGPIPE: 'broken pipe',
  SIGQUIT: 'quit',
  SIGSEGV: 'segmentation fault',
  SIGTERM: 'terminated',
  SIGTRAP: 'trace/breakpoint trap',
};
