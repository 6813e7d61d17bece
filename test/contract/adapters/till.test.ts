import adapter from '@poshub-bridge/adapter-till';
import { describeAdapter, tillRig } from '@poshub-bridge/testkit';

describeAdapter(adapter, { rig: tillRig, use: 'till' });
