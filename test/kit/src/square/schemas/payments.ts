import type { SentPayment, SentRefund } from '../wire/payment.js';
import { ajv, check, dict, duration, flag, list, money, one, text, word } from './parts.js';

const key = text(45, 1);

export const checkPayment = check(
  ajv.compile<SentPayment>(
    dict(
      {
        ...{ source_id: text(16_384, 1), idempotency_key: key, amount_money: money, tip_money: money },
        ...{ order_id: word, location_id: text(50, 1), customer_id: text(191, 1), reference_id: text(40) },
        ...{ note: text(500), autocomplete: flag, accept_partial_authorization: flag, delay_duration: duration },
        ...{ delay_action: one('CANCEL', 'COMPLETE'), buyer_email_address: text(255) },
        cash_details: dict({ buyer_supplied_money: money, change_back_money: money }, ['buyer_supplied_money']),
        external_details: dict(
          {
            type: one(
              ...['CHECK', 'BANK_TRANSFER', 'OTHER_GIFT_CARD', 'CRYPTO', 'SQUARE_CASH', 'SOCIAL', 'EXTERNAL', 'EMONEY'],
              ...['CARD', 'STORED_BALANCE', 'FOOD_VOUCHER', 'OTHER'],
            ),
            ...{ source: text(255, 1), source_id: text(255), source_fee_money: money },
          },
          ['type', 'source'],
        ),
      },
      ['source_id', 'idempotency_key', 'amount_money'],
    ),
  ),
);

export const checkRefund = check(
  ajv.compile<SentRefund>(
    dict(
      {
        ...{ idempotency_key: key, amount_money: money, payment_id: word, reason: text(192) },
        payment_version_token: text(192, 1),
      },
      ['idempotency_key', 'amount_money', 'payment_id'],
    ),
  ),
);

export const checkCancelByKey = check(
  ajv.compile<{ idempotency_key: string }>(dict({ idempotency_key: key }, ['idempotency_key'])),
);
export const checkComplete = check(ajv.compile<{ version_token?: string }>(dict({ version_token: text(192, 1) })));

/** What `POST /oauth2/token` takes. */
export interface SentTokenRequest {
  client_id: string;
  grant_type: string;
  client_secret?: string;
  code?: string;
  redirect_uri?: string;
  refresh_token?: string;
  short_lived?: boolean;
  code_verifier?: string;
  scopes?: string[];
}
export const checkTokenRequest = check(
  ajv.compile<SentTokenRequest>(
    dict(
      {
        ...{ client_id: text(191, 1), grant_type: text(20, 10), client_secret: text(1024, 2), code: text(191, 1) },
        ...{ redirect_uri: text(2048), refresh_token: text(1024, 2), short_lived: flag },
        ...{ code_verifier: text(128, 43), scopes: list(word) },
      },
      ['client_id', 'grant_type'],
    ),
  ),
);

export interface SentRevocation {
  client_id: string;
  access_token?: string;
  merchant_id?: string;
  revoke_only_access_token?: boolean;
}
export const checkRevocation = check(
  ajv.compile<SentRevocation>(
    dict(
      {
        ...{ client_id: text(191, 1), access_token: text(1024, 2), merchant_id: word },
        revoke_only_access_token: flag,
      },
      ['client_id'],
    ),
  ),
);

/** A webhook subscription as the application keeps it. */
export interface SentSubscription {
  name?: string;
  enabled?: boolean;
  event_types?: string[];
  notification_url?: string;
  api_version?: string;
}
const subscription = dict({
  ...{ name: text(64), enabled: flag, event_types: list(text(100, 1)), notification_url: text(2048, 1) },
  api_version: text(20),
});
export const checkSubscription = check(
  ajv.compile<{ subscription: SentSubscription; idempotency_key?: string }>(
    dict({ subscription, idempotency_key: key }, ['subscription']),
  ),
);
