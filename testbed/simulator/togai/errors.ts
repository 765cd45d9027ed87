/** A refusal in Togai's only error shape: a status and `{"message"}`. */
export class TogaiRefusal extends Error {
  constructor(
    readonly status: 400 | 401 | 404 | 422 | 429,
    message: string,
  ) {
    super(message.slice(0, 500));
    this.name = 'TogaiRefusal';
  }
}

/** The refusal for an id that is not there. */
export function notFound(kind: string, id: string): TogaiRefusal {
  return new TogaiRefusal(404, `${kind} ${id} not found`);
}
