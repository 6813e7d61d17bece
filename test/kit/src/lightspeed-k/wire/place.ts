export interface Profile {
  id: number;
  code: string;
  name: string;
  deliveryMode: 'NONE' | 'TAKE_AWAY' | 'DELIVERY';
}

export interface Table {
  number: number;
  reference: string;
  description: string;
  seats: number;
}

export interface Location {
  id: number;
  name: string;
  /** The number of its point of sale; accounts are called after it. */
  posId: number;
  profiles: Profile[];
  floorplans: { id: number; name: string; tables: Table[] }[];
}

export interface Business {
  id: number;
  name: string;
  locations: Location[];
}

/** What a location's point of sale is like just now. */
export interface PosStatus {
  salesPeriod: 'OPENED' | 'CLOSED';
  acceptingOnlineOrders: boolean;
  /** False: no device can be reached, and orders wait. */
  availableDevices: boolean;
}
