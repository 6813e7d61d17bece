import type { ComponentChildren, VNode } from 'preact';

/** The frame of every page. With `refresh` it loads itself again after so many seconds. */
export function Layout(props: { title: string; refresh?: number; children: ComponentChildren }): VNode {
  return (
    <html lang="en">
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        {props.refresh === undefined ? null : <meta http-equiv="refresh" content={String(props.refresh)} />}
        <title>{`${props.title} · POS Hub simulator`}</title>
        <link rel="stylesheet" href="/style.css" />
      </head>
      <body>
        <header>
          <strong>POS Hub simulator</strong>
          <span>not the real platform</span>
        </header>
        <main>{props.children}</main>
      </body>
    </html>
  );
}

/** What a browser gets from `/style.css`. */
export const styleSheet = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { margin: 0; }
header { display: flex; gap: 1rem; align-items: baseline; padding: .75rem 1.5rem; background: #243b6b; color: #fff; }
main { max-width: 70rem; margin: 0 auto; padding: 1rem 1.5rem; }
section { border: 1px solid #8886; border-radius: .5rem; padding: .5rem 1rem 1rem; margin: 1rem 0; }
table { width: 100%; border-collapse: collapse; }
th, td { text-align: left; vertical-align: top; padding: .35rem .5rem; border-top: 1px solid #8884; }
form { display: inline-block; margin: 0 .25rem .25rem 0; }
button, .button { font: inherit; padding: .3rem .7rem; border: 1px solid #8889; border-radius: .35rem; cursor: pointer;
  background: #8882; color: inherit; text-decoration: none; display: inline-block; }
input, select { font: inherit; padding: .3rem; }
ol { margin: 0; padding-left: 1.2rem; }
small { opacity: .75; }
.notice { padding: .5rem 1rem; border-left: .3rem solid #c60; background: #c601; }
`;
