export type { KeyMaterial } from './cipher.js';
export { lookAtStorage, openStorage, shownUrl, type Storage, type StorageOptions } from './open-storage.js';
export type { QueueLimits } from './queue/lease-book.js';
