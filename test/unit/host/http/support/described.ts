import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { DOCUMENT } from '#host/http/api/routes.js';

const ajv = new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true });
addFormats.default(ajv);
// What is no keyword of JSON Schema but of OpenAPI.
ajv.addVocabulary(['openapi', 'info', 'servers', 'security', 'paths', 'components']);
ajv.addSchema(DOCUMENT, 'api');

/** The path of the document that a path of a request is one of. */
function pathOf(path: string): string | undefined {
  const bare = path.split('?')[0] ?? '';
  // A word of a path stands before a parameter.
  const known = Object.keys(DOCUMENT.paths).toSorted((one, other) => one.split('{').length - other.split('{').length);
  return known.find((one) => new RegExp(`^${one.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(bare));
}

function pointer(...keys: readonly string[]): string {
  return keys.map((key) => `/${encodeURIComponent(key.replaceAll('~', '~0').replaceAll('/', '~1'))}`).join('');
}

/**
 * What is wrong with an answer of the API, by its own document; undefined where nothing is.
 * @param path below /api/v1
 */
export function undescribed(method: string, path: string, status: number, body: unknown): string | undefined {
  // What has no body has nothing to be described.
  if (method === 'HEAD' || method === 'OPTIONS') return undefined;
  const known = pathOf(path);
  // What there is no route for is answered as everywhere.
  if (known === undefined) return status === 404 ? undefined : `${path} is not described`;
  const name = method.toLowerCase();
  const operation = DOCUMENT.paths[known]?.[name];
  if (operation === undefined) return status === 405 ? undefined : `${method} ${path} is not described`;
  const { responses } = operation;
  const statuses = typeof responses === 'object' && responses !== null ? Object.keys(responses) : [];
  const answer = statuses.includes(String(status)) ? String(status) : status >= 400 ? 'default' : undefined;
  if (answer === undefined) return `${method} ${known} is not described as answering ${status}`;
  const place = pointer('paths', known, name, 'responses', answer, 'content', 'application/json', 'schema');
  const isDescribed = ajv.validate({ $ref: `api#${place}` }, body);
  return isDescribed ? undefined : `${method} ${path} ${status}: ${ajv.errorsText()}`;
}
