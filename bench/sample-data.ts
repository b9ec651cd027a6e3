// The table and the items that all measurements share: 1 KB an item in DynamoDB's count, with attributes
// of several types.

export const TABLE = 'bench';
const KEY_DIGITS = 8;
const VERSION_DIGITS = 12;

const PADDING_BYTES = 786;

export interface SampleItem {
  readonly [name: string]: object;
}

export function keyText(key: number): string {
  return `item-${String(key).padStart(KEY_DIGITS, '0')}`;
}

/** The version is text: a number would lose its leading zeros, and the request its fixed length. */
export function versionText(version: number): string {
  return `version-${String(version).padStart(VERSION_DIGITS, '0')}`;
}

export function sampleItem(key: number, version: number): SampleItem {
  return {
    id: { S: keyText(key) },
    version: { S: versionText(version) },
    status: { S: 'shipped' },
    customer: { S: 'customer-00000042' },
    total: { N: '1249.95' },
    quantity: { N: '17' },
    paid: { BOOL: true },
    tags: { SS: ['express', 'gift'] },
    address: { M: { city: { S: 'Rotterdam' }, country: { S: 'NL' }, code: { S: '3011 AA' } } },
    note: { S: 'x'.repeat(PADDING_BYTES) },
  };
}

export const createTableInput = {
  TableName: TABLE,
  AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
  KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
  BillingMode: 'PAY_PER_REQUEST',
  StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
};
