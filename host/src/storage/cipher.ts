import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createSecretKey,
  randomBytes,
  type KeyObject,
} from 'node:crypto';
import { Fault } from '@poshub-bridge/core';

/** A secret key of 32 random bytes. */
export type KeyMaterial = Uint8Array;

const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const ALGORITHM = 'aes-256-gcm';

interface Key {
  readonly id: string;
  readonly secret: KeyObject;
}

/**
 * Encrypts what is secret in the storage (AES-256-GCM, a random nonce each time). A sealed text is the key's id, a dot,
 * and nonce, tag and ciphertext in base64url; it opens only together with what it is about.
 */
export class Cipher {
  readonly #first: Key;
  readonly #keys: ReadonlyMap<string, Key>;

  /**
   * @param keys the first one encrypts, all decrypt
   * @throws Fault `config.secret_missing` when there is no key, or one is not 32 bytes long
   */
  constructor(keys: readonly KeyMaterial[]) {
    const [first, ...others] = keys.map(readKey);
    if (first === undefined) throw new Fault('config.secret_missing', { detail: 'secrets.keys is empty' });
    this.#first = first;
    this.#keys = new Map([...others, first].map((key) => [key.id, key]));
  }

  /** @param about what the text belongs to; the same is needed to open it */
  seal(text: string, about: string): string {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(ALGORITHM, this.#first.secret, nonce, { authTagLength: TAG_BYTES });
    cipher.setAAD(Buffer.from(about));
    const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return `${this.#first.id}.${Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url')}`;
  }

  /**
   * @returns the text, and whether it was sealed with another key than the first
   * @throws Fault `credentials.unreadable` when the key is not known, or the text was changed or belongs elsewhere
   */
  unseal(sealed: string, about: string): { readonly text: string; readonly stale: boolean } {
    const dot = sealed.indexOf('.');
    const key = this.#keys.get(sealed.slice(0, dot));
    if (key === undefined)
      throw new Fault('credentials.unreadable', { detail: 'they were encrypted with a key that is not configured' });
    const bytes = Buffer.from(sealed.slice(dot + 1), 'base64url');
    try {
      const nonce = bytes.subarray(0, NONCE_BYTES);
      const decipher = createDecipheriv(ALGORITHM, key.secret, nonce, { authTagLength: TAG_BYTES });
      decipher.setAAD(Buffer.from(about));
      decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
      const body = decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES));
      return { text: Buffer.concat([body, decipher.final()]).toString(), stale: key !== this.#first };
    } catch (cause) {
      throw new Fault('credentials.unreadable', { detail: 'they were changed in the storage', cause });
    }
  }
}

function readKey(material: KeyMaterial, index: number): Key {
  if (material.length !== KEY_BYTES)
    throw new Fault('config.secret_missing', {
      detail: `secrets.keys[${index}] has ${material.length} bytes instead of ${KEY_BYTES}`,
    });
  const id = createHash('sha256').update(material).digest('hex').slice(0, 8);
  return { id, secret: createSecretKey(material) };
}
