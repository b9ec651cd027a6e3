// The header of a signed request, for clients without an SDK. Its scope names account and region; the
// signature is not checked on loopback.

export const authorization =
  'AWS4-HMAC-SHA256 Credential=000000000000/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host;x-amz-date, Signature=0';
