import { kind, type FaultKind } from './fault-kind.js';

/** What can go wrong with requests, installations, the storage, the configuration and the bridge itself. */
export const FAULTS_OF_RUNNING = {
  'install.incomplete': kind(
    'hub',
    'never',
    'POS Hub’s redirect lacks a parameter that is needed to connect.',
    'Start again from POS Hub’s list of applications.',
  ),
  'install.not_allowed': kind(
    'hub',
    'never',
    'POS Hub did not confirm this installation.',
    'Start again from POS Hub’s list of applications.',
  ),
  'install.expired': kind(
    'bridge',
    'never',
    'This way to connect has expired, was used, or belongs to another browser.',
    'Start again from POS Hub’s list of applications.',
  ),
  'install.declined': kind(
    'credentials',
    'never',
    'The merchant, or the till’s system, declined the access.',
    'Start again from POS Hub’s list of applications.',
  ),
  'connection.unknown': kind(
    'bridge',
    'never',
    'The bridge knows no such connection.',
    'Connect the location from POS Hub first.',
  ),
  'connection.disconnected': kind(
    'bridge',
    'never',
    'Disconnected by the operator.',
    'Connect the location again from POS Hub if its orders are to reach the till.',
  ),
  'order.unknown': kind(
    'bridge',
    'never',
    'The bridge knows no such order.',
    'Compare the id with the one in POS Hub.',
  ),
  'request.unauthenticated': kind(
    'bridge',
    'never',
    'The request carries no valid signature or token.',
    'Compare the secret on both sides.',
  ),
  'request.unreadable': kind(
    'bridge',
    'never',
    'The request’s body can’t be read.',
    'Send what the documentation describes.',
  ),
  'request.too_large': kind(
    'bridge',
    'never',
    'The request’s body is larger than allowed.',
    'Send less, or raise the limit in the configuration.',
  ),
  'request.unsupported_type': kind(
    'bridge',
    'never',
    'The request’s body is of another type than JSON in UTF-8.',
    'Send application/json.',
  ),
  'money.not_exact': kind(
    'bridge',
    'never',
    'An amount can’t be represented exactly.',
    'Report it: an adapter converts money wrongly, or the other side sent a broken amount.',
  ),
  'storage.unavailable': kind(
    'bridge',
    'later',
    'The storage can’t be written or read.',
    'Check the disk’s space and permissions.',
  ),
  'storage.conflict': kind(
    'bridge',
    'later',
    'Two pieces of work changed one order at once.',
    'It is tried again by itself.',
  ),
  'storage.locked': kind(
    'configuration',
    'never',
    'Another process has the storage file open.',
    'Stop the other process: one host per file.',
  ),
  'storage.unreadable': kind(
    'configuration',
    'never',
    'The storage file is damaged or of a newer version.',
    'Restore a backup, or start the newer version; the file was left as it is.',
  ),
  'config.invalid': kind(
    'configuration',
    'never',
    'The configuration is wrong.',
    'The detail names the key, what was found and what was wanted.',
  ),
  'config.secret_missing': kind(
    'configuration',
    'never',
    'A secret of the configuration is missing or too weak.',
    'Set the variable or file that the key refers to.',
  ),
  'config.adapter_unusable': kind(
    'configuration',
    'never',
    'The adapter can’t be used.',
    'Check adapter.use, that the package is installed, and the versions.',
  ),
  'outbound.not_allowed': kind(
    'configuration',
    'never',
    'A call went to a host or address that is not allowed.',
    'Add the host to the adapter’s manifest, or set outbound.allowPrivateAddresses.',
  ),
  'bridge.broken': kind(
    'bridge',
    'later',
    'The bridge made a mistake.',
    'Report it with the log line of the same time.',
  ),
} as const satisfies Record<string, FaultKind>;
