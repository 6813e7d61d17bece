/** CatalogImport, as far as it is written: no key may stand here that POS Hub does not document. */
export interface WireCatalog {
  readonly location?: WireLocation;
  readonly categories: readonly WireCategory[];
  readonly modifiers: readonly WireModifier[];
  readonly modifierGroups: readonly WireModifierGroup[];
  readonly products: readonly WireProduct[];
}

export interface WireLocation {
  readonly posReference?: string;
  readonly name?: string;
  readonly timezone?: string;
  readonly currency?: string;
  readonly businessHours?: readonly WireDay[];
  readonly taxRates?: readonly WireTaxRate[];
}

export interface WireTaxRate {
  readonly posReference: string;
  readonly name: string;
  readonly type: 'PERCENTAGE';
  readonly rate: number;
  readonly inclusive: boolean;
  readonly isDefault: boolean;
}

/** One day of ServiceAvailability. */
export interface WireDay {
  readonly weekday: string;
  readonly timePeriods: readonly { readonly startTime: string; readonly endTime: string }[];
}

export interface WireEntry {
  readonly posReference: string;
  readonly name: string;
  readonly description?: string;
  readonly position?: number;
  readonly posVersion?: string;
}

export interface WireCategory extends WireEntry {
  readonly showOnline: boolean;
  readonly originalImageUrl?: string;
}

export interface WireOffer extends WireCategory {
  readonly price: number;
  readonly containsAlcohol?: boolean;
  readonly containsTobacco?: boolean;
  readonly nutritionalInfo?: WireNutrition;
}

export type WireModifier = WireOffer;

export interface WireNutrition {
  readonly calories?: { readonly lowerRange: number; readonly upperRange: number };
  readonly dietaryRestriction?: string;
  readonly spiciness?: string;
  readonly allergens?: readonly string[];
}

export interface WireModifierGroup extends WireEntry {
  readonly minPermitted: number;
  readonly maxPermitted: number;
  readonly modifiers: readonly { readonly id: string; readonly name: string; readonly price: number }[];
}

export interface WireProduct extends WireDish {
  readonly selections: readonly WireSelection[];
}

/** A product apart from its selections, which many products share. */
export interface WireDish extends WireOffer {
  readonly type: 'PRODUCT' | 'VARIANT';
  readonly parentId?: string;
  readonly categories: readonly string[];
  readonly modifierGroups: readonly string[];
  readonly serviceAvailability?: readonly WireDay[];
}

export interface WireSelection {
  readonly posReference: string;
  readonly minPermitted: number;
  readonly maxPermitted: number;
  readonly modifiers: readonly WireChoice[];
}

export interface WireChoice {
  readonly posReference: string;
  readonly price?: number;
  readonly selections?: readonly WireSelection[];
}
