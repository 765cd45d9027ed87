import type { ErrorClass, RefusalScope } from '../../contracts/errors.js';

/** Reasons that ask the same of the customer. */
export interface ReasonGroup {
  readonly class: ErrorClass;
  /** What else will be refused for the same reason; nothing, if absent. */
  readonly concerns?: Exclude<RefusalScope, 'payment'>;
  /** Safe to show: says what to do, and nothing about anybody. */
  readonly customerText: string;
  readonly reasons: readonly string[];
}

/**
 * Every published reason of a failed payment or a refused request (Razorpay's error reasons; reference 4.4), grouped by
 * what can be done about it. The classes are our reading: Razorpay publishes meanings, not classes.
 */
export const reasonGroups: readonly ReasonGroup[] = [
  {
    class: 'retry_same',
    customerText: 'The payment was not confirmed. Please try again and confirm it with your bank or app.',
    reasons: ['authentication_failed', 'incorrect_otp', 'invalid_otp', 'otp_expired', 'incorrect_pin'],
  },
  {
    class: 'retry_same',
    customerText:
      'Your device or PIN is not set up for this payment. Set it up with your bank or app, then try again.',
    reasons: ['pin_not_set', 'incorrect_atm_pin', 'invalid_device'],
  },
  {
    class: 'retry_same',
    customerText: 'The card details are not right. Please check them and try again.',
    reasons: [
      'incorrect_cvv',
      'incorrect_card_details',
      'incorrect_card_expiry_date',
      'incorrect_cardholder_name',
      'card_number_invalid',
    ],
  },
  {
    class: 'retry_same',
    customerText: 'The payment was cancelled. You can try again.',
    reasons: ['payment_cancelled'],
  },
  {
    // May still be authorized late: the attempt stays guarded.
    class: 'retry_same',
    customerText:
      'The payment was not completed in time. You can try again; if money was deducted, it will be accounted for.',
    reasons: [
      'payment_timed_out',
      'payment_session_expired',
      'payment_collect_request_expired',
      'request_timed_out',
    ],
  },
  {
    class: 'retry_same',
    customerText: 'The UPI ID is not right. Please check it and try again.',
    reasons: ['invalid_vpa'],
  },
  {
    class: 'retry_same',
    customerText: 'Some of your details are not right. Please check them and try again.',
    reasons: [
      'bank_account_invalid',
      'bank_account_validation_failed',
      'mobile_number_invalid',
      'invalid_mobile_number',
      'invalid_user_details',
      'invalid_email',
    ],
  },
  {
    class: 'retry_same',
    customerText: 'Please pay from the bank account that is registered for this payment.',
    reasons: ['credit_failed', 'credit_not_permitted'],
  },
  {
    class: 'retry_same',
    customerText: 'The payment did not succeed. Please try again.',
    reasons: [
      'payment_failed',
      'duplicate_rrn_found',
      'mandate_creation_declined',
      'mandate_creation_expired',
      'mandate_creation_failed',
      'mandate_creation_timeout',
    ],
  },
  {
    class: 'use_another',
    customerText: 'Too many wrong tries. Please use another way to pay.',
    reasons: ['otp_attempts_exceeded', 'pin_attempts_exceeded'],
  },
  {
    class: 'use_another',
    customerText: 'This card cannot be used here. Please use another card or another way to pay.',
    reasons: [
      'card_expired',
      'card_not_enrolled',
      'card_disabled_for_online_payments',
      'card_type_invalid',
      'card_declined',
    ],
  },
  {
    class: 'use_another',
    customerText: 'The bank declined the payment. Please use another account or another way to pay.',
    reasons: [
      'payment_declined',
      'debit_declined',
      'debit_instrument_blocked',
      'debit_instrument_inactive',
      'payment_risk_check_failed',
      'user_not_registered_for_netbanking',
    ],
  },
  {
    class: 'use_another',
    customerText: 'The account has not enough funds for this payment. Please use another way to pay.',
    reasons: ['insufficient_funds', 'insufficient_fund', 'funds_blocked_by_mandate'],
  },
  {
    class: 'use_another',
    customerText:
      'A limit of your bank is reached. Please use another way to pay, or try again after 24 hours.',
    reasons: [
      'transaction_limit_exceeded',
      'transaction_daily_limit_exceeded',
      'transaction_daily_count_exceeded',
      'transaction_frequency_limit_exceeded',
    ],
  },
  {
    class: 'use_another',
    customerText: 'This credit offer cannot be used for this payment. Please use another way to pay.',
    reasons: [
      'credit_limit_exceeded',
      'credit_limit_expired',
      'credit_limit_inactive',
      'credit_limit_not_approved',
      'user_not_eligible',
      'emi_plan_unavailable',
      'emi_greater_than_max_amount',
    ],
  },
  {
    class: 'use_another',
    customerText: 'This UPI app or UPI ID cannot be used for this payment. Please use another one.',
    reasons: [
      'transaction_on_vpa_restricted',
      'psp_app_not_supported',
      'psp_not_registered',
      'authorisation_declined_by_psp',
      'upi_autopay_not_supported_on_psp',
      'reqauth_mandate_not_acknowledged',
    ],
  },
  {
    class: 'wait',
    customerText: 'The payment is still being processed. Please wait before you try again.',
    reasons: ['payment_pending', 'collect_request_pending', 'deemed_transaction', 'payment_pending_approval'],
  },
  {
    class: 'wait',
    customerText: 'A technical fault stopped the payment. Please try again a little later.',
    reasons: [
      'bank_technical_error',
      'issuer_technical_error',
      'gateway_technical_error',
      'upi_app_technical_error',
      'invalid_response_from_gateway',
      'verification_failed',
      'server_error',
      'vpa_resolution_failed',
      'record_not_found',
      'capture_failed',
    ],
  },
  {
    class: 'wait',
    concerns: 'instrument',
    customerText: 'Your bank or app is not available right now. Try again later, or use another one.',
    reasons: [
      'bank_not_available',
      'bank_cutoff_in_progress',
      'psp_not_available',
      'psp_app_not_available',
      'payment_declined_due_to_high_traffic',
    ],
  },
  {
    class: 'fix_integration',
    concerns: 'connection',
    customerText: 'The seller cannot take payments right now. Your money is not touched.',
    reasons: ['live_mode_not_enabled', 'merchant_not_activated'],
  },
  {
    class: 'fix_integration',
    concerns: 'instrument',
    customerText: 'The seller does not take this bank, card or app. Please use another way to pay.',
    reasons: [
      'payment_method_not_enabled',
      'bank_not_enabled',
      'card_network_not_enabled',
      'international_transaction_not_allowed',
      'recurring_payment_not_enabled',
      'upi_collect_not_enabled',
      'upi_intent_not_enabled',
      'collect_on_mcc_blocked',
    ],
  },
  {
    class: 'fix_integration',
    customerText: 'The payment cannot be taken this way; the seller has to correct it.',
    reasons: [
      'order_already_paid',
      'order_amount_mismatch',
      'order_payment_method_mismatch',
      'invalid_order_id',
      'payment_amount_tampered',
      'duplicate_request',
      'invalid_request',
      'input_validation_failed',
      'extra_field_sent',
      'invalid_amount',
      'invalid_currency',
      'amount_less_than_minimum_amount',
      'mismatch_in_transaction_details',
      'beneficiary_account_does_not_exist',
      'beneficiary_account_dormant',
      'compliance_violation',
      'invalid_contact_number',
    ],
  },
  {
    class: 'fix_integration',
    customerText: 'The refund cannot be made this way; the seller has to correct it.',
    reasons: ['duplicate_refund_id', 'refund_limit_crossed'],
  },
];
