// Buckets in the name of the host: `orders.s3.localhost:8000/key` and `orders.localhost:8000/key` mean
// `/orders/key` (S3 user guide, "Virtual hosting of buckets").

const VIRTUAL = /^(?<bucket>.+?)(?:\.s3(?:[.-][a-z0-9-]+)*?)?\.localhost(?::\d+)?$/i;
const REGIONAL = /^(?<bucket>.+)\.s3[.-].+$/i;

/** `s3` itself is the service, and no bucket. */
const SERVICE = /^s3(?:[.-]|$)/i;

export function pathStyle(url: string, host: string): string {
  const bucket = (VIRTUAL.exec(host) ?? REGIONAL.exec(host))?.groups?.['bucket'];
  return bucket === undefined || SERVICE.test(bucket) ? url : `/${bucket}${url}`;
}
