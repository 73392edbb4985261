/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** What went wrong, for programs. It never changes with the language. */
export type ErrorCode =
  /** The request is not a GraphQL request. */
  | 'BAD_REQUEST'
  /** Somebody was faster, or the key was used for something else. */
  | 'CONFLICT'
  /** A secret cannot be read with the keys that there are. */
  | 'DECRYPTION_FAILED'
  /** This web site may not use the API. */
  | 'FORBIDDEN_ORIGIN'
  /** The provider account has no money left. */
  | 'INSUFFICIENT_BALANCE'
  /** A mistake of the server; quote the request id. */
  | 'INTERNAL'
  /** A reply broke off when its worker ended; what was written is kept. */
  | 'INTERRUPTED'
  /** Not possible at this moment. */
  | 'INVALID_STATE'
  /** There is no such thing for this person. */
  | 'NOT_FOUND'
  /** Nobody knows whether the provider took the order; it may be charged. */
  | 'OUTCOME_UNKNOWN'
  /** The provider does not accept the studio's key. */
  | 'PROVIDER_AUTH'
  /** The provider answered with an error. */
  | 'PROVIDER_ERROR'
  /** The provider did not finish in time. */
  | 'PROVIDER_TIMEOUT'
  /** The provider cannot be reached. */
  | 'PROVIDER_UNAVAILABLE'
  /** The provider's quota is used up. */
  | 'QUOTA_EXCEEDED'
  /** Too many requests; try again later. */
  | 'RATE_LIMITED'
  /** Files could not be kept or read. */
  | 'STORAGE_ERROR'
  /** The template lacks what a model needs; `params` names it. */
  | 'TEMPLATE_INCOMPLETE'
  /** There is no template for this. */
  | 'TEMPLATE_NOT_FOUND'
  /** The operation asks for too much at once. */
  | 'TOO_COMPLEX'
  /** Nobody is signed in, or the credentials are wrong. */
  | 'UNAUTHENTICATED'
  /** The input cannot be right. */
  | 'VALIDATION';

/** A wish for a song. With `sketchId`, what is not sent is taken from the sketch. Texts are trimmed. */
export type GenerateSongInput = {
  /** How many versions, 1 to 3; the server's number if unset. */
  choices?: number | null | undefined;
  /** Makes a repetition safe: the same key and wish answer the song that the first one started. 1 to 255 characters. */
  idempotencyKey?: string | null | undefined;
  /** Without vocals. */
  instrumental?: boolean;
  /** Its words: up to 10,000 characters, fewer where the provider takes fewer. */
  lyrics?: string | null | undefined;
  /** The provider's model; the server's first one if unset. */
  model?: string | null | undefined;
  /** How it shall sound: 1 to 1,024 characters. */
  prompt?: string | null | undefined;
  /** The sketch it is made from; a draft becomes USED when the song succeeds. */
  sketchId?: string | number | null | undefined;
  /** Its name: up to 50 characters, or the whole title of the sketch; an instrumental needs one. */
  title?: string | null | undefined;
};

/** An inventory to be taken in. A CSV has commas or semicolons, and headings in English or German, `type` and `name` at least; a JSON is a list of objects, or an object with the list `equipment`. Both are UTF-8. */
export type ImportEquipmentInput = {
  /** Take rows, too, whose name, manufacturer and version are there already, without regard to case. */
  allowDuplicates?: boolean;
  /** Only tell what would become of the rows. */
  dryRun?: boolean;
  /** The file: up to 2 MiB and 2,000 rows. */
  file: Blob;
  /** How it is written. */
  format: TableFormat;
};

/** The step a job is at. */
export type JobStage =
  /** Kept; it can no longer be lost. */
  | 'ACCEPTED'
  /** Ended. */
  | 'DONE'
  /** The provider took it. */
  | 'GENERATION_STARTED'
  /** Nobody knows whether the provider took it; a late answer may tell. */
  | 'OUTCOME_UNKNOWN'
  /** The provider works on it. */
  | 'POLLING'
  /** The provider could not take it; it is offered again soon. */
  | 'RETRY_WAIT'
  /** Others are being served first. */
  | 'SLOT_WAIT'
  /** The results are being stored. */
  | 'STORING'
  /** Being handed to the provider, exactly once. */
  | 'SUBMITTING'
  /** A language model is writing. */
  | 'WRITING';

/** Who signs in. */
export type LoginInput = {
  /** The address of the account. */
  email: string;
  /** The account's password. */
  password: string;
};

/** Which sessions end. */
export type LogoutInput = {
  /** End all sessions of this person, not only this one. */
  everywhere?: boolean;
};

/** Where a song stands. The last three never change. */
export type SongStatus =
  /** Cancelled before it was finished. */
  | 'CANCELLED'
  /** It will not come; `error` says why. */
  | 'FAILURE'
  /** Accepted, waiting for its turn. */
  | 'PENDING'
  /** Being made. */
  | 'PROGRESS'
  /** Finished; its choices can be heard. */
  | 'SUCCESS';

/** How an inventory is written to a file. */
export type TableFormat =
  /** Comma-separated values, for spreadsheets. */
  | 'CSV'
  /** JSON, for programs. */
  | 'JSON';

export type MeQueryVariables = Exact<{ [key: string]: never; }>;


export type MeQuery = { me: { id: string, email: string, artistName: string | null } | null };

export type SongQueryVariables = Exact<{
  id: string | number;
}>;


export type SongQuery = { song: { id: string, title: string | null, status: SongStatus, choices: Array<{ id: string, index: number, mp3Url: string | null, flacUrl: string | null }> } | null };

export type LoginMutationVariables = Exact<{
  input: LoginInput;
}>;


export type LoginMutation = { login: { token: string | null, expiresAt: string | null, userErrors: Array<{ code: ErrorCode, message: string, path: Array<string> }> } };

export type LogoutMutationVariables = Exact<{
  input: LogoutInput;
}>;


export type LogoutMutation = { logout: { userErrors: Array<{ code: ErrorCode, message: string, path: Array<string> }> } };

export type GenerateSongMutationVariables = Exact<{
  input: GenerateSongInput;
}>;


export type GenerateSongMutation = { generateSong: { song: { id: string, status: SongStatus } | null, job: { id: string } | null, userErrors: Array<{ code: ErrorCode, message: string, path: Array<string> }> } };

export type ImportEquipmentMutationVariables = Exact<{
  input: ImportEquipmentInput;
}>;


export type ImportEquipmentMutation = { importEquipment: { report: { created: number, skipped: number, failed: number, errors: Array<{ row: number, path: Array<string>, code: ErrorCode, message: string }> } | null, userErrors: Array<{ code: ErrorCode, message: string, path: Array<string> }> } };

export type SongProgressSubscriptionVariables = Exact<{
  songId: string | number;
  afterSeq?: number | null | undefined;
}>;


export type SongProgressSubscription = { songProgress: { seq: number, stage: JobStage, status: SongStatus, progress: number | null } };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}

export const MeDocument = new TypedDocumentString(`
    query Me {
  me {
    id
    email
    artistName
  }
}
    `) as unknown as TypedDocumentString<MeQuery, MeQueryVariables>;
export const SongDocument = new TypedDocumentString(`
    query Song($id: ID!) {
  song(id: $id) {
    id
    title
    status
    choices {
      id
      index
      mp3Url
      flacUrl
    }
  }
}
    `) as unknown as TypedDocumentString<SongQuery, SongQueryVariables>;
export const LoginDocument = new TypedDocumentString(`
    mutation Login($input: LoginInput!) {
  login(input: $input) {
    token
    expiresAt
    userErrors {
      code
      message
      path
    }
  }
}
    `) as unknown as TypedDocumentString<LoginMutation, LoginMutationVariables>;
export const LogoutDocument = new TypedDocumentString(`
    mutation Logout($input: LogoutInput!) {
  logout(input: $input) {
    userErrors {
      code
      message
      path
    }
  }
}
    `) as unknown as TypedDocumentString<LogoutMutation, LogoutMutationVariables>;
export const GenerateSongDocument = new TypedDocumentString(`
    mutation GenerateSong($input: GenerateSongInput!) {
  generateSong(input: $input) {
    song {
      id
      status
    }
    job {
      id
    }
    userErrors {
      code
      message
      path
    }
  }
}
    `) as unknown as TypedDocumentString<GenerateSongMutation, GenerateSongMutationVariables>;
export const ImportEquipmentDocument = new TypedDocumentString(`
    mutation ImportEquipment($input: ImportEquipmentInput!) {
  importEquipment(input: $input) {
    report {
      created
      skipped
      failed
      errors {
        row
        path
        code
        message
      }
    }
    userErrors {
      code
      message
      path
    }
  }
}
    `) as unknown as TypedDocumentString<ImportEquipmentMutation, ImportEquipmentMutationVariables>;
export const SongProgressDocument = new TypedDocumentString(`
    subscription SongProgress($songId: ID!, $afterSeq: Int) {
  songProgress(songId: $songId, afterSeq: $afterSeq) {
    seq
    stage
    status
    progress
  }
}
    `) as unknown as TypedDocumentString<SongProgressSubscription, SongProgressSubscriptionVariables>;