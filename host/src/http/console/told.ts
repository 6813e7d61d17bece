/** What a form came to, by the word that leads back to a page. */
const TOLD: Readonly<Record<string, string>> = {
  retry: 'The order is given to the till anew.',
  'entered-by-hand': 'Noted: the order was entered by hand. POS Hub is told that it is accepted.',
  rejected: 'Noted: the order is rejected. POS Hub is told so.',
  cancelled: 'Noted: the order is cancelled. POS Hub is told so.',
  'moved-on': 'The order had moved on before, so nothing was changed.',
  'sync-begun': 'The sync has begun.',
  'not-connected': 'The store is not connected, so there is nothing to sync or to disconnect.',
  disconnected: 'The store is disconnected. POS Hub is told so.',
};

/** The sentence for a word of a page's address, if it is one of ours. */
export function toldOf(word: string | undefined): string | undefined {
  return word !== undefined && Object.hasOwn(TOLD, word) ? TOLD[word] : undefined;
}
