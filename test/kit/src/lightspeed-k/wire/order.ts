/* What `POST /o/op/1/order/…` and `/pay` take. */

export interface SentSubItem {
  quantity: number;
  sku: string;
  customItemName?: string;
  customItemPrice?: number;
  modifiers?: { modifierId: string }[];
  subItems?: SentSubItem[];
}

export interface SentLine extends SentSubItem {
  course?: number;
  discountCode?: string;
  discountAmountOverride?: number;
  discountPercentOverride?: number;
}

export interface SentCustomer {
  firstName: string;
  lastName?: string;
  thirdPartyReference?: string;
  email?: string;
  contactNumberAsE164?: string;
  notes?: string;
  salutation?: string;
}

export interface SentOrder {
  businessLocationId: number;
  thirdPartyReference: string;
  endpointId: string;
  customerInfo: SentCustomer;
  orderNote?: string;
  maxTimeToAttemptOrderDeliverToPos?: number;
  accountProfileCode?: string;
  scheduledTimeForOrderAsIso8601?: string;
  orderCollectionTimeAsIso8601?: string;
  collectionCode?: string;
  payment?: { paymentMethod?: string; paymentAmount: number; tipAmount?: number };
  items?: SentLine[];
  /** Of toGo. */
  deliveryAddress?: { addressLine1?: string; addressLine2?: string; zip?: string; city?: string };
  /** Of local. */
  accountIdentifier?: string;
  tableNumber?: string;
  clientCount?: number;
}

export interface SentPayment {
  iKaccountIdentifier?: string;
  thirdPartyPaymentReference: string;
  endpointId: string;
  businessLocationId: number;
  paymentMethod?: string;
  paymentAmount: number;
  tipAmount?: number;
  taskTtlInMs?: number;
}
