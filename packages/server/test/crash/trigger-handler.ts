// The function of the trigger's crash test: notes what it processes in a file, and fails every third time.

import { appendFileSync } from 'node:fs';

interface Event {
  readonly Records: readonly {
    readonly dynamodb: {
      readonly Keys: { readonly id: { readonly S: string } };
      readonly NewImage: { readonly value: { readonly N: string } };
    };
  }[];
}

let calls = 0;

export const handler = (event: Event): Promise<void> => {
  calls += 1;
  const lines = event.Records.map(
    ({ dynamodb }) => `${dynamodb.Keys.id.S} ${dynamodb.NewImage.value.N}\n`,
  );
  if (calls % 3 === 0) throw new Error('Not this time.');
  appendFileSync(process.env['NOTES'] as string, lines.join(''));
  return Promise.resolve();
};
