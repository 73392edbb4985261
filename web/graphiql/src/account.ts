/** Signing in and out, by the same API that the page explores. */

import { begin, forget } from './session';
import { execute } from './transport';

interface UserError {
  readonly message: string;
  readonly code: string;
}

interface LoginData {
  readonly login: {
    readonly token: string | null;
    readonly expiresAt: string | null;
    readonly user: { readonly email: string } | null;
    readonly userErrors: readonly UserError[];
  };
}

const LOGIN = `mutation Login($email: String!, $password: String!) {
  login(input: { email: $email, password: $password }) {
    token
    expiresAt
    user { email }
    userErrors { message code }
  }
}`;

const LOGOUT = 'mutation Logout { logout(input: {}) { userErrors { code } } }';

/** Signs in; throws an Error with the service's own words when it refuses. */
export async function signIn(email: string, password: string): Promise<void> {
  const { data, errors } = await execute({ query: LOGIN, variables: { email, password } });
  const login = (data as LoginData | null | undefined)?.login;
  if (login?.token && login.expiresAt && login.user) {
    begin({ token: login.token, expiresAt: login.expiresAt, email: login.user.email });
    return;
  }
  const refusals = login?.userErrors.length ? login.userErrors : (errors ?? []);
  throw new Error(refusals.map((refusal) => refusal.message).join(' '));
}

/** Tells the service and forgets the token in any case: whoever signs out is signed out here. */
export async function signOut(): Promise<void> {
  try {
    await execute({ query: LOGOUT });
    forget();
  } catch (error) {
    forget((error as Error).message);
  }
}
