import { describe, expect, test } from 'vitest';
import type { ErrorClass } from '../../contracts/errors.js';
import { classifyRefusal, type RefusalParts } from '../../providers/razorpay/error-classes.js';
import { reasonGroups } from '../../providers/razorpay/error-reasons.js';

/** The published reasons, written down once more: a reason dropped from the product's table is noticed here. */
const published: Readonly<Record<ErrorClass, string>> = {
  retry_same: `authentication_failed incorrect_otp invalid_otp otp_expired incorrect_pin pin_not_set incorrect_atm_pin
    invalid_device incorrect_cvv incorrect_card_details incorrect_card_expiry_date incorrect_cardholder_name
    card_number_invalid payment_cancelled payment_timed_out payment_session_expired payment_collect_request_expired
    request_timed_out invalid_vpa bank_account_invalid bank_account_validation_failed mobile_number_invalid
    invalid_mobile_number invalid_user_details invalid_email credit_failed credit_not_permitted duplicate_rrn_found
    mandate_creation_declined mandate_creation_expired mandate_creation_failed mandate_creation_timeout payment_failed`,
  use_another: `otp_attempts_exceeded pin_attempts_exceeded card_expired card_not_enrolled
    card_disabled_for_online_payments card_type_invalid card_declined payment_declined debit_declined
    debit_instrument_blocked debit_instrument_inactive insufficient_funds insufficient_fund funds_blocked_by_mandate
    transaction_limit_exceeded transaction_daily_limit_exceeded transaction_daily_count_exceeded
    transaction_frequency_limit_exceeded credit_limit_exceeded credit_limit_expired credit_limit_inactive
    credit_limit_not_approved user_not_eligible emi_plan_unavailable emi_greater_than_max_amount
    payment_risk_check_failed transaction_on_vpa_restricted psp_app_not_supported psp_not_registered
    authorisation_declined_by_psp upi_autopay_not_supported_on_psp reqauth_mandate_not_acknowledged
    user_not_registered_for_netbanking`,
  wait: `payment_pending collect_request_pending deemed_transaction payment_pending_approval bank_technical_error
    issuer_technical_error gateway_technical_error upi_app_technical_error invalid_response_from_gateway
    verification_failed server_error vpa_resolution_failed record_not_found capture_failed bank_not_available
    bank_cutoff_in_progress psp_not_available psp_app_not_available payment_declined_due_to_high_traffic`,
  fix_integration: `order_already_paid order_amount_mismatch order_payment_method_mismatch invalid_order_id
    payment_amount_tampered duplicate_request invalid_request input_validation_failed extra_field_sent invalid_amount
    invalid_currency amount_less_than_minimum_amount mismatch_in_transaction_details live_mode_not_enabled
    merchant_not_activated payment_method_not_enabled bank_not_enabled card_network_not_enabled
    international_transaction_not_allowed recurring_payment_not_enabled upi_collect_not_enabled upi_intent_not_enabled
    collect_on_mcc_blocked beneficiary_account_does_not_exist beneficiary_account_dormant compliance_violation
    invalid_contact_number duplicate_refund_id refund_limit_crossed`,
};

const parts = (reason: string | undefined, source?: string) => ({
  code: 'BAD_REQUEST_ERROR',
  description: 'x',
  step: undefined,
  reason,
  source,
});

const classOf = (refusal: RefusalParts): ErrorClass => classifyRefusal(refusal).class;

const rows = (Object.keys(published) as ErrorClass[]).flatMap((errorClass) =>
  published[errorClass].split(/\s+/).map((reason) => [reason, errorClass] as const),
);

test.each(rows)('%s means %s', (reason, errorClass) => {
  expect(classOf(parts(reason))).toBe(errorClass);
});

test('the table holds every published reason once, and no other', () => {
  const listed = reasonGroups.flatMap(({ reasons }) => reasons);
  expect(listed.toSorted()).toEqual(rows.map(([reason]) => reason).toSorted());
  expect(new Set(listed).size).toBe(114);
});

describe('payment_failed depends on who says it', () => {
  test.each([
    ['issuer_bank', 'use_another'],
    ['bank', 'use_another'],
    ['issuer', 'use_another'],
    ['gateway', 'retry_same'],
    [undefined, 'retry_same'],
  ])('%s: %s', (source, errorClass) => {
    expect(classOf(parts('payment_failed', source))).toBe(errorClass);
  });
});

test.each(['payment_initiation', 'payment_authentication'])(
  'nobody has declined a payment that failed at %s',
  (step) => {
    expect(classOf({ ...parts('payment_failed', 'issuer_bank'), step })).toBe('retry_same');
    expect(classOf({ ...parts('payment_failed', 'issuer_bank'), step: 'payment_authorization' })).toBe(
      'use_another',
    );
  },
);

test('what a bank declined is not asked to be tried again, neither by its class nor by its sentence', () => {
  expect(classifyRefusal(parts('payment_failed', 'bank')).customerText).toMatch(/declined[^]*another/);
  expect(classifyRefusal(parts('payment_failed', 'gateway')).customerText).toMatch(/try again/);
});

describe('what a refusal concerns', () => {
  const concernsOf = (reason: string | undefined) => classifyRefusal(parts(reason)).concerns;

  test.each(['merchant_not_activated', 'live_mode_not_enabled'])('%s: the whole connection', (reason) => {
    expect(concernsOf(reason)).toBe('connection');
  });

  test.each(
    `payment_method_not_enabled bank_not_enabled card_network_not_enabled international_transaction_not_allowed
    recurring_payment_not_enabled upi_collect_not_enabled upi_intent_not_enabled collect_on_mcc_blocked
    bank_not_available bank_cutoff_in_progress psp_not_available psp_app_not_available
    payment_declined_due_to_high_traffic`.split(/\s+/),
  )('%s: that instrument', (reason) => {
    expect(concernsOf(reason)).toBe('instrument');
  });

  test('every other reason, and an unknown one: that payment', () => {
    const wide = rows.filter(([reason]) => concernsOf(reason) !== 'payment');
    expect(wide).toHaveLength(15);
    expect(concernsOf('a_reason_of_tomorrow')).toBe('payment');
    expect(concernsOf(undefined)).toBe('payment');
  });
});

test.each(rows)('%s has a sentence for the customer that gives nothing away', (reason) => {
  const { customerText } = classifyRefusal({ ...parts(reason), description: 'Txn of A. Rao failed' });
  expect(customerText).toMatch(/^[A-Z][^_{}<>]{20,160}\.$/);
  expect(customerText).not.toMatch(/razorpay|togai|rao|fraud|risk|integration|http/i);
});

test.each(['gateway failure', 'a_reason_of_tomorrow', undefined])(
  '%s: the outcome is not known',
  (reason) => {
    expect(classOf(parts(reason))).toBe('wait');
  },
);

test("Razorpay's words are kept for operators, and the customer gets ours", () => {
  const refusal = classifyRefusal({
    ...parts('insufficient_funds', 'customer'),
    description: 'Txn of A. Rao failed',
  });
  expect(refusal).toMatchObject({
    description: 'Txn of A. Rao failed',
    source: 'customer',
    class: 'use_another',
  });
  expect(refusal.customerText).toContain('not enough funds');
  expect(refusal.customerText).not.toContain('Rao');
});
