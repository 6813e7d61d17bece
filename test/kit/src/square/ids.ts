import { randomBytes } from 'node:crypto';

const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const MIXED = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

const from = (alphabet: string, length: number): string =>
  Array.from(randomBytes(length), (byte) => alphabet.charAt(byte % alphabet.length)).join('');

/** An id as the catalog's objects have. */
export const catalogId = (): string => from(LETTERS, 24);
/** An id as orders and payments have. */
export const orderId = (): string => `${from(MIXED, 27)}ZY`;
/** What is unique within one order. */
export const uid = (): string => from(MIXED, 22);
export const token = (prefix: string): string => prefix + from(MIXED, 60);
