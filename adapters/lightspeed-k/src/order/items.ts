import { Fault, toDecimal, type Money, type Ticket, type TicketLine, type TicketOption } from '@poshub-bridge/core';
import { instructionIn, isOrderable } from '../references.js';
import type { OrderItem, SubItem } from './wire-order.js';

/** More of one instruction than this is no dish but a mistake. */
const MOST_REPETITIONS = 100;

/** The items of an order, and which place of the ticket each of them came from. */
export class Items {
  readonly list: OrderItem[] = [];
  /** `items[0].subItems[1]` to `lines[0].options[2]`. */
  readonly places = new Map<string, string>();

  /**
   * A line of the ticket. What is taken off it is taken off single pieces, one discount each, as Lightspeed has it; so
   * there may be several items.
   * @throws Fault `menu.item_unreferenced`, `menu.item_unknown`, `menu.selection_invalid`, `order.too_long`
   */
  line(line: TicketLine, index: number, discounts: readonly Money[], discountCode: string): void {
    const rest = line.quantity - discounts.length;
    if (rest > 0) this.#add(line, index, rest, {});
    for (const amount of discounts)
      this.#add(line, index, 1, { discountCode, discountAmountOverride: decimalOf(amount) });
  }

  /** A charge, as an item whose price is set. */
  charge(sku: string, name: string | undefined, amount: Money): void {
    const customItemPrice = decimalOf(amount);
    this.list.push({ quantity: 1, sku, ...(name === undefined ? {} : { customItemName: name }), customItemPrice });
  }

  #add(line: TicketLine, index: number, quantity: number, discount: Partial<OrderItem>): void {
    const at = `items[${this.list.length}]`;
    const path = `lines[${index}]`;
    this.places.set(at, path);
    const below = this.#below(line.options, at, path);
    this.list.push({ quantity, sku: skuOf(line.ref, path), ...below, ...discount });
  }

  #below(options: readonly TicketOption[], at: string, path: string): Pick<SubItem, 'modifiers' | 'subItems'> {
    const modifiers: { readonly modifierId: string }[] = [];
    const subItems: SubItem[] = [];
    for (const [index, option] of options.entries()) {
      const place = `${path}.options[${index}]`;
      const modifierId = instructionIn(option.ref ?? '');
      if (modifierId === undefined) {
        const here = `${at}.subItems[${subItems.length}]`;
        this.places.set(here, place);
        const sku = skuOf(option.ref, place);
        subItems.push({ quantity: option.quantity, sku, ...this.#below(option.options, here, place) });
      } else
        for (const one of repeated(option, modifierId, place)) {
          this.places.set(`${at}.modifiers[${modifiers.length}]`, place);
          modifiers.push(one);
        }
    }
    return { ...(modifiers.length === 0 ? {} : { modifiers }), ...(subItems.length === 0 ? {} : { subItems }) };
  }
}

/** An instruction has no quantity, and nothing below it. */
function repeated(option: TicketOption, modifierId: string, path: string): readonly { readonly modifierId: string }[] {
  if (option.options.length > 0)
    throw new Fault('menu.selection_invalid', { detail: 'an instruction to the kitchen has no options', path });
  if (option.quantity > MOST_REPETITIONS)
    throw new Fault('order.too_long', { detail: `an option is taken ${option.quantity} times`, path });
  return Array.from({ length: option.quantity }, () => ({ modifierId }));
}

function skuOf(ref: string | undefined, path: string): string {
  if (ref === undefined) throw new Fault('menu.item_unreferenced', { path });
  if (!isOrderable(ref))
    throw new Fault('menu.item_unknown', { detail: 'its reference is no SKU of Lightspeed', path });
  return ref;
}

/** An amount as Lightspeed takes it: the decimal that says it exactly, as a JSON number. */
export function decimalOf(amount: Money): number {
  return Number(toDecimal(amount));
}

/** What one of a line costs with what was chosen. Minor units. */
export function unitPrice({ price, options }: Pick<Ticket['lines'][number], 'price' | 'options'>): number {
  return price.amount + options.reduce((sum, option) => sum + option.quantity * unitPrice(option), 0);
}
