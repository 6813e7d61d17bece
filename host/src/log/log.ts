import winston from 'winston';
import { isFault, type Log, type LogFields } from '@poshub-bridge/core';
import { createRedaction, type Redact } from './redact.js';

export interface LogOptions {
  readonly level: 'error' | 'warn' | 'info' | 'debug';
  /** `json`: a line of JSON for machines; `text`: a line for people. */
  readonly format: 'json' | 'text';
  /** Values that never stand in a line, whoever tries to write them. */
  readonly secrets?: readonly string[];
}

/** The log of the host, on standard output. Its fields are ids, codes and counts: see `LogFields`. */
export function createLog({ level, format, secrets = [] }: LogOptions): Log {
  const logger = winston.createLogger({
    level,
    format: winston.format.combine(
      redacted(createRedaction(secrets)),
      winston.format.timestamp(),
      format === 'json' ? winston.format.json() : text,
    ),
    transports: [new winston.transports.Console({ stderrLevels: [] })],
  });
  // The logger writes a line before it looks whether anybody wants it.
  const [debugs, informs, warns] = [logger.isDebugEnabled(), logger.isInfoEnabled(), logger.isWarnEnabled()];
  return {
    debug: (event, fields = {}) => {
      if (debugs) logger.debug(event, fields);
    },
    info: (event, fields = {}) => {
      if (informs) logger.info(event, fields);
    },
    warn: (event, fields = {}) => {
      if (warns) logger.warn(event, fields);
    },
    error: (event, fields = {}, cause) => void logger.error(event, { ...fields, ...causeOf(cause) }),
  };
}

function redacted(redact: Redact): winston.Logform.Format {
  return winston.format((line) => {
    for (const key of Object.keys(line)) if (key !== 'level') line[key] = redact(key, line[key]);
    return line;
  })();
}

/** Of an error its name, its code and where it was thrown: messages of libraries may quote what they were given. */
function causeOf(cause: unknown): LogFields {
  if (!(cause instanceof Error)) return {};
  if (isFault(cause)) return { code: cause.code, detail: cause.detail };
  const code =
    'code' in cause && typeof cause.code === 'string' && /^\w{1,64}$/.test(cause.code) ? cause.code : undefined;
  return { error: cause.name, errorCode: code, thrownAt: placeOf(cause) };
}

/** The first line behind the message in an error's stack. */
function placeOf({ stack = '', message }: Error): string | undefined {
  const begin = stack.indexOf(message);
  const frames = begin === -1 ? '' : stack.slice(begin + message.length);
  return /^\s*at (\S.*)$/m.exec(frames)?.[0].trim();
}

const text = winston.format.printf(({ timestamp, level, message, ...fields }) => {
  const shown = Object.entries(fields).flatMap(([key, value]) =>
    value === undefined ? [] : [`${key}=${JSON.stringify(value)}`],
  );
  return [String(timestamp).slice(11, 23), level.padEnd(5), String(message), ...shown].join(' ');
});
