import { Ajv } from 'ajv';
import type { JsonSchema } from '@poshub-bridge/core';
import { CONTRACT_VERSION } from '@poshub-bridge/core';
import { METHODS } from '../named.js';
import type { Requirement } from '../requirement.js';
import { demand, describe, Unmet } from '../verdict.js';

const KINDS: readonly string[] = ['pickup', 'in-store', 'waiting', 'dine-in', 'delivery', 'other'];
const SECRET = /secret|token|password|passphrase|api_?key|private_?key|\bpin\b/i;

/** Whether a value has the form of a schema. @throws Unmet when the schema is none */
function fits(what: string, schema: JsonSchema, value: unknown): { readonly ok: boolean; readonly why: string } {
  // Defaults and formats are the host's business; the shape is looked at here.
  const ajv = new Ajv({ strict: false, validateFormats: false, useDefaults: true });
  try {
    const { $schema: _draft, ...rest } = schema;
    const valid = ajv.compile(rest);
    return { ok: valid(structuredClone(value)), why: ajv.errorsText(valid.errors) };
  } catch (error) {
    throw new Unmet(`manifest.${what} to be a JSON Schema`, describe(error));
  }
}

function properties(schema: JsonSchema): readonly (readonly [string, Readonly<Record<string, unknown>>])[] {
  const { properties: all } = schema;
  if (typeof all !== 'object' || all === null) return [];
  return Object.entries(all).map(([name, one]: [string, unknown]) => [
    name,
    typeof one === 'object' && one !== null ? Object.fromEntries(Object.entries(one)) : {},
  ]);
}

export const MANIFEST: readonly Requirement[] = [
  {
    id: 'manifest.contract',
    title: 'names the versions of the contract that it works with',
    why: 'The host refuses an adapter of another contract at its start instead of breaking over an order.',
    run: ({ adapter: { manifest } }) => {
      const [major = ''] = CONTRACT_VERSION.split('.');
      demand(
        new RegExp(`(^|[^0-9])${major}(\\.|$)`).test(manifest.contract),
        `manifest.contract to admit ${CONTRACT_VERSION}`,
        `it is ${manifest.contract}`,
      );
      demand(/^[a-z0-9][a-z0-9-]*$/.test(manifest.id), 'manifest.id in lower case', `it is ${manifest.id}`);
      for (const kind of manifest.capabilities.orders.fulfilments)
        demand(KINDS.includes(kind), `fulfilments to be of ${KINDS.join(', ')}`, `there is ${kind}`);
    },
  },
  {
    id: 'manifest.methods',
    title: 'has every method of the contract',
    why: 'What is not there breaks when it is called first: in the middle of an order.',
    run: ({ system }) => {
      const missing = METHODS.filter((name) => {
        try {
          return typeof system[name] !== 'function';
        } catch {
          return true;
        }
      });
      demand(
        missing.length === 0,
        `create() to give an object with ${METHODS.join(', ')}`,
        `${missing.join(', ')} is missing: write it, and let it throw vendor.unsupported where the manifest does not claim it`,
      );
    },
  },
  {
    id: 'manifest.schemas',
    title: 'describes its settings and credentials truly',
    why: 'The host checks the configuration, and what merchants enter, against these schemas before any call.',
    run: async (bench) => {
      const { settings, credentials } = bench.adapter.manifest;
      const form = fits('settings', settings, bench.settings);
      demand(form.ok, 'the settings of a working fake to fit manifest.settings', form.why);
      const access = fits('credentials', credentials, await bench.credentials());
      demand(access.ok, 'working credentials to fit manifest.credentials', access.why);
    },
  },
  {
    id: 'manifest.form',
    title: 'asks merchants for flat fields with names',
    why: 'The connect page makes a form of the credentials; it can’t show what is nested.',
    needs: [{ otherwise: 'onboarding is not form', holds: ({ onboarding }) => onboarding === 'form' }],
    run: ({ adapter: { manifest } }) => {
      for (const [name, { type, title, enum: choices }] of properties(manifest.credentials)) {
        const isFlat = choices !== undefined || ['string', 'number', 'integer', 'boolean'].includes(String(type));
        demand(isFlat, `the field ${name} to be a text, number, boolean or choice`, `its type is ${String(type)}`);
        demand(typeof title === 'string', `the field ${name} to have a title for people`, 'it has none');
      }
    },
  },
  {
    id: 'manifest.secrets',
    title: 'marks secrets as such',
    why: 'What is not marked is shown on the merchant’s screen and printed with the configuration.',
    run: ({ adapter: { manifest } }) => {
      for (const [name, { format, writeOnly }] of [
        ...(manifest.onboarding === 'form' ? properties(manifest.credentials) : []),
        ...properties(manifest.settings),
      ])
        demand(
          !SECRET.test(name) || format === 'password' || writeOnly === true,
          `${name} to be marked with format: password or writeOnly: true`,
          'it is not',
        );
    },
  },
  {
    id: 'manifest.oauth',
    title: 'has what its onboarding needs, and nothing else',
    why: 'The host takes a merchant to the vendor’s page exactly where the manifest says oauth.',
    run: ({ adapter: { manifest }, system }) => {
      const isOAuth = manifest.onboarding === 'oauth';
      demand(
        (system.oauth !== undefined) === isOAuth,
        `oauth ${isOAuth ? 'to be there' : 'to be absent'}`,
        'it is not so',
      );
      demand(
        system.expiresAt === undefined || system.refresh !== undefined,
        'an adapter whose sessions end to have refresh()',
        'it has expiresAt() only',
      );
    },
  },
  {
    id: 'manifest.hosts',
    title: 'names the hosts that it calls, from its settings',
    why: 'Nothing else is called: a mistyped or foreign address in an answer can’t lead the bridge elsewhere.',
    run: (bench) => {
      const hosts = bench.adapter.hosts(bench.settings);
      const { host, hostname } = new URL(bench.gate.url);
      demand(
        hosts.includes(host) || hosts.includes(hostname),
        `hosts(settings) to name ${host}`,
        `it names ${hosts.join(', ') || 'none'}`,
      );
      demand(
        hosts.every((one) => !one.includes('*')),
        'hosts to be names',
        `there is a pattern among ${hosts.join(', ')}`,
      );
    },
  },
];
