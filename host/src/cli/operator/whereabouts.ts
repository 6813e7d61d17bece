import { Command, Option } from 'commander';
import { readAccess } from '../../config/access.js';
import { Complaint } from '../complaint.js';

/** Where a running host is, and what opens its API. */
export interface Whereabouts {
  /** Without a slash at its end. */
  readonly url: string;
  readonly token: string;
}

/** The options of every command that talks to a running host. */
export interface HostFlags {
  readonly config?: string;
  readonly url?: string;
  readonly json?: true;
}

/** A command that talks to a running host. A token is never an argument: arguments are seen by everybody on the machine. */
export function hostCommand(usage: string, description: string): Command {
  return new Command(usage)
    .description(description)
    .addOption(new Option('--config <file>', 'the configuration of a host on this machine').conflicts('url'))
    .addOption(new Option('--url <url>', 'where the host is; its token comes from BRIDGE_API_TOKEN'))
    .option('--json', 'print what the API answers');
}

/** @throws Complaint, Fault of the configuration */
export function whereabouts(
  { config, url }: HostFlags,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Whereabouts {
  if (config !== undefined) return readAccess(config, environment);
  if (url === undefined)
    throw new Complaint(
      'It is not said which host is meant.',
      'Give --config FILE on the machine of the host; elsewhere --url URL, with the token in BRIDGE_API_TOKEN.',
    );
  const token = environment['BRIDGE_API_TOKEN'];
  if (token === undefined || token === '')
    throw new Complaint('The environment variable BRIDGE_API_TOKEN is not set.', 'Set it to api.token of the host.');
  return { url: checked(url), token };
}

/** The token must not travel in the clear, but on one's own machine. */
function checked(text: string): string {
  const hint = 'Write it as https://bridge.example.com or http://127.0.0.1:8080.';
  if (!URL.canParse(text)) throw new Complaint(`${text} is no URL.`, hint);
  const { protocol, hostname, origin, pathname } = new URL(text);
  const isOwnMachine = ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
  if (protocol !== 'https:' && !(protocol === 'http:' && isOwnMachine))
    throw new Complaint(`${text} is not https, and the token would travel in the clear.`, hint);
  return `${origin}${pathname}`.replace(/\/+$/, '');
}
