// The catalogue of Kinesis's errors as the wire shows them: names without a namespace. docs/errors.md lists the same
// table, and a test keeps the two equal.

interface CatalogueEntry {
  readonly status: number;
  /** The member of the body that holds the text (observed on AWS, Kinesalite's tests). */
  readonly textMember: 'message' | 'Message';
}

export const kinesisCatalogue = {
  AccessDeniedException: { status: 400, textMember: 'message' },
  ExpiredIteratorException: { status: 400, textMember: 'message' },
  ExpiredNextTokenException: { status: 400, textMember: 'message' },
  IncompleteSignatureException: { status: 400, textMember: 'message' },
  InternalFailure: { status: 500, textMember: 'message' },
  InvalidArgumentException: { status: 400, textMember: 'message' },
  InvalidSignatureException: { status: 400, textMember: 'message' },
  LimitExceededException: { status: 400, textMember: 'message' },
  MissingAuthenticationTokenException: { status: 400, textMember: 'message' },
  ProvisionedThroughputExceededException: { status: 400, textMember: 'message' },
  ResourceInUseException: { status: 400, textMember: 'message' },
  ResourceNotFoundException: { status: 400, textMember: 'message' },
  SerializationException: { status: 400, textMember: 'Message' },
  ServiceUnavailable: { status: 503, textMember: 'message' },
  UnknownOperationException: { status: 400, textMember: 'message' },
  ValidationException: { status: 400, textMember: 'message' },
} as const satisfies Record<string, CatalogueEntry>;

export type KinesisErrorName = keyof typeof kinesisCatalogue;
