import type { News } from '@poshub-bridge/core';
import { redact } from '../../privacy/redact.js';

/** What was told, without what people wrote. An operator's decision holds nothing of that kind. */
export function redactNews(news: News): unknown {
  switch (news.source) {
    case 'hub':
      return redact(parsed(new TextDecoder().decode(news.body)));
    case 'till':
      return redact(news.event);
    case 'operator':
      return news.event;
    case 'listed':
      return null;
  }
}

function parsed(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return text;
  }
}
