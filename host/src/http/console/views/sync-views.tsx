import type { VNode } from 'preact';
import type { Instant, RunningSync, SyncRun } from '@poshub-bridge/core';
import { counted, MOOD_OF_OUTCOME, span } from '../words.js';
import { FaultNote, Pill, When } from './marks.js';

/** More warnings than this are only counted. */
const MOST_WARNINGS = 100;

/** How far a sync is. Nobody knows how much there is to read; what the last one read is a good guess. */
export function Progress(props: {
  readonly running: RunningSync;
  readonly runs: readonly SyncRun[];
  readonly now: Instant;
}): VNode {
  const { running, runs, now } = props;
  const earlier = runs.find(({ outcome }) => outcome === 'applied' || outcome === 'unchanged');
  const expected = earlier === undefined ? 0 : earlier.inserted + earlier.updated + earlier.unchanged;
  const id = `progress-${running.connectionId}`;
  const isGuess = running.step === 'reading' && running.entries > 0 && expected > 0;
  return (
    <div class="progress">
      <label for={id}>
        {running.step === 'reading' ? 'Reading the till’s catalog' : 'Bringing POS Hub what changed'}
      </label>
      <progress
        id={id}
        {...(isGuess ? { value: Math.min(running.entries, Math.round(expected * 0.98)), max: expected } : {})}
      />
      <small>
        {counted(running.entries, 'entry', 'entries')}
        {isGuess ? ` of about ${expected}` : ''} · {span(now - running.startedAt)}
      </small>
    </div>
  );
}

/** What a sync came to, in one line. */
export function countsOf({ inserted, updated, deleted, unchanged, warnings }: SyncRun): string {
  const counts = { inserted, updated, deleted, unchanged };
  const parts = Object.entries(counts).flatMap(([name, count]) => (count === 0 ? [] : [`${count} ${name}`]));
  if (warnings.length > 0) parts.push(counted(warnings.length, 'warning'));
  return parts.length === 0 ? 'nothing' : parts.join(', ');
}

/** The report of one sync. */
export function Report({
  run,
  now,
  zone,
}: {
  readonly run: SyncRun;
  readonly now: Instant;
  readonly zone?: string;
}): VNode {
  const { warnings } = run;
  return (
    <li class="card report">
      <div class="heading">
        <h3>
          <When at={run.endedAt} now={now} zone={zone} />
        </h3>
        <Pill mood={MOOD_OF_OUTCOME[run.outcome]}>{run.outcome}</Pill>
      </div>
      {run.fault === undefined ? (
        <dl class="counts">
          {(['inserted', 'updated', 'deleted', 'unchanged'] as const).map((name) => (
            <div key={name}>
              <dd>{run[name]}</dd>
              <dt>{name}</dt>
            </div>
          ))}
        </dl>
      ) : (
        <FaultNote fault={run.fault} />
      )}
      <p class="code">
        asked for by {run.trigger} · took {span(Math.max(0, run.endedAt - run.startedAt))}
      </p>
      {warnings.length === 0 ? null : (
        <details id={`warnings-${run.id}`}>
          <summary>{counted(warnings.length, 'warning')}</summary>
          <ul class="warnings">
            {warnings.slice(0, MOST_WARNINGS).map(({ ref, message }, index) => (
              <li key={index}>
                <code>{ref}</code> {message}
              </li>
            ))}
            {warnings.length > MOST_WARNINGS ? <li>and {warnings.length - MOST_WARNINGS} more</li> : null}
          </ul>
        </details>
      )}
    </li>
  );
}
