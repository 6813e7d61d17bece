import { stampOf } from '../errors.js';
import { totalsOf, type Account, type AccountLine } from './account.js';
import { decimalOf, includedIn, textOf } from './money.js';

const TAKES = { staffName: 'Online', staffId: 31930 };

/**
 * An account as the API and webhooks tell it. It does not tell the reference of the order, its guest or its note.
 * @param money numbers for who asks, texts in webhooks
 */
export function snapshotOf(account: Account, posId: number, money: 'numbers' | 'texts'): object {
  const amount = money === 'texts' ? textOf : decimalOf;
  const { total, paid } = totalsOf(account);
  const [first] = account.orders;
  const table = Number(first?.tableNumber);
  return {
    ...{ clientCount: first?.clientCount ?? 1, uuid: account.uuid, openDate: stampOf(account.openedAt) },
    ...(account.closedAt === undefined ? {} : { closeDate: stampOf(account.closedAt) }),
    ...{ paidAmount: amount(paid), serviceCharge: amount(0), currentAmount: amount(total), ...TAKES },
    name: first?.collectionCode ?? `Order ${account.uuid.slice(0, 4).toUpperCase()}`,
    salesEntries: account.lines.flatMap((line) => entriesOf(line, 1, amount)),
    paymentEntries: account.payments.map((payment) => ({
      ...{ paymentMethodDescription: payment.method, paymentMethodCode: payment.method },
      ...{ externalReference: payment.reference, amountPaid: amount(payment.amount), active: true },
      paymentDate: stampOf(payment.at),
    })),
    ikaccountId: account.identifier,
    ...(Number.isInteger(table) ? { tableNumber: table } : {}),
    posId,
  };
}

/** A line and what belongs to it, one after the other. */
function entriesOf(line: AccountLine, times: number, amount: (cents: number) => string | number): object[] {
  const quantity = line.quantity * times;
  const own = line.unitPrice * quantity;
  const withTax = own - line.discount + line.taxOnTop.reduce((sum, tax) => sum + tax.amount, 0);
  return [
    {
      ...{ id: line.id, itemName: line.name, itemSku: line.sku, unitAmount: amount(line.unitPrice), quantity },
      modifiers: line.instructions.map((name) => ({ name })),
      ...{
        amountWithTax: amount(withTax),
        amountLessTax: amount(own - line.discount - includedIn(own - line.discount, line.includedRate)),
      },
      ...{ discountedAmount: amount(line.discount), grossUnitAmount: amount(line.unitPrice), active: true },
      taxIncluded: line.taxOnTop.length === 0,
    },
    ...line.subItems.flatMap((one) => entriesOf(one, quantity, amount)),
  ];
}
