// ORDER BY: only the order that the keys have anyway, in either direction.

import { InvalidInput } from '../../model/invalid-input.ts';
import type { KeySchema } from '../../model/table.ts';
import type { BoundSelect } from '../../partiql/bind-statement.ts';
import { valueIdentity } from '../../partiql/conjunction.ts';
import type { KeyRead } from '../../partiql/key-reads.ts';
import type { OrderTerm } from '../../partiql/statement.ts';

/** @throws InvalidInput for an order that reading by keys does not give (texts observed on AWS) */
export function refuseOrder(
  { partition, sort }: KeySchema,
  { where, orderBy }: BoundSelect,
  reads: readonly KeyRead[] | undefined,
): void {
  if (orderBy.length === 0) return;
  if (where === undefined) {
    throw refusal('Must have WHERE clause in the statement when using ORDER BY clause.');
  }
  const strange = orderBy.find(
    ({ attribute }) => attribute !== partition.name && attribute !== sort?.name,
  );
  if (strange !== undefined) {
    const text = `Attribute ${strange.attribute} in ORDER BY clause must be part of the primary key`;
    throw refusal(text);
  }
  if (reads === undefined) {
    throw refusal(
      'Must have at least one non-optional hash key condition in WHERE clause when using ORDER BY clause.',
    );
  }
  const partitions = new Set(reads.flatMap((read) => read.condition.partition.map(valueIdentity)));
  if (partitions.size > 1 && orderBy.every(({ attribute }) => attribute !== partition.name)) {
    throw refusal(
      'Must have hash key in ORDER BY clause when more than one hash key condition specified in WHERE clause.',
    );
  }
}

/** With an ORDER BY that does not name the sort key, AWS reads each partition backwards (observed). */
export function directionOf(
  { sort }: KeySchema,
  orderBy: readonly OrderTerm[],
): 'forward' | 'backward' {
  if (orderBy.length === 0) return 'forward';
  const ofSort = orderBy.find(({ attribute }) => attribute === sort?.name);
  return ofSort?.descending === false ? 'forward' : 'backward';
}

function refusal(text: string): InvalidInput {
  return new InvalidInput('rule', text);
}
