/** Drives the page of a running service: BASE_URL, EMAIL, PASSWORD, OUT_DIR, CHROMIUM. */

import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { after, before, describe, test } from 'node:test';
import { openProfile } from './browser.mjs';
import { GraphiQLPage } from './graphiql_page.mjs';

const { EMAIL, PASSWORD, OUT_DIR } = process.env;
const BASE = process.env.BASE_URL.replace(/\/$/, '');
const STORED = 'mac-ai-service:session';

// On one line each: the editor closes braces by itself at a line's end.
const SKETCH =
  'mutation Sketch { createSketch(input: {prompt: "The browser test\'s song"})' +
  ' { sketch { id title } userErrors { code message } } }';
const SONG =
  'mutation Song { generateSong(input: {prompt: "folk, 2s", lyrics: "la la"})' +
  ' { song { id } job { id } userErrors { code message } } }';
const progressOf = (id) =>
  `subscription Progress { songProgress(songId: "${id}") { seq stage status progress } }`;

await mkdir(OUT_DIR, { recursive: true });

/** One person's visit, step by step; `remembered` is the session their tab starts with. */
function visit(name, { remembered, ...options }, steps) {
  describe(name, () => {
    const visitor = {};
    before(async () => {
      Object.assign(visitor, await openProfile(new URL(BASE).origin, options));
      visitor.graphiql = new GraphiQLPage(visitor.page, BASE, OUT_DIR);
      if (remembered) {
        const item = [STORED, JSON.stringify(remembered)];
        await visitor.page.addInitScript((pair) => sessionStorage.setItem(...pair), item);
      }
      await visitor.graphiql.open();
    });
    steps(visitor);
    test('nothing left the origin, broke the policy or reached the console as an error', () => {
      assert.deepEqual(visitor.faults, []);
    });
    after(() => visitor.close());
  });
}

visit('An English visitor by day', { locale: 'en-US', colorScheme: 'light' }, (visitor) => {
  test('the page shows a login box with labels', async () => {
    const { graphiql, page } = visitor;
    assert.ok(await page.getByLabel('E-mail').isVisible());
    assert.ok(await page.getByLabel('Password').isVisible());
    await graphiql.takePicture('light-signed-out');
  });

  test('a wrong password is answered in words and keeps the login box', async () => {
    const { graphiql } = visitor;
    await graphiql.signIn(EMAIL, `not ${PASSWORD}`);
    await graphiql.problem.filter({ hasText: /\w/ }).waitFor();
    assert.ok(await graphiql.password.isVisible());
    await graphiql.takePicture('light-wrong-password');
  });

  test('the right password signs in, and a reload keeps it', async () => {
    const { graphiql, page } = visitor;
    await page.reload();
    await graphiql.signIn(EMAIL, PASSWORD);
    await graphiql.signedIn.filter({ hasText: EMAIL }).waitFor();
    await graphiql.open();
    await graphiql.signedIn.filter({ hasText: EMAIL }).waitFor();
    assert.deepEqual(await page.evaluate(() => Object.keys(sessionStorage)), [STORED]);
  });

  test('the query that waits in the editor says who is signed in', async () => {
    const { graphiql } = visitor;
    const answer = await graphiql.run();
    assert.deepEqual(answer.data, { me: { email: EMAIL } });
    await graphiql.takePicture('light-query');
  });

  test('a mutation creates a sketch', async () => {
    const { graphiql } = visitor;
    await graphiql.write('Sketch', SKETCH);
    const { createSketch } = (await graphiql.run((answer) => answer.data?.createSketch)).data;
    assert.deepEqual(createSketch.userErrors, []);
    assert.ok(createSketch.sketch.id);
    await graphiql.takePicture('light-mutation');
  });

  test('a subscription follows a song to its end over a websocket with the token', async () => {
    const { graphiql, page, frames } = visitor;
    await graphiql.write('Song', SONG);
    const { generateSong } = (await graphiql.run((answer) => answer.data?.generateSong)).data;
    assert.deepEqual(generateSong.userErrors, []);

    await graphiql.write('Progress', progressOf(generateSong.song.id));
    await graphiql.run((answer) => answer.data?.songProgress);
    await graphiql.progressOfRun.waitFor({ state: 'hidden', timeout: 60_000 });
    const events = frames.received.filter(({ type }) => type === 'next');
    assert.ok(frames.received.some(({ type }) => type === 'complete'));
    assert.deepEqual(JSON.parse(await graphiql.shownResponse()), events.at(-1).payload);
    assert.equal(typeof events.at(-1).payload.data.songProgress.seq, 'number');

    const token = await page.evaluate((key) => JSON.parse(sessionStorage[key]).token, STORED);
    const greeting = frames.sent.find(({ type }) => type === 'connection_init');
    assert.deepEqual(greeting.payload, { authorization: `Bearer ${token}` });
    await graphiql.takePicture('light-subscription');
  });

  test('signing out forgets the token and brings the login box back', async () => {
    const { graphiql, page } = visitor;
    await page.getByRole('button', { name: 'Sign out' }).click();
    await graphiql.email.waitFor();
    assert.deepEqual(await page.evaluate(() => Object.keys(sessionStorage)), []);
    assert.equal(await page.evaluate(() => document.activeElement.id), 'email');
  });
});

visit('A German visitor by night', { locale: 'de-DE', colorScheme: 'dark' }, (visitor) => {
  test('the page speaks German', async () => {
    const { graphiql, page } = visitor;
    assert.equal(await page.locator('html').getAttribute('lang'), 'de');
    await graphiql.takePicture('dark-signed-out');
    await page.getByLabel('E-Mail').fill(EMAIL);
    await page.getByLabel('Passwort').fill(PASSWORD);
    await page.getByRole('button', { name: 'Anmelden' }).click();
    await graphiql.signedIn.filter({ hasText: `Angemeldet als ${EMAIL}` }).waitFor();
    await graphiql.run();
    await page.getByRole('button', { name: 'Show Documentation Explorer' }).click();
    await page.locator('.graphiql-doc-explorer-root-type').first().waitFor();
    await graphiql.takePicture('dark-signed-in');
  });
});

const refused = { token: 'refused', email: 'x@example.org', expiresAt: '2999-01-01T00:00:00Z' };

visit('A visitor with a refused token', { locale: 'en-US', remembered: refused }, (visitor) => {
  test('is asked to sign in again', async () => {
    const { graphiql } = visitor;
    await graphiql.write('Progress', progressOf('U29uZzox'));
    await graphiql.run((answer) => answer.errors);
    await graphiql.problem.filter({ hasText: 'Your session has ended.' }).waitFor();
    await graphiql.takePicture('light-session-ended');
  });
});
