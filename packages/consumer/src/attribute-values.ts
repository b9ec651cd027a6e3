// DynamoDB's attribute values as plain JavaScript values.

/** As the AWS SDK has them; exactly one member is set. */
export interface AttributeValue {
  readonly S?: string | undefined;
  readonly N?: string | undefined;
  readonly B?: Uint8Array | undefined;
  readonly SS?: readonly string[] | undefined;
  readonly NS?: readonly string[] | undefined;
  readonly BS?: readonly Uint8Array[] | undefined;
  readonly M?: Readonly<Record<string, AttributeValue>> | undefined;
  readonly L?: readonly AttributeValue[] | undefined;
  readonly NULL?: boolean | undefined;
  readonly BOOL?: boolean | undefined;
}

/**
 * DynamoDB's numbers have 38 digits, JavaScript's about 16.
 * - `safe`: a number where it says exactly the same, otherwise the text
 * - `bigint`: the same, but whole numbers that are no safe number as bigint
 * - `string`: always the text
 * - `number`: always a number, rounded
 */
export type NumberMode = 'safe' | 'bigint' | 'string' | 'number';

/** Sets are `Set`, binaries `Uint8Array`, NULL is null. */
export function plainValue(value: AttributeValue, numbers: NumberMode = 'safe'): unknown {
  if (value.S !== undefined) return value.S;
  if (value.N !== undefined) return plainNumber(value.N, numbers);
  if (value.M !== undefined) return plainItem(value.M, numbers);
  if (value.L !== undefined) return value.L.map((element) => plainValue(element, numbers));
  if (value.BOOL !== undefined) return value.BOOL;
  if (value.NULL !== undefined) return null;
  if (value.B !== undefined) return value.B;
  if (value.SS !== undefined) return new Set(value.SS);
  if (value.NS !== undefined) return new Set(value.NS.map((text) => plainNumber(text, numbers)));
  if (value.BS !== undefined) return new Set(value.BS);
  throw new Error(
    `An attribute value of an unknown type: ${Object.keys(value).join(', ')}. Ask for the values as attribute-values.`,
  );
}

export function plainItem(
  item: Readonly<Record<string, AttributeValue>>,
  numbers: NumberMode = 'safe',
): Record<string, unknown> {
  const plain: Record<string, unknown> = {};
  for (const name of Object.keys(item)) {
    const value = plainValue(item[name] as AttributeValue, numbers);
    // Assigning to __proto__, a legal attribute name, would set the prototype.
    if (name === '__proto__') {
      Object.defineProperty(plain, name, {
        value,
        enumerable: true,
        configurable: true,
        writable: true,
      });
    } else plain[name] = value;
  }
  return plain;
}

function plainNumber(text: string, mode: NumberMode): number | bigint | string {
  if (mode === 'string') return text;
  const number = Number(text);
  if (mode === 'number') return number;
  if (isExact(text, number)) return number;
  return mode === 'bigint' && /^-?\d+$/.test(text) ? BigInt(text) : text;
}

/** Every decimal of up to 15 digits survives a double; beyond, its text has to. */
function isExact(text: string, number: number): boolean {
  if (Number.isInteger(number) && !Number.isSafeInteger(number)) return false;
  if (String(number) === text) return true;
  const [mantissa = ''] = text.toLowerCase().split('e');
  const digits = mantissa.replace(/[-+.]/g, '').replace(/^0+/, '').replace(/0+$/, '');
  const size = Math.abs(number);
  // Below, doubles lose digits.
  return digits === '' || (digits.length <= 15 && size > 1e-300 && size < 1e300);
}
