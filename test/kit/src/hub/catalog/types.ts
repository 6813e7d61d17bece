/** What every stored catalog entity carries. */
export interface Stamp {
  id: string;
  accountId: string;
  locationId: string;
  createdAt: string;
  updatedAt: string;
}

/** Keys that the simulator stores and shows but doesn't read. */
interface Described {
  description?: string;
  posVersion?: string;
  position?: number;
}

export interface CategoryBody extends Described {
  posReference: string;
  name: string;
  originalImageUrl?: string;
  showOnline?: boolean;
}

/** Prices are minor units. */
export interface ModifierBody extends CategoryBody {
  price: number;
  inStorePrice?: number;
  minPermitted?: number;
  maxPermitted?: number;
}

export interface GroupMember {
  id: string;
  name: string;
  price: number;
}

export interface ModifierGroupBody extends Described {
  posReference: string;
  name: string;
  modifiers: GroupMember[];
  minPermitted?: number;
  maxPermitted?: number;
}

interface Limits {
  minPermitted?: number;
  maxPermitted?: number;
}

export interface ImportSelection extends Limits {
  posReference: string;
  modifiers: ImportSelectionModifier[];
}

export interface ImportSelectionModifier extends Limits {
  posReference: string;
  price?: number;
  selections?: ImportSelection[];
}

export interface Selection extends Limits {
  catalogModifierGroupId: string;
  modifiers?: SelectionModifier[];
}

export interface SelectionModifier extends Limits {
  catalogModifierId: string;
  price?: number;
  inStorePrice?: number;
  showOnline?: boolean;
  selections?: Selection[];
}

interface ProductBase extends CategoryBody {
  price: number;
  inStorePrice?: number;
  showOnline: boolean;
  type?: 'PRODUCT' | 'VARIANT' | 'MODIFIER';
  parentId?: string;
  categories: string[];
  modifierGroups: string[];
}

export interface ProductBody extends ProductBase {
  selections?: ImportSelection[];
}

/** CatalogImport, as an application sends it. References are the till's (`posReference`) or, on later syncs, our uuids. */
export interface CatalogImport {
  location?: Record<string, unknown>;
  categories: CategoryBody[];
  modifiers: ModifierBody[];
  modifierGroups: ModifierGroupBody[];
  products: ProductBody[];
}

export type Category = CategoryBody & Stamp;
export type Modifier = ModifierBody & Stamp;
export type ModifierGroup = Omit<ModifierGroupBody, 'minPermitted' | 'maxPermitted'> &
  Stamp & { minPermitted: number; maxPermitted: number };
export type Product = ProductBase & Stamp & { description: string; selections?: Selection[] };

/** The catalog of a location, each entity under its uuid, in the order of the last import. */
export interface Catalog {
  categories: Map<string, Category>;
  modifiers: Map<string, Modifier>;
  modifierGroups: Map<string, ModifierGroup>;
  products: Map<string, Product>;
  /** How often it was imported, by PUT or by pull. */
  imports: number;
  importedAt: string;
}
