import adapter from '@poshub-bridge/adapter-square';
import { describeAdapter, squareRig } from '@poshub-bridge/testkit';

describeAdapter(adapter, { rig: squareRig, use: 'square' });
