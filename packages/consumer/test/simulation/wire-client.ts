// A client of the SDK's shape that speaks AWS's JSON protocol without retries or signatures: a tenth of what the
// SDK's costs, and it never waits by a clock of its own.

import { Agent, request } from 'node:http';
import {
  ConditionalCheckFailedException,
  ResourceInUseException,
  ResourceNotFoundException,
} from '@aws-sdk/client-dynamodb';

type Service = 'dynamodb' | 'streams';

const targets = { dynamodb: 'DynamoDB_20120810', streams: 'DynamoDBStreams_20120810' };

/** Those that the code under test tells by their class. */
const classes = {
  ConditionalCheckFailedException,
  ResourceInUseException,
  ResourceNotFoundException,
};

const authorization =
  'AWS4-HMAC-SHA256 Credential=simulation/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=none';

interface Refusal {
  readonly __type?: string;
  readonly message?: string;
}

interface Command {
  readonly input: object;
  readonly constructor: { readonly name: string };
}

/** What of answers is looked at here; the rest is as the commands say. */
export interface Answer {
  readonly TableDescription?: { readonly LatestStreamArn?: string };
  readonly Records?: readonly { readonly dynamodb: { ApproximateCreationDateTime: unknown } }[];
}

export class WireClient implements Disposable {
  readonly #agent = new Agent({ keepAlive: true });
  readonly #endpoint: string;
  readonly #service: Service;

  constructor(endpoint: string, service: Service) {
    this.#endpoint = endpoint;
    this.#service = service;
  }

  async send(command: Command): Promise<Answer> {
    const operation = command.constructor.name.replace(/Command$/, '');
    const { status, body } = await this.#post(operation, JSON.stringify(command.input));
    const answer: Answer & Refusal = JSON.parse(body);
    if (status !== 200) throw errorOf(answer);
    for (const { dynamodb } of answer.Records ?? []) {
      // On the wire it is in seconds.
      dynamodb.ApproximateCreationDateTime = new Date(
        Number(dynamodb.ApproximateCreationDateTime) * 1000,
      );
    }
    return answer;
  }

  #post(operation: string, body: string): Promise<{ status: number | undefined; body: string }> {
    const headers = {
      authorization,
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-date': '20260101T000000Z',
      'x-amz-target': `${targets[this.#service]}.${operation}`,
    };
    return new Promise((resolve, reject) => {
      const call = request(
        this.#endpoint,
        { method: 'POST', agent: this.#agent, headers },
        (answer) => {
          const chunks: Buffer[] = [];
          answer.on('data', (chunk: Buffer) => chunks.push(chunk));
          answer.on('error', reject);
          answer.on('end', () => {
            resolve({ status: answer.statusCode, body: Buffer.concat(chunks).toString() });
          });
        },
      );
      call.on('error', reject);
      call.end(body);
    });
  }

  [Symbol.dispose](): void {
    this.#agent.destroy();
  }
}

function errorOf({ __type = '', message: text = '' }: Refusal): Error {
  const name = __type.replace(/^.*#/, '');
  if (name in classes) {
    return new classes[name as keyof typeof classes]({ message: text, $metadata: {} });
  }
  return Object.assign(new Error(text), { name });
}
