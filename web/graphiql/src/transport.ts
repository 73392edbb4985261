/** How operations travel: POST for queries and mutations, graphql-transport-ws for subscriptions. */

import type { Fetcher, FetcherParams, FetcherReturnType } from '@graphiql/toolkit';
import { type DocumentNode, type ExecutionResult, getOperationAST } from 'graphql';
import { createClient, TerminatedCloseEvent } from 'graphql-ws';
import { currentToken, onChange, refuse } from './session';
import { texts } from './texts';

/** Relative, so that the page also works below a path prefix of a reverse proxy. */
const endpoint = new URL('../graphql', location.href);
const FORBIDDEN = 4403;

export const fetcher: Fetcher = (params, options) =>
  isSubscription(options?.documentAST, params.operationName)
    ? follow(params)
    : execute(params, options?.headers);

/** One answer; a token that the service refuses is forgotten. */
export async function execute(params: object, headers?: HeadersInit): Promise<ExecutionResult> {
  const token = currentToken();
  const result = await post(JSON.stringify(params), token, headers);
  heed(result.errors, token);
  return result;
}

async function post(
  body: string,
  token: string | null,
  headers?: HeadersInit,
): Promise<ExecutionResult> {
  const all = new Headers(headers);
  all.set('content-type', 'application/json');
  all.set('accept', 'application/graphql-response+json');
  all.set('graphql-require-preflight', '1');
  if (token !== null && !all.has('authorization')) all.set('authorization', `Bearer ${token}`);

  const response = await fetch(endpoint, { method: 'POST', headers: all, body }).catch(() => {
    throw failure(texts.unreachable);
  });
  if (!response.headers.get('content-type')?.includes('json')) {
    throw failure(`${texts.notJson}: ${response.status} ${response.statusText}`.trim());
  }
  return (await response.json()) as ExecutionResult;
}

/** The token of the open connection: null without one, undefined while there is no connection. */
let tokenInUse: string | null | undefined;

const socket = createClient({
  url: endpoint.href.replace(/^http/, 'ws'),
  connectionParams: () => {
    tokenInUse = currentToken();
    return tokenInUse === null ? {} : { authorization: `Bearer ${tokenInUse}` };
  },
  shouldRetry: (event) => currentToken() !== null && !isForbidden(event),
  retryWait: (retries) => pause(Math.min(200 * 2 ** retries, 5000)),
  on: {
    closed: (event) => {
      const token = tokenInUse;
      tokenInUse = undefined;
      if (isForbidden(event) && token) refuse(token);
    },
  },
});

/** A subscription that runs while somebody signs in or out goes on with the new token, or ends. */
onChange(() => {
  if (tokenInUse !== undefined && tokenInUse !== currentToken()) socket.terminate();
});

/** The answers of a subscription, as the observable that GraphiQL stops and starts. */
function follow(params: FetcherParams): FetcherReturnType {
  const subscribe = (sink: {
    next: (result: ExecutionResult) => void;
    error: (error: unknown) => void;
    complete: () => void;
  }) => ({
    unsubscribe: socket.subscribe(params, {
      next: (result) => {
        sink.next(result as ExecutionResult);
        heed(result.errors, tokenInUse);
      },
      error: (error) => {
        sink.error(readable(error));
        heed(error, tokenInUse);
      },
      complete: () => sink.complete(),
    }),
  });
  return { subscribe } as FetcherReturnType;
}

/** The connection's own errors are DOM events and stack traces; people get a sentence. */
function readable(error: unknown): unknown {
  if (error instanceof TerminatedCloseEvent) return failure(texts.signedOut);
  if (isForbidden(error)) return failure(texts.ended);
  if (error instanceof CloseEvent) return failure(`${texts.closed}: ${error.code} ${error.reason}`);
  if (error instanceof Event) return failure(texts.unreachable);
  return error;
}

/** An Error without a stack, because GraphiQL prints the stack next to the message. */
function failure(message: string): Error {
  const error = new Error(message);
  delete error.stack;
  return error;
}

function isSubscription(document: DocumentNode | undefined, name?: string | null): boolean {
  return document !== undefined && getOperationAST(document, name)?.operation === 'subscription';
}

function isForbidden(event: unknown): boolean {
  return event instanceof CloseEvent && event.code === FORBIDDEN;
}

/** Forgets the token if these errors of an operation say that the service refuses it. */
function heed(errors: unknown, token: string | null | undefined): void {
  if (!token || !Array.isArray(errors)) return;
  if (errors.some((error) => error.extensions?.code === 'UNAUTHENTICATED')) refuse(token);
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
