export type OrderStatus =
  | 'NEW'
  | 'PLACED'
  | 'ACCEPTED'
  | 'PREPARING'
  | 'READY'
  | 'DELIVERING'
  | 'COMPLETED'
  | 'REJECTED'
  | 'CANCELLED'
  | 'DELIVERY_FAILED';

export type FulfillmentType = 'DELIVERY' | 'PICKUP' | 'DINE-IN' | 'WAITING' | 'IN_STORE';

/** All amounts are minor units of the location's currency. */
export interface OrderOption {
  name: string;
  quantity: number;
  price: number;
  posReference?: string;
  parentPosReference?: string;
  parentModifierPosReference?: string;
  parentModifierGroupPosReference?: string;
}

export interface OrderItem {
  name: string;
  quantity: number;
  price: number;
  options: OrderOption[];
  posReference?: string;
  parentPosReference?: string;
  customerNotes?: string;
  partnerId?: string;
  menuCategoryId?: string;
}

interface Line {
  name: string;
  amount: number;
  displayName?: string;
  /** Of a discount. */
  type?: 'FIXED' | 'PERCENTAGE';
}

export interface Customer {
  id: string;
  firstName: string;
  phone: string;
  lastName?: string;
  email?: string;
  phonePin?: string;
}

interface Delivery {
  deliveryType: 'SELF_DELIVERY' | 'PARTNER_DELIVERY';
  address?: { address: string; addressComponents?: Record<string, string> };
  instructions?: string;
}

/** What has a place in an order both as an admin puts it in and as it goes out. */
interface OrderFacts {
  sourceDeviceType?: string;
  partnerId?: string;
  orderNumber?: string;
  notes?: string;
  menuId?: string;
  estimatedPickupTime?: string;
  estimatedDeliveryTime?: string;
  isScheduledOrder?: boolean;
  isPaid?: boolean;
}

/** OrderEntity, as it goes over the wire. `freindlyId` is spelled as the platform spells it. */
export interface Order extends OrderFacts {
  id: string;
  accountId: string;
  accountName: string;
  locationId: string;
  locationName: string;
  resellerId: string;
  clientId: string;
  clientName: string;
  createdBy: string;
  updatedBy: string;
  createdAt: string;
  updatedAt: string;
  placedOn: string;
  status: OrderStatus;
  sourceName: string;
  fulfillmentType: FulfillmentType;
  customer: Customer;
  items: OrderItem[];
  payments: Line[];
  charges: Line[];
  discounts: Line[];
  tax: Line[];
  subTotal: number;
  totalTax: number;
  total: number;
  freindlyId?: string;
  delivery?: Delivery;
  driver?: Record<string, unknown>;
  driverStatus?: string;
  cancellationReason?: string;
  acceptedAt?: string;
  rejectedAt?: string;
  cancelledAt?: string;
  completedAt?: string;
}

export interface OrderPatch {
  status?: OrderStatus;
  cancellationReason?: string;
  driverStatus?: string;
  driver?: Record<string, unknown>;
}

/** An order as an admin puts it in; what is missing is filled in. */
export interface OrderDraft extends OrderFacts {
  sample?: SampleName;
  locationId?: string;
  status?: OrderStatus;
  fulfillmentType?: FulfillmentType;
  sourceName?: string;
  friendlyId?: string;
  placedOn?: string;
  items?: ItemDraft[];
  customer?: Partial<Customer>;
  delivery?: Partial<Delivery>;
  payments?: Line[];
  charges?: Line[];
  discounts?: Line[];
  tax?: Line[];
  /** The taxes are inside the prices already: they are told, not added. */
  taxIncluded?: boolean;
  /** Instead of the sums, to try what happens when they don't agree. */
  subTotal?: number;
  total?: number;
  /** Further keys for the wire, whatever they are. */
  extra?: Record<string, unknown>;
  /** False: no webhook, as if all its deliveries were lost. */
  announce?: boolean;
}

export type SampleName = 'pickup' | 'delivery' | 'dine-in' | 'in-store' | 'waiting';
export type OptionDraft = Partial<OrderOption>;
export type ItemDraft = Partial<Omit<OrderItem, 'options'>> & { options?: OptionDraft[] };

/** An order with what only the simulator knows about it. */
export interface StoredOrder {
  /** Grows with each order; listing goes from the newest down. */
  sequence: number;
  order: Order;
  timeline: { at: string; status: OrderStatus; by: string }[];
}
