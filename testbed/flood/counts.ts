import { InvalidArgumentError } from 'commander';

/** A count given at the command line. @throws InvalidArgumentError */
export function atLeastOne(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new InvalidArgumentError('must be a whole number from 1');
  return Number(text);
}
