// Names of AWS's resources, as far as Headwater sends something to them: queues, topics, buckets and functions.

export type Destination =
  | {
      readonly service: 'sqs';
      readonly region: string;
      readonly account: string;
      readonly queue: string;
    }
  | {
      readonly service: 'sns';
      readonly region: string;
      readonly account: string;
      readonly topic: string;
    }
  /** Buckets name no region and no account. */
  | { readonly service: 's3'; readonly bucket: string }
  | {
      readonly service: 'lambda';
      readonly region: string;
      readonly account: string;
      readonly name: string;
      readonly qualifier?: string;
    };

/** `arn:aws:sqs:eu-west-1:000000000000:orders`; the partitions `aws-cn` and `aws-us-gov` are AWS too. */
const ARN =
  /^arn:aws[a-z-]*:(?<service>sqs|sns|s3|lambda):(?<region>[a-z0-9-]*):(?<account>\d{12}|):(?<resource>.+)$/;

const FUNCTION = /^function:(?<name>[\w-]+)(?::(?<qualifier>\$LATEST|[\w-]+))?$/;

/** Undefined for what is not the ARN of one of these. */
export function parseDestination(arn: string): Destination | undefined {
  const groups = ARN.exec(arn)?.groups;
  if (groups === undefined) return undefined;
  const { service, region = '', account = '', resource = '' } = groups;
  if (service === 's3') {
    return /^[a-z0-9][a-z0-9.-]+$/.test(resource) ? { service, bucket: resource } : undefined;
  }
  if (region === '' || account === '') return undefined;
  if (service === 'lambda') return functionDestination(resource, { region, account });
  if (!/^[\w.-]+$/.test(resource)) return undefined;
  return service === 'sqs'
    ? { service, region, account, queue: resource }
    : { service: 'sns', region, account, topic: resource };
}

function functionDestination(
  resource: string,
  scope: { readonly region: string; readonly account: string },
): Destination | undefined {
  const groups = FUNCTION.exec(resource)?.groups;
  if (groups?.['name'] === undefined) return undefined;
  const { name, qualifier } = groups;
  return { service: 'lambda', ...scope, name, ...(qualifier === undefined ? {} : { qualifier }) };
}
