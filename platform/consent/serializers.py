"""The API's words for agreements; shapes only, no decisions."""

from typing import Any

from rest_framework import serializers as s


class DocumentSerializer(s.Serializer[Any]):
    id = s.CharField()
    version = s.IntegerField()
    title = s.CharField()
    body = s.ListField(child=s.CharField(), help_text="Paragraphs of plain text.")
    published_at = s.DateTimeField()


class GivenSerializer(s.Serializer[Any]):
    id = s.UUIDField()
    version = s.IntegerField()
    given_at = s.DateTimeField()
    withdrawn_at = s.DateTimeField(allow_null=True)


class ConsentSerializer(s.Serializer[Any]):
    document = DocumentSerializer()
    given = GivenSerializer(allow_null=True)
    needed = s.BooleanField(help_text="This person must agree before the first clip.")


class ConsentRequestSerializer(s.Serializer[Any]):
    version = s.IntegerField(min_value=1)
