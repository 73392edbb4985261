import { type FormEvent, type ReactNode, useState } from 'react';
import { signIn, signOut } from './account';
import { type Session, useSession } from './session';
import { texts } from './texts';

/** The bar on top: who is signed in, or the login box. */
export function AccountBar(): ReactNode {
  const { session, notice, initial } = useSession();
  return (
    <header className="bar">
      <h1>
        mac-ai-service <span>GraphiQL</span>
      </h1>
      <section aria-label={texts.account}>
        {session === null ? (
          <LoginBox notice={notice} focus={!initial && notice === null} />
        ) : (
          <SignedIn session={session} focus={!initial} />
        )}
      </section>
    </header>
  );
}

/** `focus`: whoever signs out by keyboard goes on from here; a refusal leaves the editor alone. */
function LoginBox({ notice, focus }: { notice: string | null; focus: boolean }): ReactNode {
  const [problem, setProblem] = useState<string | null>(notice);
  const [busy, setBusy] = useState(false);

  async function submit(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const form = event.currentTarget;
    const entered = new FormData(form);
    setBusy(true);
    setProblem(null);
    try {
      await signIn(String(entered.get('email')), String(entered.get('password')));
    } catch (error) {
      setProblem((error as Error).message);
      setBusy(false);
      form.querySelector<HTMLInputElement>('#password')?.select();
    }
  }

  return (
    <form onSubmit={(event) => void submit(event)} aria-busy={busy}>
      <p id="sign-in-problem" role="alert">
        {problem}
      </p>
      <div className="field">
        <label htmlFor="email">{texts.email}</label>
        <input
          id="email"
          name="email"
          type="email"
          autoComplete="username"
          autoFocus={focus}
          aria-describedby="sign-in-problem"
          required
        />
      </div>
      <div className="field">
        <label htmlFor="password">{texts.password}</label>
        <input
          id="password"
          name="password"
          type="password"
          autoComplete="current-password"
          aria-describedby="sign-in-problem"
          required
        />
      </div>
      <button type="submit" disabled={busy}>
        {busy ? texts.signingIn : texts.signIn}
      </button>
    </form>
  );
}

function SignedIn({ session, focus }: { session: Session; focus: boolean }): ReactNode {
  return (
    <div className="signed-in">
      <p role="status">
        {texts.signedInAs} <strong>{session.email}</strong>
      </p>
      <button type="button" autoFocus={focus} onClick={() => void signOut()}>
        {texts.signOut}
      </button>
    </div>
  );
}
