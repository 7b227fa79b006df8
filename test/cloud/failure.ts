/** What a service answers instead of a result: the client's fault, or what a rule has it say. */
export class Failure extends Error {
  readonly code: string;
  readonly status: number;

  constructor(code: string, message: string, status = 400) {
    super(message);
    this.code = code;
    this.status = status;
  }
}
