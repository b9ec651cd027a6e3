// What a trigger did with a record, as lines.

import type { RecordAccountView } from '../../control/mappings/mapping-view.ts';
import { moment } from './moments.ts';

type Step = RecordAccountView['steps'][number];

/** Oldest first, each indented. */
export function stepLines(steps: readonly Step[]): string[] {
  return steps.map((step) => `    ${'at' in step ? `${moment(step.at)} ` : ''}${stepText(step)}`);
}

function stepText(step: Step): string {
  switch (step.type) {
    case 'filtered':
      return `no filter matched: ${step.patterns.join(' ')}`;
    case 'invoking':
      return `attempt ${step.attempt} is under way, request ${step.requestId}`;
    case 'invoked':
      return invocationText(step);
    case 'retried':
      return `${step.isCut ? 'cut in two, ' : ''}to be handed out again at ${moment(step.nextAttemptAt)}`;
    case 'given-up': {
      const why = step.reason === 'age' ? 'too old' : 'no attempts left';
      return `given up after ${step.invokeCount} invocations: ${why}`;
    }
    case 'delivered':
      return `delivered to ${step.destination}`;
    case 'delivery-failed': {
      const next = step.nextAttemptAt;
      const then = next === undefined ? 'not again' : `again at ${moment(next)}`;
      return `not delivered to ${step.destination}, ${then}: ${step.problem}`;
    }
    case 'discarded':
      return 'discarded: the mapping has no destination for failures';
  }
}

function invocationText(step: Extract<Step, { readonly type: 'invoked' }>): string {
  const { attempt, outcome, durationMs, batch, requestId, problem } = step;
  const what = [
    `attempt ${attempt}: ${outcome} after ${Math.round(durationMs)} ms`,
    `${batch.size} ${batch.size === 1 ? 'record' : 'records'}`,
    `request ${requestId}`,
  ];
  return `${what.join(', ')}${problem === undefined ? '' : `: ${problem}`}`;
}
