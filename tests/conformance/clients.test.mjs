// Apollo Client and urql: queries, mutations, subscriptions and errors, unchanged.
import assert from "node:assert/strict";
import { before, test } from "node:test";

import { ApolloClient, ApolloLink, HttpLink, InMemoryCache, gql } from "@apollo/client";
import { GraphQLWsLink } from "@apollo/client/link/subscriptions";
import { OperationTypeNode } from "graphql";
import { Client, cacheExchange, fetchExchange, subscriptionExchange } from "@urql/core";
import { createClient } from "graphql-ws";
import { WebSocket } from "ws";

import { HTTP, ME, ORDER, PROGRESS, WS, assertWhole, ordered, signIn, wish } from "./studio.mjs";

const WRONG = "query { nothing }";
let token;
before(async () => {
  token = await signIn();
});

function socket() {
  return createClient({
    url: WS,
    webSocketImpl: WebSocket,
    connectionParams: () => ({ authorization: `Bearer ${token}` }),
  });
}

test("Apollo Client", async () => {
  const line = socket();
  const headers = { Authorization: `Bearer ${token}` };
  const apollo = new ApolloClient({
    cache: new InMemoryCache(),
    link: ApolloLink.split(
      ({ operationType }) => operationType === OperationTypeNode.SUBSCRIPTION,
      new GraphQLWsLink(line),
      new HttpLink({ uri: HTTP, headers }),
    ),
  });
  const { data } = await apollo.query({ query: gql(ME) });
  assert.ok(data.me.id);
  const made = await apollo.mutate({ mutation: gql(ORDER), variables: wish() });
  const { song, userErrors } = made.data.generateSong;
  assert.deepEqual(userErrors, []);
  const events = await new Promise((resolve, reject) => {
    const heard = [];
    apollo.subscribe({ query: gql(PROGRESS), variables: { songId: song.id } }).subscribe({
      next: (result) => heard.push(result.data.songProgress),
      error: reject,
      complete: () => resolve(heard),
    });
  });
  assertWhole(assert, events);
  const [{ song: last }] = events.slice(-1);
  const cached = apollo.cache.extract()[apollo.cache.identify(last)];
  assert.equal(cached.id, song.id);
  await assert.rejects(apollo.query({ query: gql(WRONG) }), (error) => {
    assert.equal(error.name, "CombinedGraphQLErrors");
    assert.ok(error.errors[0].extensions.code);
    return true;
  });
  apollo.stop();
  await line.dispose();
});

test("urql", async () => {
  const line = socket();
  const urql = new Client({
    url: HTTP,
    preferGetMethod: false,
    exchanges: [
      cacheExchange,
      fetchExchange,
      subscriptionExchange({
        forwardSubscription: (request) => ({
          subscribe: (sink) => ({ unsubscribe: line.subscribe(request, sink) }),
        }),
      }),
    ],
    fetchOptions: () => ({ headers: { Authorization: `Bearer ${token}` } }),
  });
  const { data, error } = await urql.query(ME, {});
  assert.equal(error, undefined);
  assert.ok(data.me.id);
  const made = await urql.mutation(ORDER, wish());
  const { song } = made.data.generateSong;
  const events = await new Promise((resolve) => {
    const heard = [];
    const { unsubscribe } = urql
      .subscription(PROGRESS, { songId: song.id })
      .subscribe((result) => {
        assert.equal(result.error, undefined);
        heard.push(result.data.songProgress);
        if (result.data.songProgress.status === "SUCCESS") resolve(heard, unsubscribe());
      });
  });
  assertWhole(assert, events);
  const wrong = await urql.query(WRONG, {});
  assert.ok(wrong.error.graphQLErrors[0].extensions.code);
  await line.dispose();
});

test("urql's own subscriptions, over server-sent events", async () => {
  const urql = new Client({
    url: HTTP,
    preferGetMethod: false,
    exchanges: [fetchExchange],
    fetchSubscriptions: true,
    fetchOptions: () => ({ headers: { Authorization: `Bearer ${token}` } }),
  });
  const songId = await ordered(token, "folk 1s");
  const events = await new Promise((resolve, reject) => {
    const heard = [];
    urql.subscription(PROGRESS, { songId }).subscribe(({ data, error }) => {
      if (error) reject(error);
      if (data) heard.push(data.songProgress);
      if (data?.songProgress.status === "SUCCESS") resolve(heard);
    });
  });
  assertWhole(assert, events);
});
