import { expect } from 'chai';
import fc from 'fast-check';
import {
  instructionIn,
  instructionRef,
  isOrderable,
  orderIdIn,
  referenceOf,
} from '#adapter-lightspeed-k/references.js';
import { LIMITS } from '#adapter-lightspeed-k/manifest.js';

describe('adapter lightspeed-k: references', () => {
  const letters = ['a', 'b', 'z', '0', '1', '9', '-'];
  const ids = fc.oneof(fc.uuid(), fc.string({ unit: fc.constantFrom(...letters), minLength: 1, maxLength: 41 }));

  it('finds the order again from what Lightspeed repeats, whatever its id looks like', () => {
    fc.assert(
      fc.property(ids, fc.nat(99), (orderId, key) => {
        const idempotencyKey = key === 0 ? orderId : `${orderId}-${key}`;
        const reference = referenceOf({ orderId, idempotencyKey });
        expect(orderIdIn(reference)).to.equal(orderId);
        expect(reference).to.have.length.at.most(LIMITS.reference);
      }),
    );
  });

  it('calls an order as its key is called, where that is not mistaken', () => {
    const orderId = '0c5ac1f2-59c4-4a3f-9b3c-446655440000';
    expect(referenceOf({ orderId, idempotencyKey: orderId })).to.equal(orderId);
    expect(referenceOf({ orderId, idempotencyKey: `${orderId}-2` })).to.equal(`${orderId}-2`);
  });

  it('never gives two attempts that must differ one reference', () => {
    fc.assert(
      fc.property(ids, fc.nat(99), fc.nat(99), (orderId, one, other) => {
        const keyOf = (key: number): string => (key === 0 ? orderId : `${orderId}-${key}`);
        const [first, second] = [one, other].map((key) => referenceOf({ orderId, idempotencyKey: keyOf(key) }));
        expect(first === second).to.equal(one === other);
      }),
    );
  });

  it('tells instructions from SKUs', () => {
    fc.assert(
      fc.property(fc.bigInt(1n, 2n ** 62n), (id) => {
        expect(instructionIn(instructionRef(String(id)))).to.equal(String(id));
        expect(isOrderable(instructionRef(String(id)))).to.equal(false);
      }),
    );
    for (const sku of ['MARG-L', 'BURGER 01', 'ñ/ü&%', '21']) {
      expect(instructionIn(sku)).to.equal(undefined);
      expect(isOrderable(sku)).to.equal(true);
    }
    for (const sku of ['', ' ', 'x'.repeat(26)]) expect(isOrderable(sku), sku).to.equal(false);
  });
});
