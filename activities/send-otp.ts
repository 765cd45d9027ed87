import type { Activities } from '../contracts/activities.js';
import type { OtpRequest } from '../contracts/messages.js';
import type { CardVault } from '../platform/vault/card-vault.js';
import { ProviderFailure } from '../providers/failure.js';
import type { RazorpayClient } from '../providers/razorpay/client.js';
import type { RazorpayAnswer } from '../providers/razorpay/http.js';
import { toProviderRefusal } from './answers.js';
import { connectionOf } from './connection.js';
import type { ActivityDependencies } from './dependencies.js';
import { failure } from './to-application-failure.js';

/** What the customer can do while no answer says otherwise. */
type Steps = { readonly next: readonly { readonly action: string; readonly url?: string }[] };

/**
 * Razorpay: OTP generate, submit and resend. A right OTP is only `accepted`: whether money came is for a look to say.
 * @throws OUTCOME_UNKNOWN when the answer to a submitted OTP was lost
 */
export function sendOtp(dependencies: ActivityDependencies): Activities['sendOtp'] {
  return async ({ connection, paymentId, request }) => {
    const { razorpay } = connectionOf(dependencies, connection);
    if (request.step === 'submit') return submit(dependencies.vault, razorpay, paymentId, request);
    const answer =
      request.step === 'generate'
        ? await razorpay.generateOtp(paymentId)
        : await razorpay.resendOtp(paymentId);
    return answer.ok ? { status: 'next_actions', next: answer.value.next } : refusedOtp(answer);
  };
}

async function submit(
  vault: CardVault,
  razorpay: RazorpayClient,
  paymentId: string,
  { otp }: OtpRequest,
): ReturnType<Activities['sendOtp']> {
  if (otp === undefined) throw failure('INVALID_INPUT', 'otp is missing');
  const secret = await vault.take(otp);
  const content = secret.reveal();
  if (content.kind !== 'otp') throw failure('INVALID_INPUT', 'the reference holds no OTP');
  try {
    const answer = await razorpay.submitOtp(paymentId, content.otp);
    return answer.ok ? { status: 'accepted' } : refusedOtp(answer);
  } catch (error) {
    if (!(error instanceof ProviderFailure)) throw error;
    if (error.mayHaveHappened) throw failure('OUTCOME_UNKNOWN', error.message);
    await vault.restore(otp, secret);
    throw error;
  }
}

function refusedOtp({
  refusal,
}: Extract<RazorpayAnswer<Steps>, { ok: false }>): Awaited<ReturnType<Activities['sendOtp']>> {
  const { customerText, reason } = toProviderRefusal(refusal);
  return { status: 'refused', customerText, reason, next: refusal.next };
}
