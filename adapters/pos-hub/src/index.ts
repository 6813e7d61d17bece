export { createPosHub, type PosHubParts } from './client/pos-hub.js';
export { createTokenKeeper, type TokenKeeper } from './client/tokens.js';
export { hubSettingsSchema, LOCATION_PARTS, type HubSettings, type LocationPart } from './settings.js';
export { createHubWire } from './wire.js';
