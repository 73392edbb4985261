/* eslint-disable */
import * as types from './graphql.js';



/**
 * Map of all GraphQL operations in the project.
 *
 * This map has several performance disadvantages:
 * 1. It is not tree-shakeable, so it will include all operations in the project.
 * 2. It is not minifiable, so the string of a GraphQL query will be multiple times inside the bundle.
 * 3. It does not support dead code elimination, so it will add unused operations.
 *
 * Therefore it is highly recommended to use the babel or swc plugin for production.
 * Learn more about it here: https://the-guild.dev/graphql/codegen/plugins/presets/preset-client#reducing-bundle-size
 */
type Documents = {
    "query Me {\n  me {\n    id\n    email\n    artistName\n  }\n}\n\nquery Song($id: ID!) {\n  song(id: $id) {\n    id\n    title\n    status\n    choices {\n      id\n      index\n      mp3Url\n      flacUrl\n    }\n  }\n}\n\nmutation Login($input: LoginInput!) {\n  login(input: $input) {\n    token\n    expiresAt\n    userErrors {\n      code\n      message\n      path\n    }\n  }\n}\n\nmutation Logout($input: LogoutInput!) {\n  logout(input: $input) {\n    userErrors {\n      code\n      message\n      path\n    }\n  }\n}\n\nmutation GenerateSong($input: GenerateSongInput!) {\n  generateSong(input: $input) {\n    song {\n      id\n      status\n    }\n    job {\n      id\n    }\n    userErrors {\n      code\n      message\n      path\n    }\n  }\n}\n\nmutation ImportEquipment($input: ImportEquipmentInput!) {\n  importEquipment(input: $input) {\n    report {\n      created\n      skipped\n      failed\n      errors {\n        row\n        path\n        code\n        message\n      }\n    }\n    userErrors {\n      code\n      message\n      path\n    }\n  }\n}\n\nsubscription SongProgress($songId: ID!, $afterSeq: Int) {\n  songProgress(songId: $songId, afterSeq: $afterSeq) {\n    seq\n    stage\n    status\n    progress\n  }\n}": typeof types.MeDocument,
};
const documents: Documents = {
    "query Me {\n  me {\n    id\n    email\n    artistName\n  }\n}\n\nquery Song($id: ID!) {\n  song(id: $id) {\n    id\n    title\n    status\n    choices {\n      id\n      index\n      mp3Url\n      flacUrl\n    }\n  }\n}\n\nmutation Login($input: LoginInput!) {\n  login(input: $input) {\n    token\n    expiresAt\n    userErrors {\n      code\n      message\n      path\n    }\n  }\n}\n\nmutation Logout($input: LogoutInput!) {\n  logout(input: $input) {\n    userErrors {\n      code\n      message\n      path\n    }\n  }\n}\n\nmutation GenerateSong($input: GenerateSongInput!) {\n  generateSong(input: $input) {\n    song {\n      id\n      status\n    }\n    job {\n      id\n    }\n    userErrors {\n      code\n      message\n      path\n    }\n  }\n}\n\nmutation ImportEquipment($input: ImportEquipmentInput!) {\n  importEquipment(input: $input) {\n    report {\n      created\n      skipped\n      failed\n      errors {\n        row\n        path\n        code\n        message\n      }\n    }\n    userErrors {\n      code\n      message\n      path\n    }\n  }\n}\n\nsubscription SongProgress($songId: ID!, $afterSeq: Int) {\n  songProgress(songId: $songId, afterSeq: $afterSeq) {\n    seq\n    stage\n    status\n    progress\n  }\n}": types.MeDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query Me {\n  me {\n    id\n    email\n    artistName\n  }\n}\n\nquery Song($id: ID!) {\n  song(id: $id) {\n    id\n    title\n    status\n    choices {\n      id\n      index\n      mp3Url\n      flacUrl\n    }\n  }\n}\n\nmutation Login($input: LoginInput!) {\n  login(input: $input) {\n    token\n    expiresAt\n    userErrors {\n      code\n      message\n      path\n    }\n  }\n}\n\nmutation Logout($input: LogoutInput!) {\n  logout(input: $input) {\n    userErrors {\n      code\n      message\n      path\n    }\n  }\n}\n\nmutation GenerateSong($input: GenerateSongInput!) {\n  generateSong(input: $input) {\n    song {\n      id\n      status\n    }\n    job {\n      id\n    }\n    userErrors {\n      code\n      message\n      path\n    }\n  }\n}\n\nmutation ImportEquipment($input: ImportEquipmentInput!) {\n  importEquipment(input: $input) {\n    report {\n      created\n      skipped\n      failed\n      errors {\n        row\n        path\n        code\n        message\n      }\n    }\n    userErrors {\n      code\n      message\n      path\n    }\n  }\n}\n\nsubscription SongProgress($songId: ID!, $afterSeq: Int) {\n  songProgress(songId: $songId, afterSeq: $afterSeq) {\n    seq\n    stage\n    status\n    progress\n  }\n}"): typeof import('./graphql.js').MeDocument;


export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}
