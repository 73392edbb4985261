/** The part of the studio's schema that the bench asks for. */
export const schema = `
  scalar DateTime

  type Query {
    songs(first: Int! = 20, after: String): SongConnection!
    song(id: ID!): Song
    conversation(id: ID!): Conversation
  }

  type Mutation {
    updateSketch(input: UpdateSketchInput!): UpdateSketchPayload!
  }

  type SongConnection {
    totalCount: Int!
    pageInfo: PageInfo!
    nodes: [Song!]!
  }

  type PageInfo {
    hasNextPage: Boolean!
    endCursor: String
  }

  type Song {
    id: ID!
    title: String
    lyrics: String!
    prompt: String!
    model: String!
    instrumental: Boolean!
    status: String!
    createdAt: DateTime!
    choices: [SongChoice!]!
    sketch: Sketch
  }

  type SongChoice {
    id: ID!
    index: Int!
    title: String
    durationMs: Float
    mp3Url: String
    flacUrl: String
  }

  type Conversation {
    id: ID!
    title: String!
    model: String!
    usagePercent: Float!
    usageLevel: String!
    messages(last: Int!): MessageConnection!
  }

  type MessageConnection {
    totalCount: Int!
    pageInfo: MessagePageInfo!
    nodes: [Message!]!
  }

  type MessagePageInfo {
    hasPreviousPage: Boolean!
  }

  type Message {
    id: ID!
    role: String!
    content: String!
    status: String!
    position: Int!
    createdAt: DateTime!
  }

  type Sketch {
    id: ID!
    title: String
    version: Int!
  }

  input UpdateSketchInput {
    id: ID!
    title: String!
    expectedVersion: Int
  }

  type UpdateSketchPayload {
    sketch: Sketch
    userErrors: [UserError!]!
  }

  type UserError {
    code: String!
  }
`;
