// How large a request with an archive in it may be.

/** Bytes (observed on AWS, LocalStack's recordings). */
export const MAX_UPLOAD_BYTES = 70_167_211;
