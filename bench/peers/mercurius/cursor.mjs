/** A song's place in the list of the newest, as text and back. */
export const encode = ({ createdAt, id }) => Buffer.from(`${createdAt} ${id}`).toString("base64url");

export const decode = (cursor) => Buffer.from(cursor, "base64url").toString().split(" ");
