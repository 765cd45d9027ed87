/** What Razorpay takes of a customer (reference: customers); undefined where nothing usable is left. */
export interface MappedCustomer {
  /** 3 to 50 of letters, digits, space and `. ' / @ ( )`. */
  readonly name: string | undefined;
  /** At most 64 characters. */
  readonly email: string | undefined;
  /** 8 or more digits, at most 15 characters with a leading `+`. */
  readonly contact: string | undefined;
}

const NAME_MIN = 3;
const NAME_MAX = 50;
const EMAIL_MAX = 64;
const CONTACT_MAX = 15;
const CONTACT_MIN_DIGITS = 8;

/** Letters that do not fall apart into a base letter and a mark, and signs that are words. */
const spelledOut: Readonly<Record<string, string>> = {
  '&': ' and ',
  '+': ' plus ',
  ß: 'ss',
  æ: 'ae',
  Æ: 'AE',
  ø: 'o',
  Ø: 'O',
  ł: 'l',
  Ł: 'L',
  đ: 'd',
  Đ: 'D',
  '’': "'",
  '‘': "'",
};

/** Maps what the billing system holds to what Razorpay takes; the caller keeps the original beside it. */
export function mapCustomer(original: {
  readonly name: string;
  readonly email: string | undefined;
  readonly phone: string | undefined;
}): MappedCustomer {
  return {
    name: mapName(original.name),
    email: mapEmail(original.email),
    contact: mapContact(original.phone),
  };
}

function mapName(original: string): string | undefined {
  const mapped = Array.from(original, (character) => spelledOut[character] ?? character)
    .join('')
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .replace(/[^A-Za-z0-9.'/@() ]+/g, ' ')
    .replace(/ +/g, ' ')
    .trim()
    .slice(0, NAME_MAX)
    .trim();
  return mapped.length >= NAME_MIN && /[A-Za-z0-9]/.test(mapped) ? mapped : undefined;
}

function mapEmail(original: string | undefined): string | undefined {
  const trimmed = original?.trim() ?? '';
  return trimmed.length <= EMAIL_MAX && /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(trimmed) ? trimmed : undefined;
}

/** The first run that looks like a number: what follows a letter is an extension or a remark. */
function mapContact(original: string | undefined): string | undefined {
  const run = /(\+|00)?[\d\s().\-/]{8,}/.exec(original ?? '')?.[0] ?? '';
  const digits = run.replace(/\D/g, '');
  const international = run.trimStart().startsWith('+');
  const number =
    !international && digits.startsWith('00') ? `+${digits.slice(2)}` : (international ? '+' : '') + digits;
  const count = number.replace('+', '').length;
  return count >= CONTACT_MIN_DIGITS && number.length <= CONTACT_MAX ? number : undefined;
}
