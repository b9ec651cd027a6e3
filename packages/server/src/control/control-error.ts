// What a control route refuses with: the wire shows it as `{"error": message}`.

/** `message` tells the operator what happened and what to do; `status` is the HTTP status, 4xx. */
export class ControlError extends Error {
  override readonly name = 'ControlError';
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}
