// DynamoDB's numbers: decimals of up to 38 significant digits between 1E-130 and 9.99E+125, and zero.
//
// The server holds a number as *canonical* text: plain decimal with the exponent written out, no
// leading or trailing zeros, no plus sign, no `-0`. Two numbers are equal exactly when their canonical
// texts are. All functions but `canonicalNumber` take canonical texts.

import Big from 'big.js';
import type { MessageFamily } from './invalid-input.ts';
import { InvalidInput } from './invalid-input.ts';
import { MAX_NUMBER_EXPONENT, MAX_SIGNIFICANT_DIGITS, MIN_NUMBER_EXPONENT } from './limits.ts';
import type { ValidationLayer } from './validation-layer.ts';

const GRAMMAR = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE]([+-]?\d+))?$/;
const MAX_INT_32 = 2 ** 31 - 1;
const MAX_INT_64 = 2n ** 63n - 1n;

const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;

const NOT_NUMERIC = 'The parameter cannot be converted to a numeric value';
const OVERFLOW =
  'Number overflow. Attempting to store a number with magnitude larger than supported range';
const UNDERFLOW =
  'Number underflow. Attempting to store a number with magnitude smaller than supported range';
const TOO_PRECISE = 'Attempting to store more than 38 significant digits in a Number';

/**
 * The canonical text of a number as a request writes it.
 *
 * Throws InvalidInput `value` with the texts observed on AWS for what is no number, too large, too
 * small or too precise.
 */
export function canonicalNumber(text: string, layer: ValidationLayer = 'current'): string {
  if (isShortCanonical(text)) return text;
  const match = GRAMMAR.exec(text);
  if (match === null) throw notNumeric(text, layer);
  const exponentText = match[1] ?? '0';
  checkWrittenExponent(text, exponentText, layer);

  const number = new Big(text.startsWith('+') ? text.slice(1) : text);
  if (isZero(number)) {
    // Zero is held to the range by the exponent that it is written with (observed on AWS, 2026-10).
    if (layer === 'current') checkExponent(Number(exponentText), 'value');
    return '0';
  }
  // The older layer computes the exponent in 32 bits, where the largest one wraps around.
  if (layer === 'older' && number.e >= MAX_INT_32) throw new InvalidInput('value', UNDERFLOW);
  checkExponent(number.e, 'value');
  if (number.c.length > MAX_SIGNIFICANT_DIGITS) throw new InvalidInput('value', TOO_PRECISE);
  return number.toFixed();
}

/** Numeric order: negative, 0 or positive. */
export function compareNumbers(a: string, b: string): number {
  if (a === b) return 0;
  const negative = isNegative(a);
  if (negative !== isNegative(b)) return negative ? -1 : 1;
  // With integer parts of one length the digits stand in the same places, so text order decides;
  // the point sorts before every digit.
  const byLength = integerEnd(a) - integerEnd(b);
  const magnitude = byLength !== 0 ? byLength : a < b ? -1 : 1;
  return negative ? -magnitude : magnitude;
}

/** a + b, exactly. Throws InvalidInput `rule` when DynamoDB could not store the sum. */
export function addNumbers(a: string, b: string): string {
  if (isShortInteger(a) && isShortInteger(b)) return String(Number(a) + Number(b));
  return storable(new Big(a).plus(b));
}

/** a - b, exactly. Throws InvalidInput `rule` when DynamoDB could not store the difference. */
export function subtractNumbers(a: string, b: string): string {
  if (isShortInteger(a) && isShortInteger(b)) return String(Number(a) - Number(b));
  return storable(new Big(a).minus(b));
}

/**
 * Bytes that a number counts for in its item's size: one, one for a minus sign, and one for every two
 * significant digits, where digits before and after the point are rounded up apart. Zeros that only
 * place the point are not significant. Observed on AWS (23 literals), against the documentation.
 */
export function numberSizeBytes(number: string): number {
  if (number === '0') return 1;
  const start = isNegative(number) ? 1 : 0;
  const point = integerEnd(number);
  let first = start;
  let end = number.length;
  if (point === end) {
    while (number.charCodeAt(end - 1) === ZERO) end -= 1;
    return 1 + start + halfRoundedUp(end - first);
  }
  if (number.charCodeAt(first) !== ZERO) {
    return 1 + start + halfRoundedUp(point - first) + halfRoundedUp(end - point - 1);
  }
  first = point + 1;
  while (number.charCodeAt(first) === ZERO) first += 1;
  return 1 + start + halfRoundedUp(end - first);
}

function notNumeric(text: string, layer: ValidationLayer): InvalidInput {
  const shown = text === '' && layer === 'older' ? '' : `: ${text}`;
  return new InvalidInput('value', NOT_NUMERIC + shown);
}

// DynamoDB reads the exponent as a 64-bit integer, in the older layer as a 32-bit one.
function checkWrittenExponent(text: string, exponentText: string, layer: ValidationLayer): void {
  const exponent = Number(exponentText);
  if (Math.abs(exponent) <= MAX_INT_32) return;
  if (layer === 'older' || Math.abs(exponent) > 1e19) throw notNumeric(text, layer);
  const exact = BigInt(exponentText.replace('+', ''));
  if (exact > MAX_INT_64 || exact < -MAX_INT_64 - 1n) throw notNumeric(text, layer);
}

function checkExponent(exponent: number, family: MessageFamily): void {
  if (exponent > MAX_NUMBER_EXPONENT) throw new InvalidInput(family, OVERFLOW);
  if (exponent < MIN_NUMBER_EXPONENT) throw new InvalidInput(family, UNDERFLOW);
}

// What an update computes is refused while it runs, hence the family of rules.
function storable(result: Big): string {
  if (isZero(result)) return '0';
  checkExponent(result.e, 'rule');
  // AWS calls this an overflow too, not a lack of precision (observed by Scylla's test suite).
  if (result.c.length > MAX_SIGNIFICANT_DIGITS) throw new InvalidInput('rule', OVERFLOW);
  return result.toFixed();
}

function isShortCanonical(text: string): boolean {
  const length = text.length;
  if (length === 0 || length > MAX_SIGNIFICANT_DIGITS) return false;
  const start = text.charCodeAt(0) === MINUS ? 1 : 0;
  const startsWithZero = text.charCodeAt(start) === ZERO;
  if (startsWithZero && length > start + 1 && text.charCodeAt(start + 1) !== POINT) return false;
  if (startsWithZero && length === 2 && start === 1) return false;
  let point = -1;
  for (let index = start; index < length; index += 1) {
    const code = text.charCodeAt(index);
    if (code >= ZERO && code <= NINE) continue;
    if (code !== POINT || point !== -1 || index === start) return false;
    point = index;
  }
  if (length === start) return false;
  const last = text.charCodeAt(length - 1);
  return point === -1 || (last !== ZERO && last !== POINT);
}

// Up to 15 digits, so that the sum of two is exact in a double.
function isShortInteger(number: string): boolean {
  return number.length <= 15 && !number.includes('.');
}

function isZero(number: Big): boolean {
  return number.c[0] === 0;
}

function isNegative(number: string): boolean {
  return number.charCodeAt(0) === MINUS;
}

/** Index just after the integer part. */
function integerEnd(number: string): number {
  const point = number.indexOf('.');
  return point === -1 ? number.length : point;
}

function halfRoundedUp(digits: number): number {
  return (digits + 1) >> 1;
}
