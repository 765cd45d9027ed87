import { setTimeout as wait } from 'node:timers/promises';
import { submit, type Scene } from './scene.js';

/** What callers and customers do, one function for each way to pay. */

/** Looks at our own collection this often while the payment request is not out yet; wall-clock milliseconds. */
const LOOK_GAP_MS = 100;
const LOOK_TRIES = 300;

/** Any 4 to 10 digits are right in Razorpay's test mode. */
const OTP = '123456';

export async function netbanking(scene: Scene): Promise<void> {
  const { customer, payer, say } = scene;
  const payment = await submit(scene, 'checkout-1', { ...payer, method: 'netbanking', bank: 'HDFC' });
  const { callbackStatus } = await customer.followRedirect(payment.url('redirect'), 'success');
  say(
    `customer approves at the bank; the browser comes back through our callback (${String(callbackStatus)})`,
  );
}

export async function cardWithOtp(scene: Scene): Promise<void> {
  const { orchestrator, connection, invoiceId, payer, say } = scene;
  const attemptId = 'checkout-1';
  await submit(scene, attemptId, {
    ...payer,
    method: 'card',
    card: {
      number: '4111111111111111',
      expiry_month: '12',
      expiry_year: '35',
      cvv: '123',
      name: 'Meera Nair',
    },
    browser: {
      java_enabled: false,
      javascript_enabled: true,
      timezone_offset: -330,
      color_depth: 24,
      screen_width: 1440,
      screen_height: 900,
    },
  });
  await orchestrator.generateOtp({ connection, invoiceId, attemptId });
  say('bank sends an OTP');
  const answer = await orchestrator.submitOtp({ connection, invoiceId, attemptId, otp: OTP });
  say(`customer enters the OTP: ${answer.status}`);
}

export async function upiCollect(scene: Scene): Promise<void> {
  const { payer, say } = scene;
  await submit(scene, 'checkout-1', {
    ...payer,
    method: 'upi',
    upi: { flow: 'collect', vpa: 'success@razorpay' },
  });
  say('customer accepts the collect request in the UPI app');
}

export async function upiIntent(scene: Scene): Promise<void> {
  const { customer, payer, say } = scene;
  const payment = await submit(scene, 'checkout-1', { ...payer, method: 'upi', upi: { flow: 'intent' } });
  await customer.approveIntent(payment.url('intent'), 'success');
  say('UPI app opens by the intent link; customer approves');
}

export async function paymentRequest(scene: Scene): Promise<void> {
  const { orchestrator, connection, invoiceId, customer, say } = scene;
  await orchestrator.collectInvoice({ connection, invoiceId, mode: 'payment_request' });
  for (let tries = 1; ; tries += 1) {
    const { rounds } = await orchestrator.getState({ connection, invoiceId });
    const shortUrl = rounds.at(-1)?.shortUrl;
    if (shortUrl !== undefined) {
      say(`payment request sent: ${shortUrl}`);
      const paymentId = await customer.payHostedInvoice(shortUrl, {
        method: 'netbanking',
        outcome: 'success',
      });
      say(`customer pays on the hosted page: ${paymentId}`);
      return;
    }
    if (tries === LOOK_TRIES) throw new Error('The payment request was not issued in time');
    await wait(LOOK_GAP_MS);
  }
}

export async function failThenPay(scene: Scene): Promise<void> {
  const { customer, payer, say } = scene;
  const first = await submit(scene, 'checkout-1', { ...payer, method: 'netbanking', bank: 'ICIC' });
  await customer.followRedirect(first.url('redirect'), 'failure');
  say('the bank declines');
  const second = await submit(scene, 'checkout-2', { ...payer, method: 'upi', upi: { flow: 'intent' } });
  if (second.orderId !== first.orderId) throw new Error('The second attempt got another order');
  await customer.approveIntent(second.url('intent'), 'success');
  say('second attempt on the same order; customer approves by UPI');
}

export async function manualCapture(scene: Scene): Promise<void> {
  const { customer, payer, say } = scene;
  const payment = await submit(
    scene,
    'checkout-1',
    { ...payer, method: 'netbanking', bank: 'UTIB' },
    {
      payment_config: {
        capture: 'manual',
        capture_options: { manual_expiry_period: 7200, refund_speed: 'normal' },
      },
    },
  );
  await customer.followRedirect(payment.url('redirect'), 'success');
  say('customer approves; the money is only authorized, the workflow captures it');
}

export async function mustNotBeCollected(scene: Scene): Promise<void> {
  const { orchestrator, connection, invoiceId, say } = scene;
  await orchestrator.collectInvoice({ connection, invoiceId });
  say('somebody asks to collect an invoice that is VOID in Togai');
}
