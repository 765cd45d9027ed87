import type { BillingAccount } from '../contracts/billing.js';
import type { CustomerDetails } from '../providers/razorpay/requests.js';
import type { RazorpayCustomer } from '../providers/razorpay/schemas.js';

/** What the account does not have is not emptied at Razorpay. Razorpay may write a country code before the number. */
export function agrees(customer: RazorpayCustomer, { name, email, contact }: CustomerDetails): boolean {
  const known = digitsOf(customer.contact);
  const wanted = digitsOf(contact);
  const sameContact = known !== '' && (known.endsWith(wanted) || wanted.endsWith(known));
  return (
    (name === undefined || name === customer.name) &&
    (email === undefined || email.toLowerCase() === customer.email?.toLowerCase()) &&
    (contact === undefined || sameContact)
  );
}

function digitsOf(contact: string | undefined): string {
  return contact?.replace(/\D/g, '') ?? '';
}

export function detailsOf({ name, email, contact }: BillingAccount): CustomerDetails {
  return {
    ...(name === undefined ? {} : { name }),
    ...(email === undefined ? {} : { email }),
    ...(contact === undefined ? {} : { contact }),
  };
}
