import type { Money } from './order.js';

export interface ExternalDetails {
  type: string;
  source: string;
  source_id?: string | undefined;
  source_fee_money?: Money | undefined;
}

/** What `POST /v2/payments` takes. */
export interface SentPayment {
  source_id: string;
  idempotency_key: string;
  amount_money: Money;
  tip_money?: Money | undefined;
  order_id?: string | undefined;
  location_id?: string | undefined;
  customer_id?: string | undefined;
  reference_id?: string | undefined;
  note?: string | undefined;
  autocomplete?: boolean | undefined;
  accept_partial_authorization?: boolean | undefined;
  delay_duration?: string | undefined;
  delay_action?: string | undefined;
  buyer_email_address?: string | undefined;
  cash_details?: { buyer_supplied_money: Money; change_back_money?: Money | undefined } | undefined;
  external_details?: ExternalDetails | undefined;
}

export interface Payment {
  id: string;
  created_at: string;
  updated_at: string;
  amount_money: Money;
  tip_money?: Money | undefined;
  total_money: Money;
  approved_money: Money;
  refunded_money?: Money | undefined;
  refund_ids?: string[] | undefined;
  status: 'APPROVED' | 'COMPLETED' | 'CANCELED';
  delay_duration?: string | undefined;
  delay_action?: string | undefined;
  delayed_until?: string | undefined;
  source_type: 'CASH' | 'EXTERNAL';
  cash_details?: { buyer_supplied_money: Money; change_back_money: Money } | undefined;
  external_details?: ExternalDetails | undefined;
  location_id: string;
  order_id?: string | undefined;
  reference_id?: string | undefined;
  customer_id?: string | undefined;
  buyer_email_address?: string | undefined;
  note?: string | undefined;
  receipt_number?: string | undefined;
  version_token: string;
  application_details: { square_product: 'ECOMMERCE_API'; application_id: string };
}

/** What `POST /v2/refunds` takes. */
export interface SentRefund {
  idempotency_key: string;
  amount_money: Money;
  payment_id: string;
  reason?: string | undefined;
  payment_version_token?: string | undefined;
}

export interface Refund {
  id: string;
  status: 'PENDING' | 'COMPLETED';
  location_id: string;
  amount_money: Money;
  payment_id: string;
  order_id?: string | undefined;
  reason?: string | undefined;
  created_at: string;
  updated_at: string;
}
