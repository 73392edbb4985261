export * from "./errors.js";
export * from "./generated/graphql.js";
export * from "./studio.js";
