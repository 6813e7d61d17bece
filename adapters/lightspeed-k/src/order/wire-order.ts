/* What Lightspeed takes as an order; as far as the adapter writes it. */

export interface SubItem {
  readonly quantity: number;
  readonly sku: string;
  readonly customItemName?: string;
  readonly customItemPrice?: number;
  readonly modifiers?: readonly { readonly modifierId: string }[];
  readonly subItems?: readonly SubItem[];
}

export interface OrderItem extends SubItem {
  readonly discountCode?: string;
  readonly discountAmountOverride?: number;
}

export interface OrderBody {
  readonly businessLocationId: number;
  readonly thirdPartyReference: string;
  readonly endpointId: string;
  readonly accountProfileCode?: string;
  readonly customerInfo: {
    readonly firstName: string;
    readonly lastName?: string;
    readonly contactNumberAsE164?: string;
    readonly emailNotification: 'DONT_CHANGE';
  };
  readonly orderNote?: string;
  readonly maxTimeToAttemptOrderDeliverToPos: number;
  readonly scheduledTimeForOrderAsIso8601?: string;
  readonly orderCollectionTimeAsIso8601?: string;
  readonly collectionCode?: string;
  readonly tableNumber?: string;
  readonly items: readonly OrderItem[];
  readonly payment?: { readonly paymentMethod: string; readonly paymentAmount: number; readonly tipAmount?: number };
  readonly deliveryAddress?: {
    readonly addressLine1: string;
    readonly addressLine2?: string;
    readonly zip?: string;
    readonly city?: string;
  };
}
