"""The actor of a journal line, as every address shows it."""

from typing import Any

from rest_framework import serializers as s


class JournalActorSerializer(s.Serializer[Any]):
    kind = s.CharField()
    id = s.UUIDField(allow_null=True)
    name = s.CharField(allow_null=True)
