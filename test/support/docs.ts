import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A piece of a page that a reader copies. */
export interface Block {
  readonly file: string;
  /** Where its first line stands, from 1. */
  readonly line: number;
  readonly language: string;
  readonly text: string;
}

/** The pages that people read, from the repository's top. */
export function pages(): readonly string[] {
  const docs = readdirSync('docs', { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.md'));
  return ['README.md', ...docs.map((name) => join('docs', name)).sort()];
}

/** All blocks of one language. */
export function blocksOf(language: string): readonly Block[] {
  return pages().flatMap((file) => {
    const page = readFileSync(file, 'utf8');
    return [...page.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].flatMap(({ index, 1: found = '', 2: text = '' }) => {
      const line = page.slice(0, index).split('\n').length + 1;
      return found === language ? [{ file, line, language, text }] : [];
    });
  });
}

/** A command of a block; one that goes on after a backslash is one. */
export interface Command {
  readonly at: string;
  readonly text: string;
}

export function commandsOf({ file, line, text }: Block): readonly Command[] {
  const commands: { at: string; text: string; open: boolean }[] = [];
  text.split('\n').forEach((written, index) => {
    const last = commands.at(-1);
    const open = written.endsWith('\\');
    const part = open ? written.slice(0, -1) : written;
    if (last?.open === true) {
      last.text += part.trimStart();
      last.open = open;
    } else if (part.trim() !== '' && !part.startsWith('#'))
      commands.push({ at: `${file}:${line + index}`, text: part, open });
  });
  return commands;
}
