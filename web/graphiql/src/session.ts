/** Who is signed in. The token lives in this tab only and is forgotten when the tab closes. */

import { useSyncExternalStore } from 'react';
import { texts } from './texts';

export interface Session {
  readonly token: string;
  readonly email: string;
  readonly expiresAt: string;
}

interface State {
  readonly session: Session | null;
  /** Why nobody is signed in, when that is not the visitor's own doing. */
  readonly notice: string | null;
  /** The page was opened with this state: nobody has signed in or out since. */
  readonly initial: boolean;
}

const KEY = 'mac-ai-service:session';
const listeners = new Set<() => void>();
let state: State = restored();

export function currentToken(): string | null {
  return state.session?.token ?? null;
}

export function begin(session: Session): void {
  sessionStorage.setItem(KEY, JSON.stringify(session));
  become({ session, notice: null, initial: false });
}

export function forget(notice: string | null = null): void {
  sessionStorage.removeItem(KEY);
  become({ session: null, notice, initial: false });
}

/** Forgets `token` because the service refused it; a newer token stays. */
export function refuse(token: string): void {
  if (token === currentToken()) forget(texts.ended);
}

export function onChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useSession(): State {
  return useSyncExternalStore(onChange, () => state);
}

function become(next: State): void {
  state = next;
  for (const listener of listeners) listener();
}

function restored(): State {
  const stored = sessionStorage.getItem(KEY);
  if (stored === null) return { session: null, notice: null, initial: true };
  const session = JSON.parse(stored) as Session;
  if (Date.parse(session.expiresAt) > Date.now()) return { session, notice: null, initial: true };
  sessionStorage.removeItem(KEY);
  return { session: null, notice: texts.ended, initial: true };
}
