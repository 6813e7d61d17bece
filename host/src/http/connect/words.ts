import { FAULTS, type Fault, type FaultCode } from '@poshub-bridge/core';
import { statusOf } from '../faults.js';

/** A fault in the words of the merchant who sees it. */
export interface Words {
  readonly heading: string;
  /** What happened. */
  readonly message: string;
  /** What the merchant can do. */
  readonly advice: string;
}

const FROM_HUB = 'go back to POS Hub, open its list of applications and connect from there again.';
const AGAIN_FROM_HUB = `To try again, ${FROM_HUB}`;
const BROWSER_BROKE = {
  heading: 'That did not arrive as it should',
  message: 'What the browser sent can’t be read.',
  advice: 'Go back and try again.',
};

/** What differs from the words of the faults themselves, which are the operator's. */
const WORDS: Partial<Record<FaultCode, Partial<Words>>> = {
  'install.incomplete': { heading: 'The link from POS Hub is incomplete', advice: AGAIN_FROM_HUB },
  'install.not_allowed': { heading: 'POS Hub did not confirm this connection', advice: AGAIN_FROM_HUB },
  'install.expired': {
    heading: 'This page is no longer valid',
    message: 'It works for 10 minutes, once, and only in the browser that came from POS Hub.',
    advice: `If you have just finished connecting, look in POS Hub first. If not, ${FROM_HUB}`,
  },
  'install.declined': {
    heading: 'The access was declined',
    advice: `Nothing was connected. If that was a mistake, ${FROM_HUB}`,
  },
  'connection.unknown': { heading: 'This connection is gone', advice: AGAIN_FROM_HUB },
  'credentials.invalid': { advice: 'Compare them with those at the till’s system and try again.' },
  'credentials.revoked': { advice: 'Give the access again.' },
  'credentials.expired': { advice: 'Give the access again.' },
  'store.unknown': { advice: 'Choose another store, or use an access that opens one.' },
  'store.currency_differs': {
    heading: 'That store has another currency',
    advice:
      'Choose a store of the location’s currency. If the currency is wrong in POS Hub or at the till’s system, have it corrected there first.',
  },
  'store.incomplete': { heading: 'POS Hub lacks something of this location' },
  'vendor.refused': { advice: 'Change what its answer names, then try again.' },
  'request.too_many': {
    heading: 'Too many pages were opened at once',
    advice: 'Nothing is lost. Wait a minute, then try again.',
  },
  'request.unreadable': BROWSER_BROKE,
  'request.unsupported_type': BROWSER_BROKE,
  'request.too_large': { ...BROWSER_BROKE, message: 'What the browser sent is too large.' },
};

/** The merchant's words for a fault. What the operator's side of the house got wrong is told without particulars. */
export function wordsOf(fault: Fault): Words {
  const isOurs = fault.side === 'bridge' || fault.side === 'configuration';
  const mayPass = fault.retry !== 'never';
  return {
    heading: mayPass ? 'That did not work just now' : 'That did not work',
    message: isOurs ? FAULTS[fault.code].summary : fault.message,
    advice: mayPass ? 'Nothing is lost. Wait a moment, then try again.' : fault.hint,
    ...WORDS[fault.code],
  };
}

/** The status of a page about a fault; what the till says of the merchant's access is not the bridge's mistake. */
export function pageStatus(fault: Fault): number {
  const status = statusOf(fault);
  const isAboutAccess = fault.side === 'credentials' || fault.side === 'vendor' || fault.side === 'store';
  return status === 500 && isAboutAccess ? 422 : status;
}
