"""What `python -m app chat` asks of the studio's API."""

from __future__ import annotations

from typing import Final

_ROOM: Final = """
fragment Room on Conversation { id title model messages(last: 1) { nodes { id role } } }
"""
CREATE: Final = f"""
mutation Begin($input: CreateConversationInput!) {{
  createConversation(input: $input) {{
    conversation {{ ...Room }} userErrors {{ code message path }}
  }}
}}
{_ROOM}
"""
CONVERSATION: Final = f"""
query Conversation($id: ID!) {{ conversation(id: $id) {{ ...Room }} }}
{_ROOM}
"""
SEND: Final = """
mutation Send($input: SendMessageInput!) {
  sendMessage(input: $input) { reply { id } userErrors { code message path } }
}
"""
STOP: Final = """
mutation Stop($input: StopReplyInput!) {
  stopReply(input: $input) { reply { id } userErrors { code message path } }
}
"""
RETRY: Final = """
mutation Retry($input: RetryReplyInput!) {
  retryReply(input: $input) { reply { id } userErrors { code message path } }
}
"""
COMPRESS: Final = """
mutation Compress($input: CompressConversationInput!) {
  compressConversation(input: $input) {
    archivedCount conversation { usagePercent } userErrors { code message path }
  }
}
"""
RESTORE: Final = """
mutation Restore($input: RestoreConversationInput!) {
  restoreConversation(input: $input) {
    restoredCount conversation { usagePercent } userErrors { code message path }
  }
}
"""
STREAM: Final = """
subscription Reply($id: ID!, $after: Int) {
  replyStream(messageId: $id, afterSeq: $after) {
    __typename
    ... on ReplySnapshot { seq text }
    ... on ReplyToken { seq text }
    ... on ReplyFinished {
      message { status error { message } conversation { usagePercent } }
    }
  }
}
"""
