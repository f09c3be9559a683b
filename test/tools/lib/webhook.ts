import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Test } from 'tap';

export interface Call {
  readonly path: string;
  readonly method: string;
  readonly type: string | undefined;
  readonly body: string;
}

/** A real HTTP server that writes down what it is told. The path says how it answers: /ok, /500, /302, /slow, /hang. */
export async function webhook(t: Test): Promise<{ readonly url: string; readonly calls: Call[] }> {
  const calls: Call[] = [];
  const server = createServer(async (request, response) => {
    const path = request.url ?? '';
    const call = {
      path,
      method: request.method ?? '',
      type: request.headers['content-type'],
      body: await bodyOf(request),
    };
    calls.push(call);
    if (path.startsWith('/hang')) return;
    if (path.startsWith('/slow')) await new Promise((resolve) => setTimeout(resolve, 600));
    const failing = path.startsWith('/flaky') && calls.length < 2;
    const status = failing ? 503 : Number(/^\/(\d+)/.exec(path)?.[1] ?? 204);
    response.writeHead(status, status === 302 ? { location: '/ok' } : {});
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, calls };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}
