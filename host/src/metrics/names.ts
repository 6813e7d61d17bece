/** All metrics of the bridge begin so. */
export const PREFIX = 'poshub_bridge_';
