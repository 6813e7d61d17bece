import { Ajv } from 'ajv';
import { hubSettingsSchema, type HubSettings } from '#pos-hub/index.js';

const validate = new Ajv({ useDefaults: true, strict: true, allErrors: true }).compile<HubSettings>(hubSettingsSchema);

export const CLIENT_ID = '3f0c9d3e-6a0b-4a57-9d1e-0c5a6c1f2b11';
export const CLIENT_SECRET = 'a secret of the application';

/** The section `hub` as a configuration gives it, with the schema's defaults; fails like the host would. */
export function settingsOf(section: Readonly<Record<string, unknown>> = {}): HubSettings {
  const settings: unknown = structuredClone({ clientId: CLIENT_ID, clientSecret: CLIENT_SECRET, ...section });
  if (validate(settings)) return settings;
  throw new Error(validate.errors?.map(({ instancePath, message }) => `${instancePath} ${message ?? ''}`).join('; '));
}
