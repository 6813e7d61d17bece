import { temporaryStorage } from '../support/storage.js';
import { describeLedger } from './ledger.js';
import { describeWorkQueue } from './work-queue.js';

describeLedger('SQLite', () => temporaryStorage());
describeWorkQueue('SQLite', () => temporaryStorage());
