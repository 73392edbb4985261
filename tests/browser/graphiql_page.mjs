/** The GraphiQL page in the words of the person who uses it. */

import path from 'node:path';

export class GraphiQLPage {
  constructor(page, base, pictures) {
    this.page = page;
    this.base = base;
    this.pictures = pictures;
    this.email = page.locator('#email');
    this.password = page.locator('#password');
    this.problem = page.locator('#sign-in-problem');
    this.signedIn = page.getByRole('status');
    this.progressOfRun = page.getByRole('button', { name: 'Stop query' });
  }

  /** Opens the page and waits until the editor knows the schema. */
  async open() {
    await Promise.all([
      this.page.waitForResponse(`${this.base}/graphql`),
      this.page.goto(`${this.base}/graphiql`),
    ]);
    await this.page.locator('.graphiql-query-editor .view-line').first().waitFor();
  }

  /** Signs in with the keyboard alone. */
  async signIn(email, password) {
    await this.email.focus();
    await this.page.keyboard.insertText(email);
    await this.page.keyboard.press('Tab');
    await this.page.keyboard.insertText(password);
    await this.page.keyboard.press('Enter');
  }

  /** Replaces the editor's text by one named operation; its tab then bears that name. */
  async write(name, operation) {
    await this.page.locator('.graphiql-query-editor .view-lines').click();
    await this.page.keyboard.press('ControlOrMeta+a');
    await this.page.keyboard.insertText(operation);
    await this.page.getByRole('tab', { name, exact: true }).waitFor();
  }

  /** Runs what the editor holds and returns the first answer that `accepts` agrees with. */
  async run(accepts = () => true, timeout = 20_000) {
    await this.page.locator('.graphiql-query-editor .view-lines').click();
    await this.page.keyboard.press('ControlOrMeta+Enter');
    const deadline = Date.now() + timeout;
    let text = '';
    while (Date.now() < deadline) {
      text = await this.shownResponse();
      const answer = parsed(text);
      if (answer !== null && accepts(answer)) return answer;
      await this.page.waitForTimeout(50);
    }
    throw new Error(`No such answer within ${timeout} ms; the page shows: ${text}`);
  }

  /** The response pane's JSON; Monaco keeps lines in any order and breaks and indents long ones. */
  async shownResponse() {
    return this.page.locator('.graphiql-response .view-lines').evaluate((lines) =>
      [...lines.children]
        .sort((one, other) => parseFloat(one.style.top) - parseFloat(other.style.top))
        .map((line) => line.textContent.replaceAll('\u00a0', ' ').trimStart())
        .join(''),
    );
  }

  async takePicture(name) {
    await this.page.waitForTimeout(300);
    await this.page.screenshot({ path: path.join(this.pictures, `${name}.png`) });
  }
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
