export type { FakeLightspeedOptions, RunningFakeLightspeed } from './options.js';
export type { Seed as LightspeedSeed } from './seed/seed.js';
export type { Ticket as LightspeedTicket, TicketLine as LightspeedTicketLine } from './wire/ticket.js';
export { defaultSeed as defaultLightspeedSeed } from './seed/seed.js';
export { runFakeLightspeed } from './run.js';
export { startFakeLightspeed } from './start.js';
