import { createClient, type Client } from "graphql-ws";

import { Refused, Unreachable, type GraphQLProblem } from "./errors.js";
import { LoginDocument, type TypedDocumentString } from "./generated/graphql.js";
import { withoutFiles } from "./upload.js";

export interface StudioOptions {
  /** The studio's address, with its path if any; `/graphql` is added. */
  readonly address: string;
  /** A fresh token, asked for at first and whenever the session has ended. */
  readonly token: () => Promise<string>;
  /** The language of messages, as in Accept-Language. */
  readonly language?: string;
  /** A WebSocket where there is none (Node.js before 22). */
  readonly webSocket?: unknown;
}

const FORBIDDEN = 4403;
const UNAUTHORIZED = 4401;
const JSON_TYPE = "application/graphql-response+json";

/** The API as one person: typed documents in, typed data out. */
export class Studio {
  readonly #options: StudioOptions;
  readonly #endpoint: URL;
  readonly #line: Client;
  #token: Promise<string> | undefined;

  constructor(options: StudioOptions) {
    this.#options = options;
    this.#endpoint = new URL(`${options.address.replace(/\/$/, "")}/graphql`);
    const url = new URL(this.#endpoint);
    url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
    this.#line = createClient({
      url: url.href,
      webSocketImpl: options.webSocket,
      // `subscribe` tries again by itself, because it knows what was heard already.
      retryAttempts: 0,
      connectionParams: async () => ({ authorization: `Bearer ${await this.#signedIn()}` }),
    });
  }

  /**
   * The data of a query or mutation; a Blob in the variables is uploaded. When the session has
   * ended it is asked once more with a fresh token. Throws Refused and Unreachable.
   */
  async ask<Data, Variables>(
    document: TypedDocumentString<Data, Variables>,
    variables: Variables,
  ): Promise<Data> {
    const token = this.#signedIn();
    try {
      return await this.#asked(document, variables, await token);
    } catch (error) {
      if (!(error instanceof Refused && error.code === "UNAUTHENTICATED")) throw error;
      this.#forget(token);
      return await this.#asked(document, variables, await this.#signedIn());
    }
  }

  /**
   * What a subscription says until it completes, each event once and in order, over as many
   * connections and sessions as it takes. `seq` is the number of an event: what comes after a
   * break is asked for with the last one as `afterSeq`. After `patience` connections in a row
   * that bring nothing the last reason is thrown; so is Refused.
   */
  async *follow<Data, Variables extends { readonly afterSeq?: number | null | undefined }>(
    document: TypedDocumentString<Data, Variables>,
    variables: Variables,
    { seq, patience = 10 }: { seq: (data: Data) => number | undefined; patience?: number },
  ): AsyncGenerator<Data, void, undefined> {
    let after = variables.afterSeq;
    for (let tries = 0; ; ) {
      const token = this.#signedIn();
      try {
        const wish = { ...variables, afterSeq: after };
        for await (const data of this.#heard(document, wish)) {
          after = seq(data) ?? after;
          tries = 0;
          yield data;
        }
        return;
      } catch (error) {
        if (error instanceof Refused || ++tries > patience) throw error;
        if (hasEnded(error)) this.#forget(token);
        await new Promise((resolve) => setTimeout(resolve, Math.min(100 * 2 ** tries, 5000)));
      }
    }
  }

  /** Closes the websocket. */
  async close(): Promise<void> {
    await this.#line.dispose();
  }

  async #asked<Data, Variables>(
    document: TypedDocumentString<Data, Variables>,
    variables: Variables,
    token: string,
  ): Promise<Data> {
    return post(this.#endpoint, document, variables, {
      Authorization: `Bearer ${token}`,
      "Accept-Language": this.#options.language ?? "en",
    });
  }

  async *#heard<Data, Variables>(
    document: TypedDocumentString<Data, Variables>,
    variables: Variables,
  ): AsyncGenerator<Data, void, undefined> {
    const request = {
      query: document.toString(),
      variables: variables as Record<string, unknown>,
    };
    for await (const result of this.#line.iterate<Data>(request)) yield dataOf(result);
  }

  #signedIn(): Promise<string> {
    return (this.#token ??= this.#options.token());
  }

  #forget(token: Promise<string>): void {
    if (this.#token === token) this.#token = undefined;
  }
}

/** Opens a session and answers its token. Throws Refused and Unreachable. */
export async function signIn(address: string, email: string, password: string): Promise<string> {
  const endpoint = new URL(`${address.replace(/\/$/, "")}/graphql`);
  const { login } = await post(endpoint, LoginDocument, { input: { email, password } }, {});
  const [mistake] = login.userErrors;
  if (mistake) throw new Refused(mistake.message, mistake.code);
  if (login.token == null) throw new Unreachable("the studio gave no token");
  return login.token;
}

async function post<Data, Variables>(
  endpoint: URL,
  document: TypedDocumentString<Data, Variables>,
  variables: Variables,
  identity: Record<string, string>,
): Promise<Data> {
  const { plain, form } = withoutFiles({ query: document.toString(), variables });
  const headers: Record<string, string> = { Accept: JSON_TYPE, ...identity };
  if (form) headers["GraphQL-Require-Preflight"] = "1";
  else headers["Content-Type"] = "application/json";
  let answer: Response;
  let body: unknown;
  try {
    const content = form ?? JSON.stringify(plain);
    answer = await fetch(endpoint, { method: "POST", headers, body: content });
    body = await answer.json();
  } catch (error) {
    throw new Unreachable(`${endpoint.origin} does not answer like a studio`, { cause: error });
  }
  return dataOf(body as Answer<Data>);
}

interface Answer<Data> {
  readonly data?: Data | null | undefined;
  readonly errors?: readonly GraphQLProblem[] | undefined;
}

function dataOf<Data>(result: Answer<Data>): Data {
  if (result.errors?.length) throw Refused.ofErrors(result.errors);
  if (result.data == null) throw new Unreachable("the studio's answer has no data");
  return result.data;
}

function hasEnded(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  return code === FORBIDDEN || code === UNAUTHORIZED;
}
