// The members of string, number and binary sets: distinct, and held in the order of their values so
// that equal sets are equal texts.

import { canonicalBase64, compareBase64, compareUtf8 } from '../base/bytes.ts';
import { InvalidInput } from './invalid-input.ts';
import { canonicalNumber, compareNumbers } from './number.ts';
import type { ValidationLayer } from './validation-layer.ts';

export type SetType = 'SS' | 'NS' | 'BS';

const INVALID = 'One or more parameter values were invalid: ';

// Two spaces, "An number" and the missing space before "of" below are AWS's own.
const EMPTY_SET: Record<SetType, string> = {
  SS: `${INVALID}An string set  may not be empty`,
  NS: `${INVALID}An number set  may not be empty`,
  BS: `${INVALID}Binary sets should not be empty`,
};

const MEMBER_ORDER: Record<SetType, (a: string, b: string) => number> = {
  SS: compareUtf8,
  NS: compareNumbers,
  BS: compareBase64,
};

/** Canonical members of a set as a request writes it. Throws InvalidInput `value`. */
export function decodeMembers(
  type: SetType,
  sent: readonly string[],
  layer: ValidationLayer,
): readonly string[] {
  if (sent.length === 0) throw new InvalidInput('value', EMPTY_SET[type]);
  const members = sent.map((member) => canonicalMember(type, member, layer));
  if (new Set(members).size !== members.length) {
    throw new InvalidInput('value', duplicateText(type, members, layer));
  }
  return sortedMembers(type, members);
}

/** The members in the order of their values; the same array when they are in order already. */
export function sortedMembers(type: SetType, members: readonly string[]): readonly string[] {
  const order = MEMBER_ORDER[type];
  for (let index = 1; index < members.length; index += 1) {
    if (order(members[index - 1] ?? '', members[index] ?? '') > 0) return members.toSorted(order);
  }
  return members;
}

function canonicalMember(type: SetType, member: string, layer: ValidationLayer): string {
  switch (type) {
    case 'SS':
      return member.toWellFormed();
    case 'NS':
      return canonicalNumber(member, layer);
    case 'BS':
      return canonicalBase64(member);
  }
}

function duplicateText(type: SetType, members: readonly string[], layer: ValidationLayer): string {
  if (type === 'NS') {
    const text = 'Input collection contains duplicates';
    return layer === 'older' ? text : `${INVALID}${text}.`;
  }
  const ofType = type === 'BS' ? 'of type BS' : '';
  return `${INVALID}Input collection ${shownMembers(type, members, layer)}${ofType} contains duplicates.`;
}

/**
 * The older layer shows the members as sent, the current one those before the first repeated member in
 * their order, then that and the rest as sent (observed on AWS, October 2026).
 */
function shownMembers(type: SetType, members: readonly string[], layer: ValidationLayer): string {
  if (layer === 'older') return `[${members.join(', ')}]`;
  const seen = new Set<string>();
  const repeat = members.findIndex((member) => seen.size === seen.add(member).size);
  const inOrder = sortedMembers(type, members.slice(0, repeat));
  const quoted = [...inOrder, ...members.slice(repeat)].map((member) => `"${member}"`);
  return `[${quoted.join(type === 'BS' ? ',' : ', ')}]`;
}
