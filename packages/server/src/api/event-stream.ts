// An answer that goes on: messages, one after another, for as long as there are any and somebody receives them.

export interface EventMessage {
  /** An exception is the last one. */
  readonly kind: 'event' | 'exception';
  /** Of the event, or of the error. */
  readonly name: string;
  readonly value: object;
}

export class EventStream {
  readonly messages: (signal: AbortSignal) => AsyncIterable<EventMessage>;

  /** The signal aborts when nobody receives the messages any more. */
  constructor(messages: (signal: AbortSignal) => AsyncIterable<EventMessage>) {
    this.messages = messages;
  }
}
