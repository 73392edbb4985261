/** The studio said no, in the reader's language; `code` is its reason for programs. */
export class Refused extends Error {
  constructor(
    message: string,
    readonly code: string,
  ) {
    super(message);
    this.name = "Refused";
  }

  static ofErrors(errors: readonly GraphQLProblem[]): Refused {
    const text = errors.map((error) => error.message).join("\n");
    return new Refused(text, String(errors[0]?.extensions?.["code"] ?? ""));
  }
}

/** Nobody answers, or not as a studio does. */
export class Unreachable extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "Unreachable";
  }
}

/** An entry of `errors`. */
export interface GraphQLProblem {
  readonly message: string;
  readonly extensions?: Readonly<Record<string, unknown>> | undefined;
}
