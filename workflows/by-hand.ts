/** Operators send signals by hand: whatever they hold is read, since a handler that threw would stop the workflow for good. */
export function isObject(input: unknown): input is object {
  return typeof input === 'object' && input !== null;
}

export function reasonOf(input: unknown, otherwise: string): string {
  return isObject(input) && 'reason' in input && typeof input.reason === 'string' ? input.reason : otherwise;
}
