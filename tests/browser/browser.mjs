/** Chromium without a network, and a witness of everything it must not do. */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium } from 'playwright-core';

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost',
];

/**
 * A fresh profile on `origin`. `faults` collects what no visit may cause: requests to other
 * origins, console errors, violations of the content security policy and uncaught exceptions.
 */
export async function openProfile(origin, options) {
  const directory = await mkdtemp(path.join(tmpdir(), 'graphiql-'));
  const context = await chromium.launchPersistentContext(directory, {
    executablePath: process.env.CHROMIUM,
    headless: true,
    args: FLAGS,
    viewport: { width: 1280, height: 800 },
    ...options,
  });
  const faults = [];
  const frames = { sent: [], received: [] };

  context.on('request', (request) => {
    const url = new URL(request.url());
    const own = url.origin === origin || ['data:', 'blob:'].includes(url.protocol);
    if (!own) faults.push(`request to ${url.href}`);
  });
  context.on('console', (message) => {
    if (message.type() === 'error' && !isRefusal(message, origin)) {
      faults.push(`console: ${message.text()} (${message.location().url})`);
    }
  });
  context.on('weberror', (error) => faults.push(`uncaught: ${error.error().stack}`));
  await context.exposeFunction('reportViolation', (text) => faults.push(`policy: ${text}`));
  await context.addInitScript(() => {
    addEventListener('securitypolicyviolation', (event) => {
      window.reportViolation(`${event.violatedDirective} ${event.blockedURI}`);
    });
  });

  const page = context.pages()[0];
  page.setDefaultTimeout(15_000);
  page.on('websocket', (socket) => {
    if (new URL(socket.url()).host !== new URL(origin).host) {
      faults.push(`websocket to ${socket.url()}`);
    }
    socket.on('framesent', ({ payload }) => frames.sent.push(JSON.parse(payload)));
    socket.on('framereceived', ({ payload }) => frames.received.push(JSON.parse(payload)));
  });
  const close = async () => {
    await context.close();
    await rm(directory, { recursive: true, force: true });
  };
  return { page, faults, frames, close };
}

/** A GraphQL answer may carry a 4xx status, which Chromium reports as if a file were missing. */
function isRefusal(message, origin) {
  return (
    message.text().startsWith('Failed to load resource') &&
    message.location().url === `${origin}/graphql`
  );
}
