/** A merchant of the till, and the account that it is in POS Hub. */
export interface MerchantPlan {
  readonly id: string;
  readonly name: string;
}

/** A store of the till, and the location that it is in POS Hub. */
export interface StorePlan {
  readonly id: string;
  readonly merchant: string;
  readonly name: string;
  /** The sample store whose menu and currency it has. */
  readonly like: 'str_soho' | 'str_kreuzberg';
  readonly currency: 'GBP' | 'EUR';
  /** Whether somebody at the till takes each order, or turns it down. */
  readonly asks: boolean;
  /** Whether it is closed now and then, so that orders may be turned down. */
  readonly closes: boolean;
}

export const MERCHANTS: readonly MerchantPlan[] = [
  { id: 'mer_lumen', name: 'Lumen Kitchens' },
  { id: 'mer_harbour', name: 'Harbour Grill' },
  { id: 'mer_orchard', name: 'Orchard Rooms' },
];

const usual = { like: 'str_soho', currency: 'GBP', asks: false, closes: false } as const;
const german = { like: 'str_kreuzberg', currency: 'EUR', asks: false, closes: false } as const;

/** The first two are the till's own samples, the others are opened for the run. */
export const STORES: readonly StorePlan[] = [
  { ...usual, id: 'str_soho', merchant: 'mer_lumen', name: 'Lumen Soho' },
  { ...german, id: 'str_kreuzberg', merchant: 'mer_lumen', name: 'Lumen Kreuzberg' },
  { ...usual, id: 'str_pier', merchant: 'mer_harbour', name: 'Harbour Pier' },
  { ...german, id: 'str_hafen', merchant: 'mer_harbour', name: 'Harbour Hafen', asks: true },
  { ...usual, id: 'str_orchard', merchant: 'mer_orchard', name: 'Orchard Lane' },
  { ...usual, id: 'str_cellar', merchant: 'mer_orchard', name: 'Orchard Cellar', closes: true },
];
