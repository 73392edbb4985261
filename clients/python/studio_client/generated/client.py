from collections.abc import AsyncIterator
from typing import Any, Optional, Union

from .async_base_client import AsyncBaseClient
from .base_model import UNSET, UnsetType
from .cancel_job import CancelJob
from .compress_conversation import CompressConversation
from .conversation import Conversation
from .create_conversation import CreateConversation
from .generate_song import GenerateSong
from .generate_stems import GenerateStems
from .import_equipment import ImportEquipment
from .input_types import (
    CancelJobInput,
    CompressConversationInput,
    CreateConversationInput,
    GenerateSongInput,
    GenerateStemsInput,
    ImportEquipmentInput,
    LoginInput,
    LogoutInput,
    RestoreConversationInput,
    RetryReplyInput,
    SendMessageInput,
    StopReplyInput,
)
from .job import Job
from .job_progress import JobProgress
from .login import Login
from .logout import Logout
from .me import Me
from .reply_stream import ReplyStream
from .restore_conversation import RestoreConversation
from .retry_reply import RetryReply
from .send_message import SendMessage
from .song import Song
from .song_progress import SongProgress
from .stop_reply import StopReply


def gql(q: str) -> str:
    return q


class GeneratedClient(AsyncBaseClient):
    async def login(self, input: LoginInput, **kwargs: Any) -> Login:
        query = gql("""
            mutation Login($input: LoginInput!) {
              login(input: $input) {
                token
                userErrors {
                  ...Mistake
                }
              }
            }

            fragment Mistake on UserError {
              code
              message
              path
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="Login", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return Login.model_validate(data)

    async def logout(self, input: LogoutInput, **kwargs: Any) -> Logout:
        query = gql("""
            mutation Logout($input: LogoutInput!) {
              logout(input: $input) {
                userErrors {
                  ...Mistake
                }
              }
            }

            fragment Mistake on UserError {
              code
              message
              path
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="Logout", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return Logout.model_validate(data)

    async def me(self, **kwargs: Any) -> Me:
        query = gql("""
            query Me {
              me {
                id
                email
                artistName
              }
            }
            """)
        variables: dict[str, object] = {}
        response = await self.execute(
            query=query, operation_name="Me", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return Me.model_validate(data)

    async def conversation(self, id: str, **kwargs: Any) -> Conversation:
        query = gql("""
            query Conversation($id: ID!) {
              conversation(id: $id) {
                ...Room
              }
            }

            fragment Room on Conversation {
              id
              title
              model
              messages(last: 1) {
                nodes {
                  id
                  role
                }
              }
            }
            """)
        variables: dict[str, object] = {"id": id}
        response = await self.execute(
            query=query, operation_name="Conversation", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return Conversation.model_validate(data)

    async def create_conversation(
        self, input: CreateConversationInput, **kwargs: Any
    ) -> CreateConversation:
        query = gql("""
            mutation CreateConversation($input: CreateConversationInput!) {
              createConversation(input: $input) {
                conversation {
                  ...Room
                }
                userErrors {
                  ...Mistake
                }
              }
            }

            fragment Mistake on UserError {
              code
              message
              path
            }

            fragment Room on Conversation {
              id
              title
              model
              messages(last: 1) {
                nodes {
                  id
                  role
                }
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query,
            operation_name="CreateConversation",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return CreateConversation.model_validate(data)

    async def send_message(self, input: SendMessageInput, **kwargs: Any) -> SendMessage:
        query = gql("""
            mutation SendMessage($input: SendMessageInput!) {
              sendMessage(input: $input) {
                reply {
                  id
                }
                userErrors {
                  ...Mistake
                }
              }
            }

            fragment Mistake on UserError {
              code
              message
              path
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="SendMessage", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return SendMessage.model_validate(data)

    async def stop_reply(self, input: StopReplyInput, **kwargs: Any) -> StopReply:
        query = gql("""
            mutation StopReply($input: StopReplyInput!) {
              stopReply(input: $input) {
                reply {
                  id
                }
                userErrors {
                  ...Mistake
                }
              }
            }

            fragment Mistake on UserError {
              code
              message
              path
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="StopReply", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return StopReply.model_validate(data)

    async def retry_reply(self, input: RetryReplyInput, **kwargs: Any) -> RetryReply:
        query = gql("""
            mutation RetryReply($input: RetryReplyInput!) {
              retryReply(input: $input) {
                reply {
                  id
                }
                userErrors {
                  ...Mistake
                }
              }
            }

            fragment Mistake on UserError {
              code
              message
              path
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="RetryReply", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return RetryReply.model_validate(data)

    async def compress_conversation(
        self, input: CompressConversationInput, **kwargs: Any
    ) -> CompressConversation:
        query = gql("""
            mutation CompressConversation($input: CompressConversationInput!) {
              compressConversation(input: $input) {
                archivedCount
                conversation {
                  usagePercent
                }
                userErrors {
                  ...Mistake
                }
              }
            }

            fragment Mistake on UserError {
              code
              message
              path
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query,
            operation_name="CompressConversation",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return CompressConversation.model_validate(data)

    async def restore_conversation(
        self, input: RestoreConversationInput, **kwargs: Any
    ) -> RestoreConversation:
        query = gql("""
            mutation RestoreConversation($input: RestoreConversationInput!) {
              restoreConversation(input: $input) {
                restoredCount
                conversation {
                  usagePercent
                }
                userErrors {
                  ...Mistake
                }
              }
            }

            fragment Mistake on UserError {
              code
              message
              path
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query,
            operation_name="RestoreConversation",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return RestoreConversation.model_validate(data)

    async def reply_stream(
        self,
        message_id: str,
        after_seq: Union[Optional[int], UnsetType] = UNSET,
        **kwargs: Any,
    ) -> AsyncIterator[ReplyStream]:
        query = gql("""
            subscription ReplyStream($messageId: ID!, $afterSeq: Int) {
              replyStream(messageId: $messageId, afterSeq: $afterSeq) {
                __typename
                ... on ReplySnapshot {
                  seq
                  text
                }
                ... on ReplyToken {
                  seq
                  text
                }
                ... on ReplyFinished {
                  message {
                    status
                    error {
                      message
                    }
                    conversation {
                      usagePercent
                    }
                  }
                }
              }
            }
            """)
        variables: dict[str, object] = {"messageId": message_id, "afterSeq": after_seq}
        async for data in self.execute_ws(
            query=query, operation_name="ReplyStream", variables=variables, **kwargs
        ):
            yield ReplyStream.model_validate(data)

    async def import_equipment(
        self, input: ImportEquipmentInput, **kwargs: Any
    ) -> ImportEquipment:
        query = gql("""
            mutation ImportEquipment($input: ImportEquipmentInput!) {
              importEquipment(input: $input) {
                report {
                  created
                  skipped
                  failed
                  ignoredColumns
                  errors {
                    row
                    path
                    message
                  }
                }
                userErrors {
                  ...Mistake
                }
              }
            }

            fragment Mistake on UserError {
              code
              message
              path
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="ImportEquipment", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return ImportEquipment.model_validate(data)

    async def job(self, id: str, **kwargs: Any) -> Job:
        query = gql("""
            query Job($id: ID!) {
              job(id: $id) {
                status
                error {
                  message
                }
              }
            }
            """)
        variables: dict[str, object] = {"id": id}
        response = await self.execute(
            query=query, operation_name="Job", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return Job.model_validate(data)

    async def cancel_job(self, input: CancelJobInput, **kwargs: Any) -> CancelJob:
        query = gql("""
            mutation CancelJob($input: CancelJobInput!) {
              cancelJob(input: $input) {
                job {
                  status
                }
                userErrors {
                  ...Mistake
                }
              }
            }

            fragment Mistake on UserError {
              code
              message
              path
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="CancelJob", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return CancelJob.model_validate(data)

    async def job_progress(
        self,
        job_id: str,
        after_seq: Union[Optional[int], UnsetType] = UNSET,
        **kwargs: Any,
    ) -> AsyncIterator[JobProgress]:
        query = gql("""
            subscription JobProgress($jobId: ID!, $afterSeq: Int) {
              jobProgress(jobId: $jobId, afterSeq: $afterSeq) {
                seq
                stage
                status
                progress
              }
            }
            """)
        variables: dict[str, object] = {"jobId": job_id, "afterSeq": after_seq}
        async for data in self.execute_ws(
            query=query, operation_name="JobProgress", variables=variables, **kwargs
        ):
            yield JobProgress.model_validate(data)

    async def song(self, id: str, **kwargs: Any) -> Song:
        query = gql("""
            query Song($id: ID!) {
              song(id: $id) {
                ...WholeSong
              }
            }

            fragment Recording on SongChoice {
              id
              index
              title
              durationMs
              rating
              mp3Url
              flacUrl
              stemsUrl
            }

            fragment WholeSong on Song {
              id
              title
              status
              createdAt
              error {
                message
              }
              job {
                id
              }
              choices {
                ...Recording
              }
            }
            """)
        variables: dict[str, object] = {"id": id}
        response = await self.execute(
            query=query, operation_name="Song", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return Song.model_validate(data)

    async def generate_song(
        self, input: GenerateSongInput, **kwargs: Any
    ) -> GenerateSong:
        query = gql("""
            mutation GenerateSong($input: GenerateSongInput!) {
              generateSong(input: $input) {
                song {
                  ...WholeSong
                }
                userErrors {
                  ...Mistake
                }
              }
            }

            fragment Mistake on UserError {
              code
              message
              path
            }

            fragment Recording on SongChoice {
              id
              index
              title
              durationMs
              rating
              mp3Url
              flacUrl
              stemsUrl
            }

            fragment WholeSong on Song {
              id
              title
              status
              createdAt
              error {
                message
              }
              job {
                id
              }
              choices {
                ...Recording
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="GenerateSong", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return GenerateSong.model_validate(data)

    async def generate_stems(
        self, input: GenerateStemsInput, **kwargs: Any
    ) -> GenerateStems:
        query = gql("""
            mutation GenerateStems($input: GenerateStemsInput!) {
              generateStems(input: $input) {
                job {
                  id
                }
                userErrors {
                  ...Mistake
                }
              }
            }

            fragment Mistake on UserError {
              code
              message
              path
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="GenerateStems", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return GenerateStems.model_validate(data)

    async def song_progress(
        self,
        song_id: str,
        after_seq: Union[Optional[int], UnsetType] = UNSET,
        **kwargs: Any,
    ) -> AsyncIterator[SongProgress]:
        query = gql("""
            subscription SongProgress($songId: ID!, $afterSeq: Int) {
              songProgress(songId: $songId, afterSeq: $afterSeq) {
                seq
                stage
                status
                progress
              }
            }
            """)
        variables: dict[str, object] = {"songId": song_id, "afterSeq": after_seq}
        async for data in self.execute_ws(
            query=query, operation_name="SongProgress", variables=variables, **kwargs
        ):
            yield SongProgress.model_validate(data)
