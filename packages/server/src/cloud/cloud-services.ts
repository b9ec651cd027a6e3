// SQS, SNS and S3 as the rest of the server uses them, wherever they are.

export interface QueueAddress {
  readonly region: string;
  readonly account: string;
  readonly queue: string;
}

/** By name; dead letters have them. */
export type MessageAttributes = Readonly<
  Record<string, { readonly type: 'String' | 'Number'; readonly value: string }>
>;

export interface ObjectAddress {
  /** Where S3 is asked for the bucket. */
  readonly region: string;
  readonly account: string;
  readonly bucket: string;
  readonly key: string;
}

/** All reject with the error of the SDK, of the emulator, or of the connection. */
export interface CloudServices extends AsyncDisposable {
  sendMessage(
    queue: QueueAddress,
    message: { readonly body: string; readonly attributes?: MessageAttributes },
  ): Promise<void>;
  publish(
    topicArn: string,
    message: {
      readonly region: string;
      readonly account: string;
      readonly body: string;
      readonly attributes?: MessageAttributes;
    },
  ): Promise<void>;
  /** `body` is JSON. */
  putObject(address: ObjectAddress, body: Uint8Array): Promise<void>;
  /** Resolves with nothing as soon as it is known to be larger than `maxBytes`. */
  getObject(
    address: ObjectAddress & { readonly version?: string | undefined },
    maxBytes: number,
  ): Promise<Uint8Array | undefined>;
}
