// Why something was not done with an event source mapping, as plain values. `api/lambda` alone knows AWS's name
// and text for each.

export type MappingRefusal =
  | { readonly kind: 'mapping-not-found'; readonly uuid: string }
  /** `function` is the name without a qualifier, and `uuid` that of the mapping that there is. */
  | {
      readonly kind: 'mapping-exists';
      readonly source: string;
      readonly function: string;
      readonly uuid: string;
    }
  /** It is in a transition. */
  | { readonly kind: 'mapping-in-use'; readonly action: 'update' | 'delete' }
  | { readonly kind: 'no-function-for-mapping' }
  | { readonly kind: 'no-stream-for-mapping'; readonly source: string }
  /** Nothing of that kind is offered. */
  | { readonly kind: 'no-event-source'; readonly source: string }
  | { readonly kind: 'no-such-start'; readonly source: string }
  | { readonly kind: 'start-in-future' };

export class MappingRefused extends Error {
  override readonly name = 'MappingRefused';
  readonly refusal: MappingRefusal;

  constructor(refusal: MappingRefusal, options?: ErrorOptions) {
    super(`Refused: ${refusal.kind}`, options);
    this.refusal = refusal;
  }
}
