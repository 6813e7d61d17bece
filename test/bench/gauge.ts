/** Loaded into a process that is measured: tells on demand what it used. */
process.on('message', (message: unknown) => {
  if (message !== 'usage') return;
  const { user, system } = process.cpuUsage();
  process.send?.({ cpu: user + system, rss: process.memoryUsage.rss() });
});
process.channel?.unref();

export {};
