import { createHubWire, hubSettingsSchema, type HubSettings } from '@poshub-bridge/pos-hub';
import { checkSection } from '#host/config/check.js';

/** POS Hub's wire as every server of the benches has it: they check signatures and read bodies with the same code. */
export const wire = createHubWire(
  checkSection<HubSettings>(
    hubSettingsSchema,
    { clientId: 'bench', clientSecret: process.env['BENCH_SECRET'] },
    { folder: '.', content: {}, lineOf: () => undefined, isFilled: () => false },
    ['hub'],
  ),
);

/** Tells the bench where this process listens. */
export function tellPort(port: number): void {
  process.send?.({ listening: { url: `http://127.0.0.1:${port}` } });
}
