import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { createServer as createSocketServer, type Server as SocketServer, type Socket } from 'node:net';

/** A server on the loopback, stopped with all its connections. */
export interface Vendor {
  readonly url: string;
  readonly host: string;
  readonly port: number;
  /** Connections that were opened so far. */
  readonly connections: () => number;
  stop(): Promise<void>;
}

export function startVendor(listener: RequestListener): Promise<Vendor> {
  return started(createServer(listener));
}

/** One that speaks for itself, byte by byte. */
export function startSockets(listener: (socket: Socket) => void): Promise<Vendor> {
  return started(createSocketServer(listener));
}

async function started(server: Server | SocketServer): Promise<Vendor> {
  const sockets = new Set<Socket>();
  let connections = 0;
  server.on('connection', (socket: Socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const { port } = address;
  return {
    url: `http://127.0.0.1:${port}`,
    host: `127.0.0.1:${port}`,
    port,
    connections: () => connections,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** The whole body of a request. */
export async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) if (chunk instanceof Uint8Array) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

/** A port on which nobody listens. */
export async function freePort(): Promise<number> {
  const vendor = await startSockets((socket) => socket.destroy());
  await vendor.stop();
  return vendor.port;
}
