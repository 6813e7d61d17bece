import adapter from '@poshub-bridge/adapter-lightspeed-k';
import { describeAdapter, lightspeedRig } from '@poshub-bridge/testkit';

describeAdapter(adapter, { rig: lightspeedRig, use: 'lightspeed-k' });
